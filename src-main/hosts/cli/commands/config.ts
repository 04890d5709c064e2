import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';

/** The resolved project as text; a secret stands as its reference. `--json` prints the model itself. */
export const config = (cli: Cli, format: 'yaml' | 'json'): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const wanted = cli.scope.json ? 'json' : format;
    const { text } = await client.config.read({ project: project.id, format: wanted }, { signal: cli.stop });
    if (cli.scope.json) cli.out.json(JSON.parse(text));
    else for (const line of text.trimEnd().split('\n')) cli.out.line(line);
    return exit.done;
  });
