import type { Problem } from '../../../contract/problem.ts';
import { attempt, type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { type GoalWish, runGoal } from './goal.ts';

/** Imports a bundle. At a terminal a person is asked about a key that is not known; elsewhere it has to be named. */
export async function importBundle(cli: Cli, wish: GoalWish): Promise<ExitCode> {
  const asks = cli.world.input.isTTY && cli.err.sink.isTTY && !cli.scope.json;
  const unknown = asks ? await unknownKey(cli, wish) : null;
  if (unknown === null) return runGoal(cli, wish);
  const { signer, key } = unknown;
  cli.err.line(`The bundle is signed by ${signer}, whose key is not known here: ${key}`);
  cli.err.line('A signature tells who made it, not that it is safe. `berth db keys` shows the key there.');
  cli.err.sink.write('Trust this key from now on? [y/N] ');
  const answer = await cli.world.input.readLine(false, cli.stop);
  if (/^y(es)?$/i.test(answer?.trim() ?? ''))
    return runGoal(cli, { ...wish, flags: { ...wish.flags, trust: key } });
  cli.err.line('Nothing was changed.');
  return exit.cancelled;
}

/** Where that is all that stands in the way. */
async function unknownKey(
  cli: Cli,
  { goal, flags }: GoalWish,
): Promise<Extract<Problem, { kind: 'bundle-untrusted' }> | null> {
  let met: readonly Problem[] = [];
  await inProject(cli, async ({ client, project }) => {
    const planned = await attempt(client.plan.make({ project: project.id, goal, services: [], flags }));
    if ('problems' in planned) met = planned.problems;
    return exit.done;
  });
  const [first] = met;
  return met.length === 1 && first?.kind === 'bundle-untrusted' ? first : null;
}
