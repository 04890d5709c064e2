import { describe } from '../../../contract/describe.ts';
import type { RunView, StepStatus, StepView } from '../../../contract/view.ts';
import { printDuration } from './durations.ts';
import type { Colour, Paper } from './paper.ts';

const marks: Readonly<Record<StepStatus, readonly [symbol: string, colour: Colour]>> = {
  pending: [' ', 'dim'],
  running: ['\u25d0', 'yellow'],
  done: ['\u2713', 'green'],
  failed: ['\u2717', 'red'],
  skipped: ['-', 'dim'],
  cancelled: ['-', 'dim'],
};

/** Steps that never began are counted in the last line, not listed: one failed step can leave out dozens. */
const told: ReadonlySet<StepStatus> = new Set(['done', 'failed']);

/** The steps that were done or failed between two views of one run, one line each. */
export function endedLines(before: RunView | null, after: RunView, paper: Paper): readonly string[] {
  return after.steps
    .filter((step) => told.has(step.status) && !told.has(stepOf(before, step.id)?.status ?? 'pending'))
    .map((step) => stepLine(step, paper, after.finishedAt ?? 0));
}

/** The steps that began to say something else between two views, one line each: for a log that nobody redraws. */
export function progressLines(
  before: RunView | null,
  after: RunView,
  paper: Paper,
  now: number,
): readonly string[] {
  return after.steps
    .filter(
      (step) =>
        step.status === 'running' &&
        step.progress !== null &&
        step.progress !== stepOf(before, step.id)?.progress,
    )
    .map((step) => stepLine(step, paper, now));
}

/** `✓ db: start container  0.3 s`; a running step shows what it reports, a failed one what it met. */
export function stepLine(step: StepView, paper: Paper, now: number): string {
  const [symbol, colour] = marks[step.status];
  const elapsed =
    step.startedAt === null ? '' : `  ${printDuration((step.finishedAt ?? now) - step.startedAt)}`;
  return `${paper.paint(colour, symbol)} ${stepName(step)}${paper.paint('dim', elapsed)}${tail(step)}`;
}

const stepName = (step: StepView): string =>
  step.service === null ? step.title : `${step.service}: ${step.title}`;

function tail(step: StepView): string {
  if (step.problem !== null) return `  ${describe(step.problem).title}`;
  const isTold = step.status === 'running' || (step.status === 'done' && isRemoval(step));
  return isTold && step.progress !== null ? `  ${oneLine(step.progress)}` : '';
}

/** One reports nothing but why a thing stays that it was to remove. */
const isRemoval = ({ title }: StepView): boolean => title.startsWith('remove ');

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

const verbs: Readonly<Record<RunView['goal'], string>> = {
  up: 'Up',
  down: 'Down',
  reset: 'Reset',
  undo: 'Undo',
  start: 'Start',
  stop: 'Stop',
  restart: 'Restart',
  remove: 'Remove',
  kill: 'Kill',
  pause: 'Pause',
  unpause: 'Unpause',
  pull: 'Pull',
  build: 'Build',
  prepare: 'Prepare',
  snapshot: 'Snapshot',
  restore: 'Restore',
  keep: 'Keep',
  prune: 'Prune',
  export: 'Export',
  import: 'Import',
  upgrade: 'Upgrade',
};

/** The last line of a run: what it came to, and how long it took. */
export function outcomeLine(run: RunView, paper: Paper): string {
  const took = run.finishedAt === null ? '' : ` in ${printDuration(run.finishedAt - run.startedAt)}`;
  const name = verbs[run.goal];
  if (run.status === 'done' && run.nothingToDo)
    return `${paper.paint('green', '\u2713')} ${name}: nothing to do${run.goal === 'up' ? ', all is as wanted' : ''}`;
  if (run.status === 'done') return `${paper.paint('green', '\u2713')} ${name}: done${took}`;
  const left = run.steps.filter((step) => step.status === 'skipped' || step.status === 'cancelled').length;
  const rest = left === 0 ? '' : `, ${left} of ${run.steps.length} steps not done`;
  return `${paper.paint('red', '\u2717')} ${name}: ${run.status}${took}${rest}`;
}

const stepOf = (run: RunView | null, id: number): StepView | undefined =>
  run?.steps.find((step) => step.id === id);
