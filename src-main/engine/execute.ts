import type { RunId } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { Step } from '../core/plan/plan.ts';
import type { Happening } from '../core/state/happening.ts';
import type { Clock } from '../ports/clock.ts';
import type { Report } from '../ports/docker.ts';
import { channel } from './channel.ts';

/**
 * Does one step. Ends early with the signal where the step may be left half done (a pull, a build, a wait). `ended`, there when
 * some step waits for no more than that, is called when the processes that a stop is for have ended.
 */
export type Perform = (
  step: Step,
  report: Report,
  signal: AbortSignal,
  ended?: () => void,
) => Promise<Result<void, Problem>>;

export type Execution = {
  readonly run: RunId;
  readonly steps: readonly Step[];
  readonly perform: Perform;
  readonly cancel: AbortSignal;
  readonly clock: Clock;
  /** How many steps run at once; waiting costs the engine nothing, so waits are not counted. Absent: 8. */
  readonly atOnce?: number;
};

const underWay: ReadonlySet<Fate> = new Set(['pending', 'running', 'ended']);

type Fate = 'pending' | 'running' | 'ended' | 'done' | 'failed' | 'skipped' | 'cancelled';

/**
 * Walks the graph of a plan and tells what happens; it decides nothing. A step begins when all it comes after are done, or have ended where that is enough; a
 * failed step skips what comes after it, and the rest goes on. After a cancel nothing begins, and what runs comes to its end.
 */
export function execute(execution: Execution): AsyncIterable<Happening> {
  const { run, steps, cancel, clock, atOnce = 8 } = execution;
  const told = channel<Happening>();
  const fates = new Map<number, Fate>(steps.map((step) => [step.id, 'pending']));
  const heard = new Set(steps.flatMap(({ afterEnd = [] }) => afterEnd));
  let busy = 0;

  const settle = (step: Step, fate: Fate, happening: Happening): void => {
    fates.set(step.id, fate);
    told.push(happening);
  };
  const skip = (step: Step, because: 'failed' | 'cancelled'): void =>
    settle(step, because === 'failed' ? 'skipped' : 'cancelled', {
      kind: 'step skipped',
      run,
      step: step.id,
      at: clock.now(),
      because,
    });

  async function begin(step: Step): Promise<void> {
    const counted = step.action.do !== 'wait for';
    if (counted) busy += 1;
    settle(step, 'running', { kind: 'step started', run, step: step.id, at: clock.now() });
    const report: Report = (text, fraction) =>
      told.push({ kind: 'step progressed', run, step: step.id, text, fraction });
    const ended = (): void => {
      if (fates.get(step.id) !== 'running') return;
      fates.set(step.id, 'ended');
      advance();
    };
    const result = await execution.perform(step, report, cancel, heard.has(step.id) ? ended : undefined);
    if (counted) busy -= 1;
    const at = clock.now();
    if (result.ok) settle(step, 'done', { kind: 'step finished', run, step: step.id, at });
    else if (cancel.aborted && result.error.kind === 'cancelled') skip(step, 'cancelled');
    else settle(step, 'failed', { kind: 'step failed', run, step: step.id, at, problem: result.error });
    advance();
  }

  // Whatever comes after a step stands behind it here too, so that one look settles a whole chain of skipped steps.
  const inOrder = longestFirst(steps);

  function advance(): void {
    for (const step of inOrder) {
      if (fates.get(step.id) !== 'pending') continue;
      const before = step.after.map((id) => fateFor(step, id));
      if (cancel.aborted) skip(step, 'cancelled');
      else if (before.some((fate) => fate === 'failed' || fate === 'skipped')) skip(step, 'failed');
      else if (before.every((fate) => fate === 'done') && (busy < atOnce || step.action.do === 'wait for'))
        begin(step).catch(told.break);
    }
    if ([...fates.values()].every((fate) => !underWay.has(fate))) finish();
  }

  /** What a step before this one is to it. */
  function fateFor(step: Step, id: number): Fate {
    const fate = fates.get(id) ?? 'done';
    return fate === 'ended' && step.afterEnd?.includes(id) === true ? 'done' : fate;
  }

  function finish(): void {
    cancel.removeEventListener('abort', advance);
    told.close();
  }

  cancel.addEventListener('abort', advance);
  advance();
  return told.items;
}

/** The steps with the most to follow first: what the end of the run waits for does not stand in line. */
function longestFirst(steps: readonly Step[]): readonly Step[] {
  const heights = new Map<number, number>();
  // A step comes after earlier ones only, so all that follow it are known when it is looked at.
  for (const step of steps.toReversed()) {
    const own = (heights.get(step.id) ?? 0) + 1;
    heights.set(step.id, own);
    for (const before of step.after) heights.set(before, Math.max(heights.get(before) ?? 0, own));
  }
  return steps.toSorted((a, b) => (heights.get(b.id) ?? 0) - (heights.get(a.id) ?? 0) || a.id - b.id);
}
