import type { RunView, StepView } from '../../../src-main/contract/view.ts';

/** How far a run is. */
export type RunProgress = {
  /** 0 to 1: steps that ended, and the known part of those under way. */
  readonly part: number;
  readonly ended: number;
  readonly total: number;
  /** Under way now, the one that started first leading. */
  readonly active: readonly StepView[];
};

/** How far a run is, from its steps alone. */
export function runProgress({ steps }: Pick<RunView, 'steps'>): RunProgress {
  const active = steps.filter(({ status }) => status === 'running');
  const ended = steps.filter(({ status }) => status !== 'running' && status !== 'pending').length;
  const begun = active.reduce((sum, { fraction }) => sum + (fraction ?? 0), 0);
  return {
    part: steps.length === 0 ? 1 : (ended + begun) / steps.length,
    ended,
    total: steps.length,
    active: active.toSorted((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0)),
  };
}

/** Steps on the longest chain in time: what the run would have to be faster at. From first to last. */
export function criticalPath(steps: readonly StepView[]): ReadonlySet<number> {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const path = new Set<number>();
  let step = latest(steps);
  while (step !== undefined && !path.has(step.id)) {
    path.add(step.id);
    step = latest(step.after.flatMap((id) => byId.get(id) ?? []));
  }
  return path;
}

function latest(steps: readonly StepView[]): StepView | undefined {
  const ended = steps.filter(({ finishedAt }) => finishedAt !== null);
  return ended.toSorted((a, b) => (b.finishedAt ?? 0) - (a.finishedAt ?? 0))[0];
}
