#!/bin/sh
# Turns each *.template below the template folder into a configuration file, with the variables that are defined.
set -eu
from=${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
suffix=${NGINX_ENVSUBST_TEMPLATE_SUFFIX:-.template}
to=${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}
filter=${NGINX_ENVSUBST_FILTER:-}

[ -d "$from" ] || exit 0
# Only defined variables are replaced, or nginx's own ($uri, $host) would become empty.
defined=$(env | sed -n 's/^\([A-Za-z_][A-Za-z0-9_]*\)=.*/\1/p' | grep -E "$filter" | sed 's/.*/${&}/' || true)
find -L "$from" -type f -name "*$suffix" | while read -r template; do
  name=${template#"$from"/}
  target=$to/${name%"$suffix"}
  mkdir -p "$(dirname "$target")"
  envsubst "$defined" <"$template" >"$target"
done
