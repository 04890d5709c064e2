import type { Cli } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { runGoal } from './goal.ts';
import { watch } from './watch.ts';

/** `berth watch`: an up first, unless it is left out, and a watch when it went well. */
export async function upAndWatch(cli: Cli, services: readonly string[], up: boolean): Promise<ExitCode> {
  const wish = { goal: 'up', services, flags: {}, yes: false, quietPull: false } as const;
  const code = up ? await runGoal(cli, wish) : exit.done;
  return code === exit.done ? watch(cli, services) : code;
}
