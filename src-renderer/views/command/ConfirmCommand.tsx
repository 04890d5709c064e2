import { useEffect, useState } from 'react';
import type { CommandView, PlanView } from '../../../src-main/contract/view.ts';
import { ConfirmDialog } from '../../design/overlay/ConfirmDialog.tsx';
import { Skeleton } from '../../design/status/Skeleton.tsx';
import type { Failure } from '../../store/outcome.ts';
import { useIntents } from '../../store/use-window.ts';
import { FailureCallouts } from '../problems/FailureCallouts.tsx';
import './ConfirmCommand.css';
import { goalTexts } from './goal-texts.ts';
import { PlanSteps } from './PlanSteps.tsx';

export type ConfirmCommandProps = {
  readonly command: CommandView;
  readonly onClose: () => void;
};

/** Shows the plan of a command and what it loses; what is confirmed is exactly the plan that was shown. */
export function ConfirmCommand({ command, onClose }: ConfirmCommandProps) {
  const { plan, failure, starting, confirm } = usePlan(command, onClose);
  const title = command.confirm?.title ?? `${goalTexts[command.goal].verb}?`;
  // Reset and undo keep every generation: each is taken back by the other.
  const losesNothing = command.goal === 'reset' || command.goal === 'undo';
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
      {failure !== null && <FailureCallouts failure={failure} />}
      {plan === null && failure === null && <Skeleton height="64px" shape="block" />}
      {plan !== null && <PlanSteps plan={plan} />}
    </ConfirmDialog>
  );
}

function usePlan(command: CommandView, onClose: () => void) {
  const intents = useIntents();
  const [plan, setPlan] = useState<PlanView | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [starting, setStarting] = useState(false);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isLatest = true;
    void intents.plan({ goal: command.goal }).then((outcome) => {
      if (!isLatest) return;
      if (outcome.ok) setPlan(outcome.value);
      else setFailure(outcome.error);
    });
    return () => {
      isLatest = false;
    };
    // `turn` asks for a newer plan after the shown one went stale.
  }, [intents, command.goal, turn]);
  const confirm = () => {
    if (plan === null) return;
    setStarting(true);
    setFailure(null);
    void intents.start({ goal: command.goal, approve: plan.id }).then((outcome) => {
      setStarting(false);
      if (outcome.ok) return onClose();
      setFailure(outcome.error);
      if (isStale(outcome.error)) setTurn((before) => before + 1);
    });
  };
  return { plan, failure, starting, confirm };
}

function isStale(failure: Failure): boolean {
  return failure.kind === 'problems' && failure.problems.some(({ kind }) => kind === 'plan-stale');
}
