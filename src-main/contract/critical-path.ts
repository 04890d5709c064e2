import type { StepView } from './view.ts';

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
