/**
 * A shell function `run_as USER COMMAND` for scripts that begin as root: a server refuses to be run by root. The command has the
 * environment, and `$path` as it was before. The official images have gosu; Debian has setpriv, alpine a su that keeps the
 * environment.
 */
export const runAs = `
export path="$PATH"
run_as() {
  if command -v gosu >/dev/null; then gosu "$1" sh -c "$2"
  elif command -v setpriv >/dev/null; then setpriv --reuid="$1" --regid="$(id -g "$1")" --init-groups sh -c "$2"
  else su -s /bin/sh "$1" -c "$2"; fi
}
`;
