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
