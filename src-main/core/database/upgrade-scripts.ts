import { runAs } from './run-as.ts';

/*
 * Each script has two parts, run by /bin/sh of a PostgreSQL image with the environment of the service: the first as root, the
 * second ($1 of the first) as the user of the server. The servers listen in a folder of their own container and nowhere else,
 * and let every role in there: no password is needed, and nobody else gets there.
 */
export type UpgradeScript = { readonly asRoot: string; readonly asServer: string };

const begin = `
${runAs}
export stage=/berth/stage socket=/tmp/berth
must_be_empty() { if [ -n "$(ls -A "$1")" ]; then echo 'the volume to fill is not empty' >&2; exit 3; fi; }
`;

const server = `
set -eu
PATH=$path user="\${POSTGRES_USER:-postgres}"
echo 'local all all trust' >"$socket/hba"
begin() {
  options="-c listen_addresses= -c unix_socket_directories=$socket -c hba_file=$socket/hba"
  pg_ctl -D "$1" -w -t 600 -l "$socket/log" -o "$options" start >/dev/null || { tail -n 20 "$socket/log" >&2; return 1; }
}
end() { pg_ctl -D "$1" -w -t 600 -m fast stop >/dev/null; }
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -h "$socket" -U "$user" -d "$1"; }
count() {
  echo 'select datname from pg_database where datallowconn and not datistemplate order by 1' | ask template1 >"$socket/databases"
  while IFS= read -r database; do
    ask "$database" >"$socket/one" <<'SQL'
select format('select %L, count(*) from %I.%I', format('%I.%I', schemaname, tablename), schemaname, tablename)
from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by schemaname, tablename \\gexec
select format('select %L, last_value from %I.%I', 'sequence ' || format('%I.%I', schemaname, sequencename), schemaname, sequencename)
from pg_sequences order by schemaname, sequencename \\gexec
SQL
    echo "database $database"
    cat "$socket/one"
  done <"$socket/databases"
}
`;

/**
 * With the image that wrote the data: copies what lies in /berth/from, which is not written to, to the empty /berth/stage, starts
 * the server on the copy, and leaves there nothing but the dump, the counts of all rows and the settings that no dump holds.
 */
export const dumpScript: UpgradeScript = {
  asRoot: `
set -eu
${begin}
must_be_empty "$stage"
version=$(find /berth/from -maxdepth 3 -name PG_VERSION ! -path '*/base/*' | awk '{ print length($0) " " $0 }' | sort -n | head -n 1 | cut -d ' ' -f 2-)
if [ -z "$version" ]; then echo 'there is no PG_VERSION in the data' >&2; exit 4; fi
owner=$(stat -c %U "$version")
if [ "$owner" = UNKNOWN ]; then echo 'the owner of the data is no user of this image' >&2; exit 4; fi
cp -a "$(dirname "$version")" "$stage/data"
mkdir -p "$socket"
chown "$owner" "$stage" "$socket"
run_as "$owner" "$1"
for file in pg_hba.conf pg_ident.conf postgresql.auto.conf; do
  if [ -f "$stage/data/$file" ]; then cp "$stage/data/$file" "$stage/$file"; fi
done
rm -rf "$stage/data"
chmod 755 "$stage"
chmod 644 "$stage"/*
sync -f "$stage" 2>/dev/null || sync
echo "kib $(du -sk "$stage" | cut -f 1)"
`,
  asServer: `${server}
begin "$stage/data"
pg_dumpall -h "$socket" -U "$user" -l template1 --no-password >"$stage/dump.sql"
ask template1 >"$stage/roles" <<'SQL'
select format('CREATE ROLE %I;', rolname) from pg_roles where oid = 10
SQL
ask template1 >"$stage/locale" <<'SQL'
select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = 'template1'
SQL
count >"$stage/rows"
end "$stage/data"
`,
};

/**
 * With the image that is to have the data: makes a cluster in the empty /berth/to, where this image has it, loads the dump, and
 * compares the counts of all rows. `$2`: where the service mounts its volume.
 */
export const loadScript: UpgradeScript = {
  asRoot: `
set -eu
${begin}
to=/berth/to owner=postgres
must_be_empty "$to"
case \${PGDATA:-$2} in
  "$2"*) sub=\${PGDATA:-$2}; sub=\${sub#"$2"} ;;
  *) sub= ;;
esac
export data="$to$sub"
mkdir -p "$data" "$socket"
chown -R "$owner" "$to" "$socket"
chmod 700 "$data"
run_as "$owner" "$1"
for file in pg_hba.conf pg_ident.conf postgresql.auto.conf; do
  if [ -f "$stage/$file" ]; then cp "$stage/$file" "$data/$file"; chown "$owner" "$data/$file"; chmod 600 "$data/$file"; fi
done
sync -f "$to" 2>/dev/null || sync
echo "server $(head -n 1 "$data/PG_VERSION")"
echo "kib $(du -sk "$to" | cut -f 1)"
`,
  asServer: `${server}
read -r encoding locale <"$stage/locale"
make() { initdb -D "$data" -U "$user" --auth=trust --encoding="$encoding" "$@" >/dev/null; }
make --locale="$locale" || { rm -rf "\${data:?}"/*; make; }
begin "$data"
awk 'NR == FNR { there[$0]; next } /^\\\\connect/ { body = 1 } body || !($0 in there)' "$stage/roles" "$stage/dump.sql" |
  psql -X -q -v ON_ERROR_STOP=1 -h "$socket" -U "$user" -d postgres -f - >/dev/null
count >"$socket/rows"
if ! cmp -s "$stage/rows" "$socket/rows"; then
  echo 'the rows are not the same after the load:' >&2
  diff "$stage/rows" "$socket/rows" | head -n 20 >&2
  exit 5
fi
vacuumdb -q --all --analyze-only -h "$socket" -U "$user"
end "$data"
`,
};
