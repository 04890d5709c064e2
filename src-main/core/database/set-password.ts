import type { ServiceName } from '../../contract/names.ts';
import type { ServiceModel } from '../compose/model.ts';
import { addStep, type Draft } from '../plan/draft.ts';

/** What the script ends with while the server does not let anybody in yet. */
export const notYet = 75;

/*
 * Run in the container of the server, with its environment. The password goes from there through a pipe to psql, which hashes
 * it itself (`\password`): it is in no argument, no file, and nothing of it but its hash reaches the server and its log. A server
 * that asks for a password on its own socket lets in who has it already, and then there is nothing to change. Before version 14
 * psql read no more than 99 characters of it, and said nothing of the rest. Of two that set it at once, one of which may be that
 * of a run that was killed, one is refused ("tuple concurrently updated", which has no code of its own) and asks once more.
 */
const script = `
set -eu
unset PGHOST PGHOSTADDR
command -v psql >/dev/null || exit 0
from() { if [ -n "$1" ]; then cat "$1"; else printf '%s' "$2"; fi; }
user=$(from "\${POSTGRES_USER_FILE-}" "\${POSTGRES_USER-}")
password=$(from "\${POSTGRES_PASSWORD_FILE-}" "\${POSTGRES_PASSWORD-}")
[ -n "$password" ] || exit 0
export PGUSER="\${user:-postgres}" PGPASSWORD="$password" PGDATABASE=template1
pg_isready -q || exit ${notYet}
if [ "\${#password}" -gt 99 ] && [ "$(psql --version | sed 's/[^0-9]*\\([0-9]*\\).*/\\1/')" -lt 14 ]; then
  echo 'psql before version 14 takes no password of more than 99 characters' >&2
  exit 1
fi
said=$(printf '%s\\n%s\\n' "$password" "$password" | psql -X -w -q -v ON_ERROR_STOP=1 -v VERBOSITY=verbose -c '\\password' 2>&1) || {
  code=$?
  case $said in *XX000*) exit ${notYet} ;; esac
  printf '%s\\n' "$said" >&2
  exit "$code"
}
`;

/** In seconds it would answer; a server that recovers first may take its time. */
const deadlineMs = 120_000;

/**
 * Whether a server is given its password by its environment, as the images of PostgreSQL are. Those of other servers are not
 * touched: their data keeps the passwords that it came with.
 */
export const takesPassword = (service: ServiceModel | undefined): boolean =>
  ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE'].some((name) => service?.environment?.[name] !== undefined);

export type PasswordWish = {
  readonly draft: Draft;
  readonly name: ServiceName;
  readonly service: ServiceModel | undefined;
  /** Those that run on the data. */
  readonly containers: readonly string[];
  /** Steps after which they run. */
  readonly after: readonly number[];
};

/**
 * Data of another machine holds the password that its role had there, and whoever uses the database here has another one: the
 * role gets that of its container. Returns the steps after which it has it; none where there is none to set.
 */
export function addPassword({ draft, name, service, containers, after }: PasswordWish): readonly number[] {
  if (!takesPassword(service)) return [];
  return containers.map((container) =>
    addStep(draft, {
      service: name,
      because: 'its data came from another machine',
      after,
      action: {
        do: 'set password',
        service: name,
        container,
        command: ['/bin/sh', '-c', script],
        deadlineMs,
      },
    }),
  );
}
