import type { LogBatch } from '../../src-main/contract/view.ts';
import type { Api } from '../connection/connection.ts';
import { type Failure, failureOf } from './outcome.ts';
import { LogRing } from './log-ring.ts';

/** Lines kept in the window; older ones make room. */
export const keptLines = 200_000;
/** Lines per service asked for from the past. */
const pastLines = 1_000;

/** What the logs of one project look like now. A new object after each change, at most one a frame. */
export type LogFeedState = {
  readonly ring: LogRing;
  /** Lines the door left out because this window was slower than the services. */
  readonly dropped: number;
  readonly reading: boolean;
  readonly failure: Failure | null;
};

export const emptyFeed = (): LogFeedState => ({
  ring: new LogRing(keptLines),
  dropped: 0,
  reading: false,
  failure: null,
});

export type FeedWish = { readonly api: Api; readonly project: string; readonly signal: AbortSignal };

/** Reads the logs of all services until the signal ends and calls `show` at most once a frame. */
export async function followLogs(wish: FeedWish, show: (state: LogFeedState) => void): Promise<void> {
  let state: LogFeedState = { ...emptyFeed(), reading: true };
  let frame: number | null = null;
  const change = (next: LogFeedState) => {
    if (wish.signal.aborted) return;
    state = next;
    frame ??= requestAnimationFrame(() => {
      frame = null;
      if (!wish.signal.aborted) show(state);
    });
  };
  change(state);
  try {
    for await (const batch of await batches(wish)) {
      state.ring.push(batch.lines);
      change({ ...state, dropped: state.dropped + batch.dropped });
    }
    change({ ...state, reading: false });
  } catch (error) {
    change({ ...state, reading: false, failure: failureOf(error) });
  }
}

function batches({ api, project, signal }: FeedWish): Promise<AsyncIterable<LogBatch>> {
  return api.logs.read({ project, follow: true, tail: pastLines }, { signal });
}
