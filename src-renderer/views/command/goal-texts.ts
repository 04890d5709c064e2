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
  start: {
    verb: 'Start',
    running: 'Starting',
    done: 'Started',
    failed: 'Start failed',
    nothing: 'It is running already',
  },
  stop: {
    verb: 'Stop',
    running: 'Stopping',
    done: 'Stopped',
    failed: 'Stop failed',
    nothing: 'It was not running',
  },
  restart: {
    verb: 'Restart',
    running: 'Restarting',
    done: 'Restarted',
    failed: 'Restart failed',
    nothing: 'There was nothing to restart',
  },
  remove: {
    verb: 'Remove',
    running: 'Removing containers',
    done: 'Removed',
    failed: 'Removal failed',
    nothing: 'There was nothing to remove',
  },
  kill: {
    verb: 'Kill',
    running: 'Killing',
    done: 'Killed',
    failed: 'Kill failed',
    nothing: 'Nothing was running',
  },
  pause: {
    verb: 'Pause',
    running: 'Pausing',
    done: 'Paused',
    failed: 'Pause failed',
    nothing: 'Nothing was running',
  },
  unpause: {
    verb: 'Unpause',
    running: 'Letting go on',
    done: 'Going on',
    failed: 'Unpause failed',
    nothing: 'Nothing was paused',
  },
  pull: {
    verb: 'Pull images',
    running: 'Pulling images',
    done: 'Images pulled',
    failed: 'Pull failed',
    nothing: 'There was nothing to pull',
  },
  build: {
    verb: 'Build images',
    running: 'Building images',
    done: 'Images built',
    failed: 'Build failed',
    nothing: 'There was nothing to build',
  },
  prepare: {
    verb: 'Prepare',
    running: 'Preparing the next reset',
    done: 'Prepared',
    failed: 'Preparing failed',
    nothing: 'The next reset was prepared already',
  },
  snapshot: {
    verb: 'Take snapshot',
    running: 'Taking a snapshot',
    done: 'Snapshot taken',
    failed: 'The snapshot failed',
    nothing: 'There was nothing to copy',
  },
  restore: {
    verb: 'Restore',
    running: 'Restoring the database',
    done: 'Database restored',
    failed: 'Restore failed',
    nothing: 'It was live already',
  },
  keep: {
    verb: 'Keep',
    running: 'Keeping a generation',
    done: 'Kept',
    failed: 'Keeping failed',
    nothing: 'It was kept already',
  },
  prune: {
    verb: 'Prune',
    running: 'Deleting old generations',
    done: 'Old generations deleted',
    failed: 'Pruning failed',
    nothing: 'There was nothing to delete',
  },
  export: {
    verb: 'Export',
    running: 'Exporting a snapshot',
    done: 'Snapshot exported',
    failed: 'Export failed',
    nothing: 'There was nothing to export',
  },
  import: {
    verb: 'Import',
    running: 'Importing a bundle',
    done: 'Bundle imported as a snapshot',
    failed: 'Import failed',
    nothing: 'There was nothing to import',
  },
  upgrade: {
    verb: 'Upgrade',
    running: 'Taking the data to the new server',
    done: 'The data is with the new server',
    failed: 'Upgrade failed',
    nothing: 'The data is of this version already',
  },
};
