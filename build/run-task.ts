import { CommandFailed } from '../test/lab/command.ts';

/** Raised where a task cannot go on; its message says what is missing and what the person does about it. */
export class TaskStopped extends Error {}

/** Runs a task and sets the exit code it returns. What stops a task is printed as its message, a bug with its stack. */
export async function runTask(task: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await task();
  } catch (error) {
    if (!(error instanceof TaskStopped || error instanceof CommandFailed)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
