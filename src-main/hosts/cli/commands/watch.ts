import type { WatchReport } from '../../../contract/watch-report.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { told } from '../output/problems.ts';
import { watchLines } from '../output/watch-lines.ts';

/**
 * Keeps containers in step with the files that `develop.watch` names, until it is interrupted. `--json`: one line of JSON for
 * each thing that was done.
 */
export const watch = (cli: Cli, services: readonly string[]): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const wish = { project: project.id, services: [...services] };
    for await (const report of await client.files.watch(wish, { signal: cli.stop })) print(cli, report);
    return exit.cancelled;
  });

function print(cli: Cli, report: WatchReport): void {
  if (!cli.scope.json) for (const line of watchLines(report, cli.out)) cli.out.line(line);
  else cli.out.json(report.kind === 'failed' ? { ...report, problems: told(report.problems) } : report);
}
