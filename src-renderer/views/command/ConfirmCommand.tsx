import { useEffect, useState } from 'react';
import type { GoalFlags } from '../../../src-main/contract/goal-flags.ts';
import type { Goal } from '../../../src-main/contract/names.ts';
import type { CommandView, PlanView } from '../../../src-main/contract/view.ts';
import { ConfirmDialog } from '../../design/overlay/ConfirmDialog.tsx';
import { Skeleton } from '../../design/status/Skeleton.tsx';
import type { Failure } from '../../store/outcome.ts';
import { useIntents } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import './ConfirmCommand.css';
import { ExportFile } from './ExportFile.tsx';
import { goalTexts } from './goal-texts.ts';
import { PlanSteps } from './PlanSteps.tsx';
import { type Choice, hasChoices, ProblemChoices } from './ProblemChoices.tsx';

/** What is asked about: a command of the board, or a goal with flags of its own. */
export type AskedCommand = {
  readonly goal: Goal;
  readonly flags?: GoalFlags;
  readonly confirm: CommandView['confirm'];
};

export type ConfirmCommandProps = {
  readonly command: AskedCommand;
  readonly onClose: () => void;
};

/** Goals that keep every generation: undo takes each of them back. */
const keepsAll: ReadonlySet<Goal> = new Set(['reset', 'undo', 'restore', 'upgrade', 'export', 'import']);

/** Shows the plan of a command and what it loses; what is confirmed is exactly the plan that was shown. */
export function ConfirmCommand({ command, onClose }: ConfirmCommandProps) {
  const { plan, failure, starting, confirm, plannedWith } = usePlan(command, onClose);
  const choose = (choice: Choice) => 'flags' in choice && plannedWith(choice.flags);
  const title = command.confirm?.title ?? `${goalTexts[command.goal].verb}?`;
  const losesNothing = keepsAll.has(command.goal);
  return (
    <ConfirmDialog
      open
      onOpenChange={onClose}
      title={title}
      tone={!losesNothing && (plan?.loses.length ?? 0) > 0 ? 'danger' : 'plain'}
      description={losesNothing ? 'Nothing is deleted.' : undefined}
      losses={plan?.loses ?? command.confirm?.loses ?? []}
      confirmLabel={goalTexts[command.goal].verb}
      busy={starting}
      notYet={plan === null ? 'The plan is being made' : null}
      onConfirm={confirm}
    >
      {command.goal === 'export' && (
        <ExportFile name={command.flags?.file ?? ''} onFile={(file) => plannedWith({ file })} />
      )}
      {failure !== null && (
        <FailureCallouts
          failure={failure}
          actions={(problem) =>
            hasChoices(problem) ? <ProblemChoices problem={problem} onChoose={choose} /> : undefined
          }
        />
      )}
      {plan === null && failure === null && <Skeleton height="64px" shape="block" />}
      {plan !== null && <PlanSteps plan={plan} />}
    </ConfirmDialog>
  );
}

function usePlan(command: AskedCommand, onClose: () => void) {
  const intents = useIntents();
  const [plan, setPlan] = useState<PlanView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [starting, setStarting] = useState(false);
  const [turn, setTurn] = useState(0);
  // What was chosen about problems of the plan, on top of what was asked.
  const [chosen, setChosen] = useState<GoalFlags>({});
  useEffect(() => {
    let isLatest = true;
    void intents.plan(wishOf(command, chosen)).then((outcome) => {
      if (!isLatest) return;
      if (outcome.ok) setPlan(outcome.value);
      else setFailure(outcome.error);
    });
    return () => {
      isLatest = false;
    };
    // `turn` asks for a newer plan after the shown one went stale.
  }, [intents, command, chosen, turn]);
  /** The plan that was shown is no longer the one that is confirmed. */
  const plannedWith = (flags: GoalFlags) => {
    setFailure(null);
    setPlan(null);
    setChosen((before) => ({ ...before, ...flags }));
  };
  const confirm = () => {
    if (plan === null) return;
    setStarting(true);
    setFailure(null);
    void intents.start({ ...wishOf(command, chosen), approve: plan.id }).then((outcome) => {
      setStarting(false);
      if (outcome.ok) return onClose();
      setFailure(outcome.error);
      if (isStale(outcome.error)) setTurn((before) => before + 1);
    });
  };
  return { plan, failure, starting, confirm, plannedWith };
}

const wishOf = ({ goal, flags = {} }: AskedCommand, chosen: GoalFlags) => {
  const all = { ...flags, ...chosen };
  return { goal, ...(Object.keys(all).length === 0 ? {} : { flags: all }) };
};

function isStale(failure: Failure): boolean {
  return failure.kind === 'problems' && failure.problems.some(({ kind }) => kind === 'plan-stale');
}
