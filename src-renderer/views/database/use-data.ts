import { useCallback, useState } from 'react';
import type { GoalFlags } from '../../../src-main/contract/goal-flags.ts';
import type { Goal } from '../../../src-main/contract/names.ts';
import type { Failure } from '../../store/outcome.ts';
import { useIntents } from '../../store/use-window.ts';
import type { AskedCommand } from '../command/ConfirmCommand.tsx';

/** What the screen does about the data: runs a goal at once, or asks about it with its plan. */
export type DataActions = {
  readonly run: (goal: Goal, flags: GoalFlags) => void;
  readonly ask: (goal: Goal, flags: GoalFlags, title: string) => void;
  readonly asking: AskedCommand | null;
  readonly stopAsking: () => void;
  readonly failure: Failure | null;
};

export function useData(): DataActions {
  const { start } = useIntents();
  const [asking, setAsking] = useState<AskedCommand | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = useCallback(
    (goal: Goal, flags: GoalFlags) => {
      setFailure(null);
      void start({ goal, flags }).then((outcome) => {
        if (!outcome.ok) setFailure(outcome.error);
      });
    },
    [start],
  );
  const ask = useCallback(
    (goal: Goal, flags: GoalFlags, title: string) =>
      setAsking({ goal, flags, confirm: { title, loses: [] } }),
    [],
  );
  const stopAsking = useCallback(() => setAsking(null), []);
  return { run, ask, asking, stopAsking, failure };
}
