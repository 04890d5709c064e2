import type { Goal, ServiceName } from '../../contract/names.ts';
import type { Action, OneOff, Plan, Step } from './plan.ts';

/** A plan being written. Only planners hold one; what they return is the finished Plan. */
export type Draft = {
  readonly steps: Step[];
  readonly warnings: string[];
  readonly loses: string[];
  readonly oneOffs: OneOff[];
};

/** A draft without a step. */
export const emptyDraft = (): Draft => ({ steps: [], warnings: [], loses: [], oneOffs: [] });

export type StepWish = {
  readonly service: ServiceName | null;
  readonly because: string;
  readonly after: readonly number[];
  readonly afterEnd?: readonly number[];
  readonly action: Action;
  readonly optional?: true;
};

/** Adds a step and returns its number. `after` is kept sorted, each number once. */
export function addStep(draft: Draft, wish: StepWish): number {
  const id = draft.steps.length + 1;
  draft.steps.push({ id, ...wish, after: [...new Set(wish.after)].sort((a, b) => a - b) });
  return id;
}

/** The draft as a plan for a goal. */
export const finishDraft = (draft: Draft, goal: Goal, journalled: boolean): Plan => ({
  goal,
  steps: draft.steps,
  loses: draft.loses,
  warnings: draft.warnings,
  journalled,
  oneOffs: draft.oneOffs,
});
