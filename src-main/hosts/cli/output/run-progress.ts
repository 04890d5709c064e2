import type { RunView } from '../../../contract/view.ts';
import type { World } from '../world.ts';
import { printDuration } from './durations.ts';
import { LiveRegion } from './live-region.ts';
import type { Paper } from './paper.ts';
import { endedLines, progressLines, stepLine } from './run-lines.ts';

/** Shows a run while it goes on. */
export type RunProgress = { readonly show: (run: RunView) => void; readonly end: () => void };

const rows = 8;
const quietMs = 1_000;

/** On a terminal a region that is drawn again in place; elsewhere a line for each event. */
export const runProgress = (paper: Paper, clock: World['clock']): RunProgress =>
  paper.redraws ? liveProgress(paper, clock) : plainProgress(paper, clock);

function liveProgress(paper: Paper, clock: World['clock']): RunProgress {
  let run: RunView | null = null;
  const region = new LiveRegion(paper, () => (run === null ? [] : runningLines(run, paper, clock.now())));
  return {
    show: (next) => {
      const lines = endedLines(run, next, paper);
      run = next;
      region.above(lines);
    },
    end: () => region.end(),
  };
}

function runningLines(run: RunView, paper: Paper, now: number): readonly string[] {
  const running = run.steps.filter((step) => step.status === 'running');
  const finished = run.steps.filter((step) => step.status !== 'running' && step.status !== 'pending').length;
  const more = running.length > rows ? [`  and ${running.length - rows} more`] : [];
  const sum = `  ${finished} of ${run.steps.length} steps, ${printDuration(now - run.startedAt)}`;
  return [
    ...running.slice(0, rows).map((step) => stepLine(step, paper, now)),
    ...more,
    paper.paint('dim', sum),
  ];
}

function plainProgress(paper: Paper, clock: World['clock']): RunProgress {
  let run: RunView | null = null;
  let toldAt = Number.NEGATIVE_INFINITY;
  return {
    show: (next) => {
      for (const line of endedLines(run, next, paper)) paper.line(line);
      const now = clock.now();
      // Progress of pulls and probes comes many times a second; a log needs a sign of life.
      const progress = now - toldAt < quietMs ? [] : progressLines(run, next, paper, now);
      if (progress.length > 0) toldAt = now;
      for (const line of progress) paper.line(line);
      run = next;
    },
    end: () => {},
  };
}
