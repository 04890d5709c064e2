#!/usr/bin/env bash
# Keeps the contract of the official image: makes the cluster on an empty PGDATA from POSTGRES_*, runs what lies in
# /docker-entrypoint-initdb.d against a server that only listens on its socket, then becomes the real server.
set -Eeuo pipefail

# from_file NAME [DEFAULT]: sets NAME from the environment, from the file that NAME_FILE names, or to DEFAULT.
from_file() {
  local name=$1 file_name=${1}_FILE
  local value=${!name-} file=${!file_name-}
  if [[ -n $value && -n $file ]]; then
    echo "error: both $name and $file_name are set; set one of them" >&2
    exit 1
  fi
  if [[ -n $file ]]; then value=$(<"$file"); fi
  export "$name=${value:-${2-}}"
  unset "$file_name"
}

own_folders() {
  mkdir -p "$PGDATA" /var/run/postgresql
  chmod 0700 "$PGDATA" || true
  chmod 3777 /var/run/postgresql || true
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then
    mkdir -p "$POSTGRES_INITDB_WALDIR"
    chown -R postgres:postgres "$POSTGRES_INITDB_WALDIR"
    chmod 0700 "$POSTGRES_INITDB_WALDIR"
  fi
  find "$PGDATA" /var/run/postgresql ! -user postgres -exec chown postgres {} +
}

demand_password() {
  if [[ -n $POSTGRES_PASSWORD || ${POSTGRES_HOST_AUTH_METHOD-} == trust ]]; then return; fi
  echo 'error: the database is not initialised and no superuser password is given.' >&2
  echo '  Set POSTGRES_PASSWORD (or POSTGRES_PASSWORD_FILE) to a value that is not empty,' >&2
  echo '  or POSTGRES_HOST_AUTH_METHOD=trust to let everyone in without a password.' >&2
  exit 1
}

make_cluster() {
  local -a more=()
  if [[ -n ${POSTGRES_INITDB_WALDIR-} ]]; then more+=(--waldir "$POSTGRES_INITDB_WALDIR"); fi
  # The arguments are shell words: POSTGRES_INITDB_ARGS="--encoding=UTF8 --locale='C'"
  eval "initdb --username=\"\$POSTGRES_USER\" --pwfile=<(printf '%s\n' \"\$POSTGRES_PASSWORD\") ${POSTGRES_INITDB_ARGS-} \"\${more[@]}\""
  local method=${POSTGRES_HOST_AUTH_METHOD-}
  printf '\nhost all all all %s\n' "${method:-$(postgres -C password_encryption)}" >>"$PGDATA/pg_hba.conf"
}

sql() {
  local -a database=()
  if [[ -n $POSTGRES_DB ]]; then database=(--dbname "$POSTGRES_DB"); fi
  PGHOST='' PGHOSTADDR='' psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --username "$POSTGRES_USER" "${database[@]}" "$@"
}

make_database() {
  if [[ $POSTGRES_DB == postgres ]]; then return; fi
  local known
  known=$(POSTGRES_DB=postgres sql --tuples-only --set db="$POSTGRES_DB" <<<"SELECT 1 FROM pg_database WHERE datname = :'db'")
  if [[ -z $known ]]; then POSTGRES_DB=postgres sql --set db="$POSTGRES_DB" <<<'CREATE DATABASE :"db"'; fi
}

run_init_files() {
  local file
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [[ -x $file ]]; then echo "init: running $file"; "$file"; else echo "init: sourcing $file"; . "$file"; fi ;;
      *.sql) echo "init: running $file"; sql -f "$file" ;;
      *.sql.gz) echo "init: running $file"; gunzip -c "$file" | sql ;;
      */'*') ;;
      *) echo "init: ignoring $file" ;;
    esac
  done
}

main() {
  if [[ ${1-} == -* ]]; then set -- postgres "$@"; fi
  if [[ ${1-} != postgres ]]; then exec "$@"; fi
  if [[ $(id -u) == 0 ]]; then
    own_folders
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$BASH_SOURCE" "$@"
  fi
  from_file POSTGRES_PASSWORD
  from_file POSTGRES_USER postgres
  from_file POSTGRES_DB "$POSTGRES_USER"
  from_file POSTGRES_INITDB_ARGS
  if [[ ! -s $PGDATA/PG_VERSION ]]; then
    demand_password
    make_cluster
    export PGPASSWORD=${PGPASSWORD-$POSTGRES_PASSWORD}
    # As in the official image the options of the command apply to the temporary server too, its addresses do not.
    pg_ctl --wait --options "$(printf '%q ' "${@:2}" -c listen_addresses= -p "${PGPORT:-5432}")" start
    make_database
    run_init_files
    pg_ctl --wait --mode fast stop
    unset PGPASSWORD
    printf '\nPostgreSQL init process complete; ready for start up.\n\n'
  else
    printf '\nPostgreSQL Database directory appears to contain a database; Skipping initialization\n\n'
  fi
  exec "$@"
}

main "$@"
