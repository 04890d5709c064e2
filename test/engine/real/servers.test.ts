import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { ensureImages } from '../../lab/images.ts';
import { docker, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

type Server = {
  readonly compose: string;
  readonly berth: string;
  /** Client words that write and read the one value. */
  readonly set: (value: string) => readonly string[];
  readonly get: readonly string[];
  /** What `get` prints after a reset. */
  readonly fresh: string;
  /** What Berth reads of the version in the data; null: the data does not tell. */
  readonly server: unknown;
};

const mariadb = (statement: string): readonly string[] => ['mariadb', '-uroot', '-N', '-e', statement];

// MongoDB is not among Debian's packages, and PostgreSQL has tests of its own.
const servers: Readonly<Record<string, Server>> = {
  MariaDB: {
    compose: `
services:
  db:
    image: mariadb:10.11
    environment: &env { MARIADB_ROOT_PASSWORD: "s ' cret", MARIADB_DATABASE: shop, MYSQL_PWD: "s ' cret" }
    volumes: ["dbdata:/var/lib/mysql"]
    healthcheck: { test: [CMD, mariadb, -uroot, -h127.0.0.1, -e, select 1], interval: 1s, timeout: 5s, retries: 120 }
  api:
    image: mariadb:10.11
    environment: *env
    entrypoint: []
    command: [sleep, infinity]
    init: true
    depends_on: { db: { condition: service_healthy } }
volumes: { dbdata: }
`,
    berth: `
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [mariadb, -hdb, -uroot, shop, -e, "create table notes (said text) engine=innodb"] }
  seed: { service: api, command: [mariadb, -hdb, -uroot, shop, -e, "insert into notes values ('seeded')"] }
environments:
  local: { seed: true }
`,
    set: (value) =>
      mariadb(`create table if not exists shop.notes (said text); delete from shop.notes;
        insert into shop.notes values ('${value}')`),
    get: mariadb('select said from shop.notes'),
    fresh: 'seeded',
    server: expect.stringMatching(/^10\.11/),
  },
  'Redis with persistence': {
    compose: `
services:
  db:
    image: redis:7
    command: [redis-server, --appendonly, "yes"]
    volumes: ["dbdata:/data"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 60 }
volumes: { dbdata: }
`,
    berth: 'database: { service: db, volume: dbdata }\n',
    set: (value) => ['redis-cli', 'set', 'who', value],
    get: ['redis-cli', 'get', 'who'],
    fresh: '',
    server: null,
  },
};

describe.each(Object.entries(servers))('%s', (_, { compose, berth, set, get, fresh, server }) => {
  let at: Place;
  let desk: Desk;
  let session: Session;
  const run = async (wish: PlanWish): Promise<void> => {
    const view = await runGoal(session, wish);
    expect(view.problems).toEqual([]);
    expect(view.status).toBe('done');
  };
  const goal = (name: PlanWish['goal'], flags: PlanWish['flags'] = {}): PlanWish => ({
    goal: name,
    services: [],
    flags,
  });
  const asked = (words: readonly string[]): Promise<string> => docker('exec', `${at.project}-db-1`, ...words);
  const tree = (volume: string): Promise<string> =>
    docker(
      ...['run', '--rm', '--network', 'none', '-v', `${volume}:/v:ro`, 'busybox:1.36', 'sh', '-c'],
      'cd /v && find . -exec stat -c "%n %u:%g %a" {} + | sort && find . -type f -exec sha256sum {} + | sort',
    );

  beforeAll(async () => {
    expect(await ensureImages(['mariadb:10.11', 'redis:7'])).toMatchObject({ ready: true });
  });
  beforeEach(async () => {
    at = await place();
    desk = realDesk(at.settings);
    await at.write({
      'compose.yaml': `name: ${at.project}\n${compose}`,
      'berth.yaml': `berth: 1\nproject: ${at.project}\n${berth}`,
    });
    session = await openSession(desk, at.dir);
    await run(goal('up'));
  });
  afterEach(async () => {
    await desk.close();
    await at.remove();
  });

  it('is reset, undone, kept as a snapshot, restored, exported and imported, and nothing is lost', async () => {
    await asked(set('mine'));
    await run(goal('snapshot', { name: 'first' }));
    expect(session.view().database?.snapshots).toMatchObject([{ name: 'first', server }]);
    expect(await asked(get)).toBe('mine');
    await run(goal('reset'));
    expect(await asked(get)).toBe(fresh);
    const old = await tree(`${at.project}_dbdata`);
    await asked(set('on the new one'));
    expect(await tree(`${at.project}_dbdata`)).toBe(old);
    await run(goal('undo'));
    expect(await asked(get)).toBe('mine');
    await run(goal('undo'));
    expect(await asked(get)).toBe('on the new one');
    await run(goal('restore', { name: 'first' }));
    expect(await asked(get)).toBe('mine');
    const kept = await tree(`${at.project}_dbdata.s-first`);
    await run(goal('export', { name: 'first', file: 'first.berth' }));
    await run(goal('import', { name: 'second', file: 'first.berth' }));
    expect(await tree(`${at.project}_dbdata.s-second`)).toBe(kept);
    await asked(set('something else'));
    await run(goal('restore', { name: 'second' }));
    expect(await asked(get)).toBe('mine');
  });
});
