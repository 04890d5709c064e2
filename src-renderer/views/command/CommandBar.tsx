import type { Goal, ProjectGoal } from '../../../src-main/contract/names.ts';
import type { CommandView } from '../../../src-main/contract/view.ts';
import { Button, type ButtonVariant } from '../../design/actions/Button.tsx';
import { goalIcons } from './goal-icons.tsx';
import { goalTexts } from './goal-texts.ts';
import './CommandBar.css';
import type { Commands } from './use-commands.ts';

export type CommandBarProps = {
  /** As the core offers them: enabled, or why not. */
  readonly offered: readonly CommandView[];
  readonly commands: Commands;
  /** The goal of the run under way. */
  readonly running: Goal | null;
  readonly offline: boolean;
};

const variants: Record<ProjectGoal, ButtonVariant> = {
  up: 'primary',
  down: 'secondary',
  reset: 'secondary',
  undo: 'secondary',
};

/** Keys for the four commands; shown in their tooltips and in the palette. */
export const goalShortcuts: Record<ProjectGoal, string> = {
  up: 'Ctrl+Enter',
  down: 'Ctrl+Shift+D',
  reset: 'Ctrl+Shift+R',
  undo: 'Ctrl+Shift+Z',
};

/** Up, Down, Reset database, Undo. */
export function CommandBar({ offered, commands, running, offline }: CommandBarProps) {
  return (
    <fieldset className="commands" aria-label="Commands">
      {offered.map((command) => (
        <Button
          key={command.goal}
          variant={variants[command.goal]}
          icon={goalIcons[command.goal]}
          busy={running === command.goal || commands.giving === command.goal}
          disabledReason={offline ? 'Berth is not connected' : reasonOf(command)}
          shortcut={goalShortcuts[command.goal]}
          hint={goalHints[command.goal]}
          onClick={() => commands.give(command)}
        >
          {goalTexts[command.goal].verb}
        </Button>
      ))}
    </fieldset>
  );
}

const goalHints: Record<ProjectGoal, string> = {
  up: 'Start everything, in order',
  down: 'Stop and remove the containers; data stays',
  reset: 'A fresh database; Undo brings this one back',
  undo: 'Back to the database before the last reset',
};

function reasonOf({ enabled, whyNot }: CommandView): string | null {
  return enabled ? null : (whyNot ?? 'Not now');
}
