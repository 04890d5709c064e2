import type { EnvironmentView } from '../../../contract/view.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { boardLines } from '../output/board.ts';
import { printProblems, told } from '../output/problems.ts';

/** The board as it is now. A problem that stands (a fault in a file, no engine) makes it 1. */
export const status = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const view = await client.board.read({ project: project.id }, { signal: cli.stop });
    if (cli.scope.json) cli.out.json({ ...view, problems: told(view.problems) });
    else printStatus(cli, view);
    return view.problems.length > 0 ? exit.problem : exit.done;
  });

function printStatus(cli: Cli, view: EnvironmentView): void {
  for (const line of boardLines(view, cli.out, cli.world.clock.now())) cli.out.line(line);
  printProblems(cli.err, view.problems);
}
