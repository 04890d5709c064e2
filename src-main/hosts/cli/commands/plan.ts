import type { GoalFlags } from '../../../contract/goal-flags.ts';
import type { Goal } from '../../../contract/names.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { planLines } from '../output/plan-lines.ts';

/** What a goal would do, step by step; changes nothing. */
export const plan = (
  cli: Cli,
  goal: Goal,
  services: readonly string[],
  flags: GoalFlags,
): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const made = await client.plan.make(
      { project: project.id, goal, services: [...services], flags: flags },
      { signal: cli.stop },
    );
    if (cli.scope.json) cli.out.json(made);
    else for (const line of planLines(made, cli.out)) cli.out.line(line);
    return exit.done;
  });
