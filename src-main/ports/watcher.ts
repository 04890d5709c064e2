import type { FileChange } from '../core/watch/decide-actions.ts';

/** What is to be watched. */
export type WatcherWish = {
  /** Absolute files and folders; a folder means all that is in it. */
  readonly paths: readonly string[];
  /** Folders that need not be looked into. */
  leavesOut(folder: string): boolean;
};

export type WatcherNews =
  /** Everything below the paths is watched: what happens from here on is told. */
  | { readonly kind: 'ready' }
  /** Files alone: a new folder is told by the files in it. One that is gone is told by its own path. */
  | ({ readonly kind: 'changed' } & FileChange)
  /** Changes below this path are not seen; `detail` in the system's words. */
  | { readonly kind: 'blind'; readonly path: string; readonly detail: string };

/** The file system as something that tells of changes. */
export interface Watcher {
  /** Changes until the signal; throws nothing. */
  watch(wish: WatcherWish, signal: AbortSignal): AsyncIterable<WatcherNews>;
}
