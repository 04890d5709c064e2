import { type BigIntStats, type FSWatcher, watch as watchPath } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Watcher, WatcherNews, WatcherWish } from '../../ports/watcher.ts';
import { newsOf } from './watch-news.ts';

/**
 * Changes as the operating system tells them, through Node's own fs.watch. Windows and macOS watch a whole tree by one handle;
 * Linux has one per folder, so that folders left out cost nothing (its limit is fs.inotify.max_user_watches).
 */
export const diskWatcher = (platform: NodeJS.Platform = process.platform): Watcher => ({
  watch: (wish, signal) => watchTrees(wish, platform, signal),
});

type Watching = {
  readonly wish: WatcherWish;
  readonly recursive: boolean;
  readonly handles: Map<string, FSWatcher>;
  /** Which folder a handle is of: one that was removed and made again is another. */
  readonly identities: Map<string, string>;
  /** Paths that something happened to, looked at one after the other. */
  readonly due: Set<string>;
  looking: boolean;
  readonly tell: (news: WatcherNews) => void;
};

async function* watchTrees(
  wish: WatcherWish,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): AsyncGenerator<WatcherNews> {
  const news = newsOf<WatcherNews>(signal);
  const recursive = platform === 'win32' || platform === 'darwin';
  const watching: Watching = {
    wish,
    recursive,
    handles: new Map(),
    identities: new Map(),
    due: new Set(),
    looking: false,
    tell: news.tell,
  };
  try {
    for (const path of wish.paths) await watchRoot(watching, path);
    news.tell({ kind: 'ready' });
    yield* news.items();
  } finally {
    for (const handle of watching.handles.values()) handle.close();
  }
}

async function watchRoot(watching: Watching, path: string): Promise<void> {
  await mind(watching, path);
  const stat = await lstat(path).catch(() => null);
  if (stat === null) return watching.tell({ kind: 'blind', path, detail: 'there is no such file or folder' });
  if (stat.isDirectory()) await watchFolder(watching, path, 'quiet');
}

/**
 * Hears what becomes of a path that is watched itself, from the nearest folder above it that is there: editors put a new file in
 * place of an old one, and a checkout takes whole folders away and brings them back, of which the old handle tells nothing.
 */
async function mind(watching: Watching, path: string): Promise<void> {
  const { handles, identities } = watching;
  const statAbove = (child: string) => lstat(dirname(child), { bigint: true }).catch(() => null);
  let child = path;
  let stat = await statAbove(child);
  while (stat === null && dirname(child) !== child) {
    child = dirname(child);
    stat = await statAbove(child);
  }
  if (stat === null) return;
  const key = mindKey(path);
  const identity = `${child} ${identityOf(stat)}`;
  if (identities.get(key) === identity) return;
  handles.get(key)?.close();
  handles.delete(key);
  identities.set(key, identity);
  const above = dirname(child);
  openHandle(watching, { key, folder: above, recursive: false }, (name) => {
    if (name === null || join(above, name) === child) note(watching, path);
  });
}

// No path has a character like that.
const mindKey = (path: string): string => `${path}\0`;

/** `news`: the folder was just made, so what is in it is told. */
async function watchFolder(watching: Watching, folder: string, files: 'quiet' | 'news'): Promise<void> {
  if (watching.wish.leavesOut(folder)) return;
  const stat = await lstat(folder, { bigint: true }).catch(() => null);
  if (stat === null) return;
  watching.identities.set(folder, identityOf(stat));
  addHandle(watching, folder);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!watching.recursive || files === 'news') await watchFolder(watching, path, files);
    } else if (files === 'news') watching.tell({ kind: 'changed', path, isThere: true });
  }
}

function addHandle(watching: Watching, folder: string): void {
  const { handles, recursive } = watching;
  const covered = recursive && [...handles.keys()].some((other) => folder.startsWith(join(other, '/')));
  if (covered || handles.has(folder)) return;
  const identity = watching.identities.get(folder);
  openHandle(watching, { key: folder, folder, recursive }, (name) => {
    if (name !== basename(folder)) return note(watching, name === null ? folder : join(folder, name));
    // On Linux the end of the folder itself is told like that too.
    void lstat(folder, { bigint: true })
      .then(
        (stat) => identityOf(stat) === identity,
        () => false,
      )
      .then((isThere) => note(watching, isThere ? join(folder, name) : folder));
  });
}

type Handle = { readonly key: string; readonly folder: string; readonly recursive: boolean };

function openHandle(
  { handles, tell }: Watching,
  { key, folder, recursive }: Handle,
  heard: (name: string | null) => void,
): void {
  try {
    const handle = watchPath(folder, { recursive, persistent: true }, (_, name) => heard(name));
    handle.on('error', (error) => tell({ kind: 'blind', path: folder, detail: error.message }));
    handles.set(key, handle);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    tell({ kind: 'blind', path: folder, detail });
  }
}

function note(watching: Watching, path: string): void {
  watching.due.add(path);
  if (!watching.looking) void lookAtAll(watching);
}

async function lookAtAll(watching: Watching): Promise<void> {
  watching.looking = true;
  for (const path of watching.due) {
    // What happens while it is looked at is looked at once more.
    watching.due.delete(path);
    await look(watching, path);
  }
  watching.looking = false;
}

/** The number of a file that is gone is given to the next one, so the time it was made belongs to it. */
const identityOf = ({ ino, birthtimeNs }: BigIntStats): string => `${ino} ${birthtimeNs}`;

/** What there is now at a path that something happened to: the event itself does not say. */
async function look(watching: Watching, path: string): Promise<void> {
  const isRoot = watching.wish.paths.includes(path);
  if (isRoot) await mind(watching, path);
  const stat = await lstat(path, { bigint: true }).catch(() => null);
  if (stat === null) {
    const wasFolder = watching.identities.has(path);
    letGo(watching, path);
    // What was in a folder that is watched itself is told by the files: where it is copied to there may be more than it held.
    if (!(isRoot && wasFolder)) watching.tell({ kind: 'changed', path, isThere: false });
  } else if (!stat.isDirectory()) watching.tell({ kind: 'changed', path, isThere: true });
  // The times of a folder change with what is in it; that is told by itself.
  else if ((!watching.recursive || isRoot) && watching.identities.get(path) !== identityOf(stat)) {
    letGo(watching, path);
    await watchFolder(watching, path, 'news');
  }
}

function letGo({ handles, identities }: Watching, folder: string): void {
  for (const [key, handle] of [...handles]) {
    const isWithin = key === folder || key.startsWith(join(folder, '/'));
    if (!isWithin || key.endsWith(mindKey(''))) continue;
    handle.close();
    handles.delete(key);
    identities.delete(key);
  }
}
