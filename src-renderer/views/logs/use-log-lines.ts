import { useMemo } from 'react';
import type { LogLine } from '../../../src-main/contract/view.ts';
import { type LogFilter, lineTest } from '../../store/log-filter.ts';
import { LogIndex } from '../../store/log-index.ts';
import { useWindow } from '../../store/use-window.ts';

/** The lines that pass the filter. `lineAt` counts from the oldest of them. */
export type LogLines = {
  readonly count: number;
  readonly lineAt: (position: number) => LogLine | undefined;
  /** Stays with a line while older ones make room. */
  readonly keyAt: (position: number) => number;
  /** What the regular expression lacks; the lines are unfiltered by text then. */
  readonly fault: string | null;
};

/** Filters the logs of the current project; new lines are taken in without looking at the old ones again. */
export function useLogLines(filter: LogFilter): LogLines {
  const feed = useWindow((state) => state.logs);
  const test = useMemo(() => lineTest(filter), [filter]);
  const index = useMemo(() => new LogIndex(feed.ring, test.ok ? test.value : () => true), [feed.ring, test]);
  index.catchUp();
  return {
    count: index.length,
    lineAt: (position) => feed.ring.at(index.at(position) ?? -1),
    keyAt: (position) => index.at(position) ?? -position,
    fault: test.ok ? null : test.error,
  };
}
