import type { ConnectionView } from '../../contract/database-view.ts';
import type { PortView } from '../../contract/view.ts';
import type { ServiceModel } from '../compose/model.ts';
import { holdsSeal } from '../secrets/sealed.ts';

type Server = {
  readonly scheme: ConnectionView['scheme'];
  /** Variables of the official images, the first that is set; then what those images take without one. */
  readonly user: readonly string[];
  readonly database: readonly string[];
  readonly usual: string | null;
};

/** By the port that a server listens on in its container. */
const servers: Readonly<Record<number, Server>> = {
  5432: {
    scheme: 'postgresql',
    user: ['POSTGRES_USER'],
    database: ['POSTGRES_DB', 'POSTGRES_USER'],
    usual: 'postgres',
  },
  3306: {
    scheme: 'mysql',
    user: ['MARIADB_USER', 'MYSQL_USER'],
    database: ['MARIADB_DATABASE', 'MYSQL_DATABASE'],
    usual: 'root',
  },
  27017: {
    scheme: 'mongodb',
    user: ['MONGO_INITDB_ROOT_USERNAME'],
    database: ['MONGO_INITDB_DATABASE'],
    usual: null,
  },
  6379: { scheme: 'redis', user: [], database: [], usual: null },
};

const unknown: Server = { scheme: 'tcp', user: [], database: [], usual: null };

/**
 * Where the database is reached from this machine: the first published port of a known server, else the first one. Names of user
 * and database as the Compose file has them, where they are no secrets; never a password. null: no port is published.
 */
export function connectionOf(
  ports: readonly PortView[],
  service: ServiceModel | undefined,
): ConnectionView | null {
  const published = ports.filter(({ host }) => host !== null);
  const port = published.find(({ container }) => servers[container] !== undefined) ?? published[0];
  if (port === undefined || port.host === null) return null;
  const { scheme, user, database, usual } = servers[port.container] ?? unknown;
  const named = (names: readonly string[]): string | null | undefined => {
    const value = names.map((name) => service?.environment?.[name]).find((each) => typeof each === 'string');
    return value === undefined || value === null || value === ''
      ? undefined
      : holdsSeal(value)
        ? null
        : value;
  };
  const host = ['0.0.0.0', '', '::'].includes(port.host.address) ? '127.0.0.1' : port.host.address;
  const who = named(user);
  const what = named(database);
  return {
    scheme,
    host,
    port: port.host.port,
    user: who === undefined ? usual : who,
    database: what === undefined ? (scheme === 'postgresql' ? usual : null) : what,
  };
}
