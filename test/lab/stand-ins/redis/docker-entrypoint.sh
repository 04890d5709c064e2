#!/bin/sh
# Keeps the contract of the official image: options alone, or a configuration file, are arguments of redis-server; the
# server runs as user redis; /data belongs to it.
set -eu

case ${1-} in
  -* | *.conf) set -- redis-server "$@" ;;
esac

if [ "${1-}" = redis-server ]; then
  shift
  # The official image is built with protected mode off, since a container's network is its border. Debian's is not,
  # so it is switched off here unless a configuration file says something about it.
  case ${1-} in
    '' | -*) set -- redis-server --protected-mode no "$@" ;;
    *)
      file=$1
      shift
      if grep -q '^ *protected-mode' "$file" 2>/dev/null; then
        set -- redis-server "$file" "$@"
      else
        set -- redis-server "$file" --protected-mode no "$@"
      fi
      ;;
  esac
  if [ "$(id -u)" = 0 ]; then
    find . ! -user redis -exec chown redis {} +
    exec setpriv --reuid=redis --regid=redis --clear-groups -- "$@"
  fi
fi

exec "$@"
