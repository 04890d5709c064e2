import { composeFileNames, overrideFileNames } from '../core/compose/discover.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Watcher } from '../ports/watcher.ts';
import { standardInput } from './find-files.ts';
import { profileName } from './load-project.ts';
import { watchBatches } from './watch-batches.ts';

export type FollowFilesWorld = {
  readonly watcher: Watcher;
  readonly clock: Clock;
  readonly files: Files;
  /** Folder of the project. */
  readonly dir: string;
  /** Files that were read last, absolute. */
  readonly read: () => readonly string[];
  readonly reload: () => Promise<void>;
};

const names = [profileName, '.env', '.env.local', ...composeFileNames, ...overrideFileNames];

/** The items, and for as long as they are read the files are followed, from when they are read first. */
export async function* whileFollowingFiles<T>(
  world: FollowFilesWorld,
  loaded: Promise<void>,
  items: AsyncIterable<T>,
): AsyncGenerator<T> {
  const left = new AbortController();
  void loaded.then(() => followFiles(world, left.signal));
  try {
    yield* items;
  } finally {
    left.abort();
  }
}

/**
 * Reads the project again when one of its files is written, until the signal: those that were read, and those that would be read
 * if they were there. Where the system tells of no changes, what is read for each plan is all there is.
 */
async function followFiles(world: FollowFilesWorld, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const paths = pathsOf(world);
    const others = new AbortController();
    const stop = AbortSignal.any([signal, others.signal]);
    const news = world.watcher.watch({ paths, leavesOut: () => false }, stop);
    for await (const { changes } of watchBatches(news, world.clock, stop)) {
      if (changes.length === 0 || stop.aborted) continue;
      await world.reload();
      if (pathsOf(world).join('\n') !== paths.join('\n')) others.abort();
    }
    if (!others.signal.aborted) return;
  }
}

function pathsOf({ files, dir, read }: FollowFilesWorld): readonly string[] {
  const known = read().filter((file) => file !== standardInput);
  return [...new Set([...known, ...names.map((name) => files.resolve(dir, name))])].sort();
}
