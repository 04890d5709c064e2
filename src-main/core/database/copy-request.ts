import type { ContainerRequest } from '../plan/requests.ts';
import { copierName, ownLabels } from './names.ts';

export type CopyWish = {
  readonly project: string;
  /** The logical volume. */
  readonly volume: string;
  /** Engine names. `from` has to be at rest: nothing writes to it while it is copied. */
  readonly from: string;
  readonly to: string;
  /** What `from` is: the key of a golden, or `snapshot:<name>`; `imported:<name>` where that came in a bundle. */
  readonly source: string;
  /** Reference of the database's image: it is there, and knows the owners of its files. */
  readonly image: string;
  /** Targets of the image's own VOLUME lines, which would each become an anonymous volume. */
  readonly imageVolumes: readonly string[];
  /** True: nobody waits for it, so it gives way to all else. */
  readonly quiet: boolean;
};

/**
 * A container that copies one volume into an empty one, compares the two lists of files and flushes them to the disk. It ends
 * with 0 only then: its exit code is the marker that is written last, and stays at the engine when who began it has gone.
 */
export const copyRequest = (wish: CopyWish): ContainerRequest =>
  copierRequest(wish, {
    script,
    variables: [],
    network: 'none',
    mounts: [{ Type: 'volume', Source: wish.from, Target: '/berth/from', ReadOnly: true }],
  });

/** How one copier differs from another. `script` fills `/berth/to`, which is empty, and ends with 0 only when all is there. */
export type Copier = {
  readonly script: string;
  readonly variables: readonly string[];
  readonly network: string;
  /** Beside the volume to fill. */
  readonly mounts: readonly VolumeMount[];
};

type VolumeMount = {
  readonly Type: 'volume';
  readonly Source: string;
  readonly Target: string;
  readonly ReadOnly: boolean;
};

/**
 * A container of the database's own image that fills a volume. What it is of, and whether it ended, is told by its labels and
 * exit code.
 */
export function copierRequest(wish: CopyWish, copier: Copier): ContainerRequest {
  const tmpfs = Object.fromEntries(wish.imageVolumes.map((target) => [target, '']));
  const to = { Type: 'volume', Source: wish.to, Target: '/berth/to', VolumeOptions: { NoCopy: true } };
  return {
    name: copierName(wish.to),
    platform: null,
    files: [],
    body: {
      Image: wish.image,
      User: '0:0',
      Entrypoint: ['/bin/sh', '-c', copier.script],
      Cmd: [],
      Env: copier.variables,
      Healthcheck: { Test: ['NONE'] },
      Labels: ownLabels(wish.project, wish.volume, {
        'berth.copy.to': wish.to,
        'berth.copy.from': wish.from,
        'berth.copy.source': wish.source,
      }),
      HostConfig: {
        NetworkMode: copier.network,
        Mounts: [...copier.mounts, to],
        SecurityOpt: ['no-new-privileges'],
        ...(wish.quiet ? { CpuShares: 128 } : {}),
        ...(wish.imageVolumes.length === 0 ? {} : { Tmpfs: tmpfs }),
      },
    },
  };
}

// Where the servers note, at the top of their data, which version wrote it.
const versionFiles = ['PG_VERSION', 'mysql_upgrade_info', 'mariadb_upgrade_info'];

/** Says which server wrote the data in `$to`, where the data tells. */
export const versionScript = `for file in ${versionFiles.join(' ')}; do if [ -f "$to/$file" ]; then echo "server $(head -c 32 "$to/$file" | head -n 1)"; fi; done`;

// GNU and busybox both know what is used here. Blocks are shared where the file system can.
const script = `
set -eu
from=/berth/from to=/berth/to
if [ -n "$(ls -A "$to")" ]; then echo 'the volume to fill is not empty' >&2; exit 3; fi
if cp --help 2>&1 | grep -q -- --reflink; then cp -a --reflink=auto "$from/." "$to/"; else cp -a "$from/." "$to/"; fi
list() { cd "$1" && find . ! -type d -exec ls -ln {} + | sort | cksum; }
a=$(list "$from") b=$(list "$to")
if [ "$a" != "$b" ]; then echo 'the copy differs from what was copied' >&2; exit 4; fi
sync -f "$to" 2>/dev/null || sync
%s
echo "kib $(du -sk "$to" | cut -f 1)"
`.replace('%s', () => versionScript);

/** What a copier says of what it copied, in its last lines. null: it could not be told. */
export function copyFacts(lines: readonly string[]): {
  readonly bytes: number | null;
  readonly server: string | null;
} {
  const word = (name: string): string | null =>
    lines
      .findLast((line) => line.startsWith(`${name} `))
      ?.slice(name.length + 1)
      .trim() ?? null;
  const kib = Number(word('kib') ?? Number.NaN);
  return { bytes: Number.isNaN(kib) ? null : kib * 1024, server: word('server') };
}
