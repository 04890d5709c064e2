import type { PortView } from '../../../contract/view.ts';

/** The schemes of addresses by the port that a server listens on in its container. */
const schemes: Readonly<Record<number, string>> = {
  5432: 'postgresql',
  3306: 'mysql',
  27017: 'mongodb',
  6379: 'redis',
};

/** The address of the first published port of a known server, else of the first one; null where none is published. */
export function databaseAddress(ports: readonly PortView[]): string | null {
  const published = ports.filter(({ host }) => host !== null);
  const port = published.find(({ container }) => schemes[container] !== undefined) ?? published[0];
  if (port === undefined || port.host === null) return null;
  const host = ['0.0.0.0', '', '::'].includes(port.host.address) ? '127.0.0.1' : port.host.address;
  return `${schemes[port.container] ?? 'tcp'}://${host.includes(':') ? `[${host}]` : host}:${port.host.port}`;
}

/**
 * Starts the client that the image brings. Names and passwords come from the container's own environment, as the official images
 * have them, and reach the client by environment: no command line, of the host or the container, holds one.
 */
export const clientScript = `
if command -v psql >/dev/null; then
  PGPASSWORD="\${POSTGRES_PASSWORD:-}" exec psql --username="\${POSTGRES_USER:-postgres}" --dbname="\${POSTGRES_DB:-\${POSTGRES_USER:-postgres}}"
elif command -v mariadb >/dev/null; then
  MYSQL_PWD="\${MARIADB_ROOT_PASSWORD:-\${MYSQL_ROOT_PASSWORD:-}}" exec mariadb --user=root \${MARIADB_DATABASE:-\${MYSQL_DATABASE:-}}
elif command -v mysql >/dev/null; then
  MYSQL_PWD="\${MYSQL_ROOT_PASSWORD:-}" exec mysql --user=root \${MYSQL_DATABASE:-}
elif command -v mongosh >/dev/null; then
  exec mongosh --norc
elif command -v redis-cli >/dev/null; then
  exec redis-cli
fi
echo 'This image brings no client that is known here.' >&2
exit 127
`;
