import { type FSWatcher, watch as watchPath } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
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
  readonly tell: (news: WatcherNews) => void;
};

async function* watchTrees(
  wish: WatcherWish,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): AsyncGenerator<WatcherNews> {
  const news = newsOf<WatcherNews>(signal);
  const recursive = platform === 'win32' || platform === 'darwin';
  const watching: Watching = { wish, recursive, handles: new Map(), tell: news.tell };
  try {
    for (const path of wish.paths) await watchRoot(watching, path);
    news.tell({ kind: 'ready' });
    yield* news.items();
  } finally {
    for (const handle of watching.handles.values()) handle.close();
  }
}

async function watchRoot(watching: Watching, path: string): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) {
    watching.tell({ kind: 'blind', path, detail: 'there is no such file or folder' });
  } else if (stat.isDirectory()) await watchFolder(watching, path, 'quiet');
  // Of a file its folder is watched: editors write a new file and put it in place of the old one.
  else addHandle(watching, dirname(path), (name) => name === null || join(dirname(path), name) === path);
}

/** `news`: the folder was just made, so what is in it is told. */
async function watchFolder(watching: Watching, folder: string, files: 'quiet' | 'news'): Promise<void> {
  if (watching.wish.leavesOut(folder)) return;
  addHandle(watching, folder, () => true);
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!watching.recursive || files === 'news') await watchFolder(watching, path, files);
    } else if (files === 'news') watching.tell({ kind: 'changed', path, isThere: true });
  }
}

function addHandle(watching: Watching, folder: string, concerns: (name: string | null) => boolean): void {
  const { handles, recursive } = watching;
  const covered = recursive && [...handles.keys()].some((other) => folder.startsWith(join(other, '/')));
  // One folder may be watched for a file and as a folder; then both see the same.
  const key = concerns('') ? folder : `${folder}\0file`;
  if (covered || handles.has(key)) return;
  try {
    const handle = watchPath(folder, { recursive, persistent: true }, (_, name) => {
      if (concerns(name)) void look(watching, name === null ? folder : join(folder, name));
    });
    handle.on('error', (error) => watching.tell({ kind: 'blind', path: folder, detail: error.message }));
    handle.on('close', () => handles.delete(key));
    handles.set(key, handle);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    watching.tell({ kind: 'blind', path: folder, detail });
  }
}

/** What there is now at a path that something happened to: the event itself does not say. */
async function look(watching: Watching, path: string): Promise<void> {
  const stat = await lstat(path).catch(() => null);
  if (stat === null) {
    for (const [key, handle] of watching.handles)
      if (key === path || key.startsWith(join(path, '/'))) handle.close();
    watching.tell({ kind: 'changed', path, isThere: false });
  } else if (!stat.isDirectory()) watching.tell({ kind: 'changed', path, isThere: true });
  // The times of a folder change with what is in it; that is told by itself.
  else if (!watching.recursive && !watching.handles.has(path)) await watchFolder(watching, path, 'news');
}
