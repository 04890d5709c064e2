import { expect, it } from 'vitest';
import { watchBatches } from '../../src-main/engine/watch-batches.ts';
import type { WatcherNews } from '../../src-main/ports/watcher.ts';

it('something that never stops writing holds nothing up, also while the clock is set back', async () => {
  const stop = new AbortController();
  let written = 0;
  let now = 10_000_000;
  async function* news(): AsyncGenerator<WatcherNews> {
    while (!stop.signal.aborted) {
      await new Promise((resolve) => setImmediate(resolve));
      written += 1;
      if (written > 5_000) throw new Error('nothing was handed over');
      yield { kind: 'changed', path: `/p/${written}`, isThere: true };
    }
  }
  const clock = {
    now: () => {
      now -= 1_000;
      return now;
    },
    // A turn in which something else was written.
    sleep: async () => {
      const before = written;
      while (written === before) await new Promise((resolve) => setImmediate(resolve));
    },
  };
  for await (const { changes } of watchBatches(news(), clock, stop.signal)) {
    expect(changes.length).toBeGreaterThan(0);
    stop.abort();
  }
});
