import type { GoalFlags } from '../../../src-main/contract/goal-flags.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { Button } from '../../design/actions/Button.tsx';

export type ProblemChoicesProps = {
  readonly problem: Problem;
  /** Gives the refused command again, with the choice made. */
  readonly onChoose: (flags: GoalFlags) => void;
};

/** Where a command was refused for want of a choice: the choices that lose no data. */
export function ProblemChoices({ problem, onChoose }: ProblemChoicesProps) {
  return (choices[problem.kind] ?? []).map(({ label, flags }) => (
    <Button key={label} size="small" onClick={() => onChoose(flags)}>
      {label}
    </Button>
  ));
}

/** Whether there is anything to choose about a problem. */
export const hasChoices = (problem: Problem): boolean => choices[problem.kind] !== undefined;

type Choice = { readonly label: string; readonly flags: GoalFlags };

const choices: Readonly<Partial<Record<Problem['kind'], readonly Choice[]>>> = {
  'network-changed': [
    { label: 'Make it anew', flags: { changedNetworks: 'recreate' } },
    { label: 'Keep it as it is', flags: { changedNetworks: 'keep' } },
  ],
  'volume-changed': [{ label: 'Keep it and its data', flags: { changedVolumes: 'keep' } }],
};
