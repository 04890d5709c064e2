import { useCallback, useState } from 'react';
import type { Goal } from '../../../src-main/contract/names.ts';
import type { CommandView, ServiceCommandView } from '../../../src-main/contract/view.ts';
import type { GoalWish } from '../../store/intents.ts';
import type { Failure } from '../../store/outcome.ts';
import { useIntents } from '../../store/use-window.ts';
import type { AskedCommand } from './ConfirmCommand.tsx';
import type { Choice } from './ProblemChoices.tsx';

/** What the window does about commands: which is asked about, which is on its way, what was refused. */
export type Commands = {
  /** Runs the command at once, or asks first where it would lose something. */
  readonly give: (command: CommandView) => void;
  /** Runs a command of one service. */
  readonly giveService: (command: ServiceCommandView) => void;
  /** The command that waits for a word. */
  readonly asking: AskedCommand | null;
  readonly stopAsking: () => void;
  /** The goal that was given and has not been taken yet. */
  readonly giving: Goal | null;
  readonly failure: Failure | null;
  /** Gives what was refused again with a choice made, or asks about what is chosen instead. */
  readonly choose: (choice: Choice) => void;
  readonly dismiss: () => void;
};

/** One place for commands, used by buttons, keyboard and palette alike. */
export function useCommands(): Commands {
  const { start } = useIntents();
  const [asking, setAsking] = useState<AskedCommand | null>(null);
  const [giving, setGiving] = useState<Goal | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [refused, setRefused] = useState<GoalWish | null>(null);
  const begin = useCallback(
    (wish: GoalWish) => {
      setGiving(wish.goal);
      setFailure(null);
      void start(wish).then((outcome) => {
        setGiving(null);
        setRefused(outcome.ok ? null : wish);
        if (!outcome.ok) setFailure(outcome.error);
      });
    },
    [start],
  );
  const give = useCallback(
    (command: CommandView) => {
      if (!command.enabled) return;
      if (command.confirm !== null) return setAsking(command);
      begin({ goal: command.goal });
    },
    [begin],
  );
  const giveService = useCallback(
    (command: ServiceCommandView) => {
      if (command.enabled) begin(command.wish);
    },
    [begin],
  );
  const choose = useCallback(
    (choice: Choice) => {
      if ('goal' in choice) {
        setFailure(null);
        setAsking({ goal: choice.goal, confirm: { title: choice.title, loses: [] } });
      } else if (refused !== null) begin({ ...refused, flags: { ...refused.flags, ...choice.flags } });
    },
    [begin, refused],
  );
  const stopAsking = useCallback(() => setAsking(null), []);
  const dismiss = useCallback(() => setFailure(null), []);
  return { give, giveService, asking, stopAsking, giving, failure, choose, dismiss };
}
