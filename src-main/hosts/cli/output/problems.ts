import { describe } from '../../../contract/describe.ts';
import type { Description } from '../../../contract/description.ts';
import type { Problem, ProblemKind } from '../../../contract/problem.ts';
import type { Paper } from './paper.ts';

/** A problem as JSON output has it: its data with its text; where both have a `detail`, the text's, which contains it. */
export type ToldProblem = Description & { readonly kind: ProblemKind };

export const told = (problems: readonly Problem[]): readonly ToldProblem[] =>
  problems.map((problem) => ({ ...problem, ...describe(problem) }));

/** Each problem as title, detail and the next step, with an empty line between two. */
export function printProblems(paper: Paper, problems: readonly Problem[]): void {
  for (const [index, problem] of problems.entries()) {
    const { title, detail, remedy } = describe(problem);
    if (index > 0) paper.line();
    paper.line(`${paper.paint('red', '\u2717')} ${paper.paint('bold', title)}`);
    for (const line of detail.split('\n')) paper.line(`  ${line}`);
    if (remedy !== null) paper.line(`  ${paper.paint('cyan', '\u2192')} ${remedy}`);
  }
}
