import { useEffect, useRef } from 'react';
import { describe } from '../../src-main/contract/describe.ts';
import type { RunStatus, RunView } from '../../src-main/contract/view.ts';
import { type Notice, notify } from '../design/status/notify.ts';
import { runHeadline } from '../views/run/run-headline.ts';
import { durationText } from '../views/words/duration.ts';

const tones: Record<Exclude<RunStatus, 'running'>, Notice['tone']> = {
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
};

/** Says how a run ended, once, when this window saw it run. */
export function useRunNotices(run: RunView | null): void {
  const seen = useRef<string | null>(null);
  useEffect(() => {
    if (run === null) return;
    if (run.status === 'running') {
      seen.current = run.id;
      return;
    }
    if (seen.current !== run.id) return;
    seen.current = null;
    const [problem] = run.problems;
    const time = durationText((run.finishedAt ?? run.startedAt) - run.startedAt);
    const detail =
      problem === undefined ? (run.nothingToDo ? undefined : `in ${time}`) : describe(problem).title;
    notify({ tone: tones[run.status], title: runHeadline(run).text, detail });
  }, [run]);
}
