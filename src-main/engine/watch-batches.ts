import type { FileChange } from '../core/watch/decide-actions.ts';
import type { Clock } from '../ports/clock.ts';
import type { WatcherNews } from '../ports/watcher.ts';

/** News of files that belong together. */
export type WatchBatch = {
  readonly changes: readonly FileChange[];
  readonly others: readonly Exclude<WatcherNews, { kind: 'changed' }>[];
};

/** A save, a checkout or a build writes many files in a row: they are one batch once nothing has come for this long. */
const quietMs = 100;
/** Something that never stops writing does not keep the rest waiting. */
const longestMs = 1_000;

/** News in batches, in order; what comes while a batch is worked on is the next one. Ends with the news or the signal. */
export async function* watchBatches(
  news: AsyncIterable<WatcherNews>,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<WatchBatch> {
  let waiting: WatcherNews[] = [];
  let wake: () => void = () => {};
  let ended = false;
  const reading = (async () => {
    for await (const item of news) {
      waiting.push(item);
      wake();
    }
  })().finally(() => {
    ended = true;
    wake();
  });
  while (!signal.aborted) {
    if (waiting.length === 0 && ended) break;
    if (waiting.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      continue;
    }
    await quiet(() => waiting.length, clock, signal);
    const batch = waiting;
    waiting = [];
    yield {
      changes: batch.flatMap((item) => (item.kind === 'changed' ? [item] : [])),
      others: batch.flatMap((item) => (item.kind === 'changed' ? [] : [item])),
    };
  }
  await reading;
}

async function quiet(count: () => number, clock: Clock, signal: AbortSignal): Promise<void> {
  let before = -1;
  // Counted, because a clock may be set back meanwhile.
  for (let waitedMs = 0; waitedMs < longestMs && before !== count() && !signal.aborted; waitedMs += quietMs) {
    before = count();
    await clock.sleep(quietMs, signal);
  }
}
