import type { ContainerRequest } from '../plan/requests.ts';
import { copierRequest, type CopyWish, versionScript } from './copy-request.ts';
import { runAs } from './run-as.ts';

/** A server that can copy its own data while it serves on, and how it is reached and its files are kept. */
export type OnlineServer = {
  /** Engine name of its container. */
  readonly container: string;
  /** Role that may replicate, and the port on which it does so without a password from within the container. */
  readonly user: string;
  readonly port: string;
  /** Folder of the data within the volume; empty: the volume itself. */
  readonly folder: string;
  /** `uid:gid` and octal mode of that folder. */
  readonly owner: string;
  readonly mode: string;
};

/**
 * A shell command that tells whether the PostgreSQL server of a container can copy itself, and prints what `onlineServerOf` reads;
 * it ends with another code than 0 where it cannot: no such tool, no role that may replicate without a password, too little
 * written to the log, data that lies in other places too or is of a user that the image does not know. `target`: where the volume
 * is mounted.
 */
export const onlineQuestion = (target: string): readonly string[] => [
  '/bin/sh',
  '-c',
  question,
  'sh',
  target,
];

const question = `
set -eu
target=$1 user=\${POSTGRES_USER:-postgres} port=\${PGPORT:-5432} data=\${PGDATA:?}
command -v pg_basebackup >/dev/null
command -v postgres >/dev/null
case $data in "$target") folder= ;; "$target"/*) folder=\${data#"$target"/} ;; *) exit 1 ;; esac
[ "$(stat -c %U "$data")" != UNKNOWN ]
[ -z "$folder" ] || [ "$(ls -A "$target")" = "\${folder%%/*}" ]
ask() { psql --no-psqlrc --no-password -At -h 127.0.0.1 -p "$port" -U "$user" -d "$1" -c "$2"; }
[ "$(ask dbname=postgres "select current_setting('wal_level') <> 'minimal' and current_setting('max_wal_senders')::int >= 2 and not exists (select from pg_tablespace where spcname not in ('pg_default', 'pg_global'))")" = t ]
ask replication=true IDENTIFY_SYSTEM >/dev/null
echo "user $user"; echo "port $port"; echo "folder $folder"; echo "owner $(stat -c %u:%g "$data")"; echo "mode $(stat -c %a "$data")"
`;

/** What the command above printed. null: it does not say enough. */
export function onlineServerOf(container: string, output: string): OnlineServer | null {
  const lines = output.split('\n');
  const word = (name: string): string | undefined =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
  const [user, port, folder, owner, mode] = ['user', 'port', 'folder', 'owner', 'mode'].map(word);
  if (!user || !port || folder === undefined || !owner || !mode) return null;
  return { container, user, port, folder, owner, mode };
}

/**
 * A container that has a serving PostgreSQL copy itself into an empty volume (pg_basebackup with the log that belongs to it), plays
 * that log and shuts the copy down, and flushes it to the disk. It lives in the network of the server's container, where its role
 * needs no password, and ends with 0 only when all is there, as a copier of data at rest does.
 */
export function onlineCopyRequest(wish: CopyWish, server: OnlineServer): ContainerRequest {
  const { container, user, port, folder, owner, mode } = server;
  return copierRequest(wish, {
    script,
    variables: [`USER_NAME=${user}`, `PORT=${port}`, `FOLDER=${folder}`, `OWNER=${owner}`, `MODE=${mode}`],
    network: `container:${container}`,
    mounts: [],
  });
}

/*
 * A copy whose log is still to be played cannot be started any more once its first start was cut off ("WAL ends before end of
 * online backup"): the server puts its backup_label aside at once, and does not find the end of the backup without it. So the log
 * is played here, by a server for a single user, which opens no port and has no settings but those that the log depends on. All is
 * flushed once, at the end.
 */
const script = `
set -eu
${runAs}
to=/berth/to
if [ -n "$(ls -A "$to")" ]; then echo 'the volume to fill is not empty' >&2; exit 3; fi
export data="$to/$FOLDER" settings=/tmp/berth.conf
psql --no-psqlrc --no-password -At -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$PORT" -U "$USER_NAME" -d dbname=postgres >"$settings" <<'SQL'
select format('%s = ''%s''', name, replace(setting, '''', '''''')) from pg_settings where name in (
  'shared_preload_libraries', 'track_commit_timestamp', 'wal_level', 'max_connections', 'max_worker_processes',
  'max_wal_senders', 'max_prepared_transactions', 'max_locks_per_transaction')
SQL
chmod 644 "$settings"
mkdir -p "$data"
pg_basebackup --no-password -h 127.0.0.1 -p "$PORT" -U "$USER_NAME" -D "$data" -X stream --checkpoint=fast --no-sync
chown -R "$OWNER" "$to"
chmod "$MODE" "$data"
run_as "$(stat -c %U "$data")" 'PATH=$path exec postgres --single -D "$data" -c config_file="$settings" -c fsync=off postgres </dev/null >/dev/null'
sync -f "$to" 2>/dev/null || sync
${versionScript}
echo "kib $(du -sk "$to" | cut -f 1)"
`;
