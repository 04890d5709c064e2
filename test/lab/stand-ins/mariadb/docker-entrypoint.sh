#!/usr/bin/env bash
# Keeps the contract of the official image: makes the database on an empty /var/lib/mysql from MARIADB_* (or MYSQL_*), runs
# what lies in /docker-entrypoint-initdb.d against a server that only listens on its socket, then becomes the real server.
set -Eeuo pipefail

folder=/var/lib/mysql
socket=/run/mysqld/mysqld.sock

# setting NAME: MARIADB_NAME, else MYSQL_NAME, each also from the file that its _FILE names.
setting() {
  local prefix name file
  for prefix in MARIADB MYSQL; do
    name=${prefix}_$1 file=${prefix}_$1_FILE
    if [[ -n ${!name-} ]]; then printf '%s' "${!name}"; return; fi
    if [[ -n ${!file-} ]]; then printf '%s' "$(<"${!file}")"; return; fi
  done
}

# quoted TEXT: as a string of SQL.
quoted() { local text=${1//\\/\\\\}; printf "'%s'" "${text//\'/\'\'}"; }

make_database() {
  local root=$1 name user password
  name=$(setting DATABASE) user=$(setting USER) password=$(setting PASSWORD)
  {
    # What the installation makes beside root@localhost has no password.
    echo "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');"
    echo 'FLUSH PRIVILEGES;'
    echo "CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY $(quoted "$root");"
    echo "GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;"
    if [[ -n $name ]]; then echo "CREATE DATABASE IF NOT EXISTS \`${name//\`/\`\`}\`;"; fi
    if [[ -n $user ]]; then
      echo "CREATE USER IF NOT EXISTS $(quoted "$user")@'%' IDENTIFIED BY $(quoted "$password");"
      if [[ -n $name ]]; then echo "GRANT ALL ON \`${name//_/\\_}\`.* TO $(quoted "$user")@'%';"; fi
    fi
    echo "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$root");"
  } | mariadb --user=root --socket="$socket"
}

run_init_files() {
  local file
  export MYSQL_PWD=$1
  for file in /docker-entrypoint-initdb.d/*; do
    case $file in
      *.sh) if [[ -x $file ]]; then "$file"; else . "$file"; fi ;;
      *.sql) mariadb --user=root --socket="$socket" "$(setting DATABASE)" <"$file" ;;
      *.sql.gz) gunzip -c "$file" | mariadb --user=root --socket="$socket" "$(setting DATABASE)" ;;
    esac
  done
  unset MYSQL_PWD
}

main() {
  if [[ ${1-} == -* ]]; then set -- mariadbd "$@"; fi
  if [[ ${1-} != mariadbd && ${1-} != mysqld ]]; then exec "$@"; fi
  shift
  if [[ $(id -u) == 0 ]]; then
    find "$folder" /run/mysqld ! -user mysql -exec chown mysql {} +
    exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$BASH_SOURCE" mariadbd "$@"
  fi
  if [[ ! -d $folder/mysql ]]; then
    local root allow
    # It is for clients; until it is set the password of root is none.
    unset MYSQL_PWD
    root=$(setting ROOT_PASSWORD) allow=${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD-${MYSQL_ALLOW_EMPTY_PASSWORD-}}
    if [[ -z $root && -z $allow ]]; then
      echo 'error: the database is not initialised and no root password is given.' >&2
      echo '  Set MARIADB_ROOT_PASSWORD, or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1.' >&2
      exit 1
    fi
    mariadb-install-db --datadir="$folder" --auth-root-authentication-method=normal --skip-test-db >/dev/null
    mariadbd --skip-networking --socket="$socket" "$@" &
    local server=$!
    until mariadb --user=root --socket="$socket" -e 'select 1' >/dev/null 2>&1; do
      kill -0 "$server"
      sleep 0.1
    done
    make_database "$root"
    run_init_files "$root"
    kill "$server"
    wait "$server"
  fi
  exec mariadbd "$@"
}

main "$@"
