import type { Goal } from '../../../src-main/contract/names.ts';

/** The words for a goal: on its button, while it runs, when it is done, when it failed. */
export type GoalTexts = {
  readonly verb: string;
  readonly running: string;
  readonly done: string;
  readonly failed: string;
  readonly nothing: string;
};

/** The same words wherever a goal is named. */
export const goalTexts: Record<Goal, GoalTexts> = {
  up: {
    verb: 'Up',
    running: 'Bringing up',
    done: 'Up',
    failed: 'Up failed',
    nothing: 'Everything is up already',
  },
  down: {
    verb: 'Down',
    running: 'Taking down',
    done: 'Down',
    failed: 'Down failed',
    nothing: 'Nothing was running',
  },
  reset: {
    verb: 'Reset database',
    running: 'Resetting the database',
    done: 'Database reset',
    failed: 'Reset failed',
    nothing: 'The database was fresh already',
  },
  undo: {
    verb: 'Undo',
    running: 'Undoing the reset',
    done: 'Undone',
    failed: 'Undo failed',
    nothing: 'There was nothing to undo',
  },
};
