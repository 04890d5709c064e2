import { z } from 'zod';
import type { Goal, ServiceName } from './names.ts';

/** What is asked for beyond the Compose file, in the sense of the flags of `docker compose`. Absent: as the file says. */
export type GoalFlags = {
  /** up. `diverged` is how it is without; `always` and `never` hold for the selected services. */
  readonly recreate?: 'diverged' | 'always' | 'never';
  /** up: what the selected services depend on is made anew too. */
  readonly recreateDependencies?: boolean;
  /** up: without what the services depend on. restart: without what restarts with them. */
  readonly noDeps?: boolean;
  /** up: how many containers of a service. */
  readonly scale?: Readonly<Record<ServiceName, number>>;
  /** up, down. */
  readonly removeOrphans?: boolean;
  /** up: what has a build section is built always, or never. */
  readonly build?: 'missing' | 'always' | 'never';
  /** up, pull: in place of the `pull_policy` of what is not built. */
  readonly pull?: 'always' | 'missing' | 'never';
  /** up: the selected services are made anew with new anonymous volumes. */
  readonly renewAnonymousVolumes?: boolean;
  /** up: false makes containers and starts none. */
  readonly starts?: boolean;
  /** up: a network that differs from the file is refused, unless one of these is chosen. */
  readonly changedNetworks?: 'keep' | 'recreate';
  /** up: the same of a volume. What is made anew loses its data. */
  readonly changedVolumes?: 'keep' | 'recreate';
  /** up, down, stop, restart: in place of each container's own grace period. Seconds; -1 waits without end. */
  readonly graceSeconds?: number;
  /** down: declared volumes and anonymous ones. remove: anonymous ones. */
  readonly removeVolumes?: boolean;
  /** down: images built for the services, or all that they name. */
  readonly images?: 'local' | 'all';
  /** remove: running containers too. */
  readonly stopFirst?: boolean;
  /** kill: in place of SIGKILL. */
  readonly signal?: string;
  /** build: nothing is taken from the cache. */
  readonly noCache?: boolean;
  /** build: base images are asked for anew. */
  readonly pullBase?: boolean;
  /** build, pull: what the services depend on too. */
  readonly withDependencies?: boolean;
  /** snapshot, import: its name. restore: a snapshot's name or a generation's number. prune: a snapshot to delete. export. */
  readonly name?: string;
  /** snapshot. */
  readonly note?: string;
  /** keep. */
  readonly generation?: number;
  /** keep: false gives the generation back to retention. */
  readonly kept?: boolean;
  /** prune: past generations that stay beside the live one and what undo returns to. */
  readonly count?: number;
  /** prune: past generations that are older go. */
  readonly olderThanDays?: number;
  /** prune: the oldest past generations go until the rest takes no more. */
  readonly bytes?: number;
  /** export, import: the bundle. A path that is not absolute is one in the folder `bundles` of Berth's settings. */
  readonly file?: string;
  /** import: the id of a key that is trusted from now on. */
  readonly trust?: string;
  /** import: the project whose data may be taken although it is not this one. */
  readonly fromProject?: string;
};

/** Which flags a goal has; any other is refused. */
export const flagsOfGoal: Readonly<Record<Goal, readonly (keyof GoalFlags)[]>> = {
  up: [
    'recreate',
    'recreateDependencies',
    'noDeps',
    'scale',
    'removeOrphans',
    'build',
    'pull',
    'renewAnonymousVolumes',
    'starts',
    'changedNetworks',
    'changedVolumes',
    'graceSeconds',
  ],
  down: ['removeOrphans', 'removeVolumes', 'images', 'graceSeconds'],
  reset: [],
  undo: [],
  start: [],
  stop: ['graceSeconds'],
  restart: ['graceSeconds', 'noDeps'],
  remove: ['stopFirst', 'removeVolumes'],
  kill: ['signal'],
  pause: [],
  unpause: [],
  pull: ['pull', 'withDependencies'],
  build: ['noCache', 'pullBase', 'withDependencies'],
  prepare: [],
  snapshot: ['name', 'note'],
  restore: ['name'],
  keep: ['generation', 'kept'],
  prune: ['name', 'count', 'olderThanDays', 'bytes'],
  export: ['name', 'file'],
  import: ['name', 'file', 'trust', 'fromProject'],
  upgrade: [],
};

const word = z.string().min(1).max(200);

/** `GoalFlags`, as they cross a wire. */
export const goalFlags = z
  .object({
    recreate: z.enum(['diverged', 'always', 'never']),
    recreateDependencies: z.boolean(),
    noDeps: z.boolean(),
    scale: z.record(word, z.number().int().min(0).max(1_000)),
    removeOrphans: z.boolean(),
    build: z.enum(['missing', 'always', 'never']),
    pull: z.enum(['always', 'missing', 'never']),
    renewAnonymousVolumes: z.boolean(),
    starts: z.boolean(),
    changedNetworks: z.enum(['keep', 'recreate']),
    changedVolumes: z.enum(['keep', 'recreate']),
    graceSeconds: z.number().int().min(-1).max(86_400),
    removeVolumes: z.boolean(),
    images: z.enum(['local', 'all']),
    stopFirst: z.boolean(),
    signal: z.string().regex(/^(?:SIG)?[A-Z0-9+-]{1,12}$/),
    noCache: z.boolean(),
    pullBase: z.boolean(),
    withDependencies: z.boolean(),
    name: word,
    note: z.string().max(500),
    generation: z.number().int().min(1),
    kept: z.boolean(),
    count: z.number().int().min(0).max(10_000),
    olderThanDays: z.number().min(0).max(100_000),
    bytes: z.number().int().min(0),
    file: z.string().min(1).max(4096),
    trust: z.string().regex(/^[0-9a-f]{32}$/),
    fromProject: word,
  })
  .strict()
  .partial();
