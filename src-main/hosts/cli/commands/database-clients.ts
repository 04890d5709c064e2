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
