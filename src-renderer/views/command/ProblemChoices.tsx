import type { GoalFlags } from '../../../src-main/contract/goal-flags.ts';
import type { Goal } from '../../../src-main/contract/names.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { Button } from '../../design/actions/Button.tsx';

/** The refused command once more with these flags; or another one, which is asked about with its plan. */
export type Choice =
  | { readonly label: string; readonly flags: GoalFlags }
  | { readonly label: string; readonly goal: Goal; readonly title: string };

export type ProblemChoicesProps = {
  readonly problem: Problem;
  readonly onChoose: (choice: Choice) => void;
};

/** Where a command was refused for want of a choice: the choices that lose no data. */
export function ProblemChoices({ problem, onChoose }: ProblemChoicesProps) {
  return choicesOf(problem).map((choice) => (
    <Button key={choice.label} size="small" onClick={() => onChoose(choice)}>
      {choice.label}
    </Button>
  ));
}

/** Whether there is anything to choose about a problem. */
export const hasChoices = (problem: Problem): boolean => choicesOf(problem).length > 0;

function choicesOf(problem: Problem): readonly Choice[] {
  switch (problem.kind) {
    case 'network-changed':
      return [
        { label: 'Make it anew', flags: { changedNetworks: 'recreate' } },
        { label: 'Keep it as it is', flags: { changedNetworks: 'keep' } },
      ];
    case 'volume-changed':
      return [{ label: 'Keep it and its data', flags: { changedVolumes: 'keep' } }];
    case 'server-version': {
      const { found, wanted } = problem;
      if (Number(wanted) <= Number(found)) return [];
      const title = `Take the data from version ${found} to ${wanted}?`;
      return [{ label: `Take the data to version ${wanted}`, goal: 'upgrade', title }];
    }
    case 'bundle-untrusted':
      return [{ label: `Trust this key of ${problem.signer}`, flags: { trust: problem.key } }];
    case 'bundle-foreign':
      return [{ label: `Take the data of ${problem.project}`, flags: { fromProject: problem.project } }];
    default:
      return [];
  }
}
