import type { PlanView } from '../../../contract/view.ts';
import type { Paper } from './paper.ts';

/** A plan as lines: its steps as the planner prints them, then what it takes away, then its warnings. */
export function planLines(plan: PlanView, paper: Paper): readonly string[] {
  // The text tells the losses too; below they have a mark that is seen.
  const lines = plan.text
    .trimEnd()
    .split('\n')
    .filter((line) => !line.startsWith('loses: '));
  return [
    ...(plan.steps.length === 0 ? ['Nothing to do: all is as wanted.'] : lines),
    ...plan.loses.map((loss) => `${paper.paint('yellow', '!')} ${loss}`),
    ...plan.warnings.map((warning) => `${paper.paint('yellow', '!')} ${warning}`),
  ];
}
