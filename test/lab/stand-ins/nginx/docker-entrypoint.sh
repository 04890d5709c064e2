#!/bin/sh
# Keeps the contract of the official image: prepares the configuration from /docker-entrypoint.d when the command is
# nginx, then becomes the command.
set -eu
case ${1-} in
  nginx | nginx-debug)
    for part in /docker-entrypoint.d/*; do
      case $part in
        *.envsh) if [ -x "$part" ]; then . "$part"; fi ;;
        *.sh) if [ -x "$part" ]; then "$part"; fi ;;
      esac
    done
    ;;
esac
exec "$@"
