import { describe, expect, it } from 'vitest';
import { addressOf, databaseClients } from '../../../src-main/contract/database-clients.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import { connectionOf } from '../../../src-main/core/state/connection.ts';
import { service } from '../../support/builders.ts';

const port = (container: number, address = '127.0.0.1') =>
  ({ container, protocol: 'tcp', host: { address, port: 15432 } }) as const;
const connection = (environment: Record<string, string>, container = 5432) => {
  const found = connectionOf([port(container)], service({ environment }));
  if (found === null) throw new Error('there is none');
  return found;
};
const canary = 'canary-9f3b';

describe('where the database is reached', () => {
  it.each([
    [5432, { POSTGRES_USER: 'app', POSTGRES_DB: 'shop' }, 'postgresql://app@127.0.0.1:15432/shop'],
    [5432, { POSTGRES_USER: 'app' }, 'postgresql://app@127.0.0.1:15432/app'],
    [5432, {}, 'postgresql://postgres@127.0.0.1:15432/postgres'],
    [3306, { MARIADB_DATABASE: 'shop' }, 'mysql://root@127.0.0.1:15432/shop'],
    [27017, {}, 'mongodb://127.0.0.1:15432'],
    [6379, {}, 'redis://127.0.0.1:15432'],
    [9999, {}, 'tcp://127.0.0.1:15432'],
  ])('is told by port %i and %o as %s', (container, environment, address) => {
    expect(addressOf(connection(environment, container))).toBe(address);
  });

  it('is this machine where all addresses are listened on, and nowhere without a port', () => {
    expect(connectionOf([port(5432, '0.0.0.0')], service())?.host).toBe('127.0.0.1');
    expect(addressOf({ ...connection({}), host: '::1' })).toContain('@[::1]:');
    expect(connectionOf([{ container: 5432, protocol: 'tcp', host: null }], service())).toBeNull();
  });

  it('says no name that is a secret', () => {
    const found = connection({ POSTGRES_USER: seal('DB__USER'), POSTGRES_DB: 'shop' });
    expect(found).toMatchObject({ user: null, database: 'shop' });
    expect(addressOf(found)).toBe('postgresql://127.0.0.1:15432/shop');
  });
});

describe('what other programs get', () => {
  const environment = {
    ...{ POSTGRES_USER: 'app', POSTGRES_PASSWORD: canary, MARIADB_ROOT_PASSWORD: canary },
    ...{ MYSQL_PASSWORD: canary, MONGO_INITDB_ROOT_PASSWORD: canary, REDIS_PASSWORD: canary },
  };

  it.each([5432, 3306, 27017, 6379, 9999])('holds no password (port %i)', (container) => {
    const clients = databaseClients(connection(environment, container), 'shop');
    expect(clients.length).toBeGreaterThan(0);
    expect(JSON.stringify([connection(environment, container), clients])).not.toContain(canary);
  });

  it('is a text for each of the common ones', () => {
    const texts = Object.fromEntries(
      databaseClients(connection(environment), 'shop').map(({ name, text }) => [name, text]),
    );
    expect(texts).toMatchObject({
      psql: 'psql "postgresql://app@127.0.0.1:15432/app"',
      DBeaver:
        'dbeaver -con "driver=postgresql|name=shop|host=127.0.0.1|port=15432|database=app|user=app|save=false|connect=true"',
      DataGrip: 'jdbc:postgresql://127.0.0.1:15432/app',
      TablePlus: 'postgresql://app@127.0.0.1:15432/app',
    });
    expect(JSON.parse(texts['pgAdmin'] ?? '')).toMatchObject({ Servers: { '1': { Username: 'app' } } });
    expect(JSON.parse(texts['VS Code'] ?? '')).toMatchObject({
      'sqltools.connections': [{ driver: 'PostgreSQL', askForPassword: true }],
    });
  });
});
