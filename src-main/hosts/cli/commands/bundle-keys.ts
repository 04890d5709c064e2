import { problemError } from '../../../router/problem-error.ts';
import { atDesk, type Cli } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { aligned, cell } from '../output/columns.ts';

/** The keys whose bundles may be imported; with an id, that key is none of them from now on. */
export const bundleKeys = (cli: Cli, forget: string | null): Promise<ExitCode> =>
  atDesk(cli, async ({ client }) => {
    if (forget !== null && !(await client.database.forgetKey({ id: forget }))) {
      const message = `No key ${forget} is known. \`berth db keys\` lists those that are.`;
      throw problemError([{ kind: 'request-invalid', message }]);
    }
    const known = await client.database.keys();
    if (cli.scope.json) cli.out.json(known);
    else if (known.length === 0) cli.out.line('No key is known: the first export makes one.');
    else
      for (const line of aligned([
        [cell('KEY'), cell('OF')],
        ...known.map(({ id, name }) => [cell(id), cell(name)]),
      ]))
        cli.out.line(line);
    return exit.done;
  });
