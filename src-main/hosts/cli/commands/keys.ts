import type { KeyView } from '../../../contract/view.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { aligned, type Cell, cell } from '../output/columns.ts';
import { printProblems, told } from '../output/problems.ts';

/** Every key with its value, where the value comes from and what else has one. A key with a problem makes it 1. */
export const keys = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const all = await client.config.keys({ project: project.id }, { signal: cli.stop });
    if (cli.scope.json) cli.out.json(all.map((key) => ({ ...key, problems: told(key.problems) })));
    else printKeys(cli, all);
    return all.some((key) => key.problems.length > 0) ? exit.problem : exit.done;
  });

function printKeys(cli: Cli, all: readonly KeyView[]): void {
  const titles = ['KEY', 'VALUE', 'ORIGIN', 'SHADOWS', 'USED BY', 'DESCRIPTION'].map((title) => cell(title));
  for (const line of aligned([titles, ...all.map(row)])) cli.out.line(line);
  printProblems(
    cli.err,
    all.flatMap((key) => key.problems),
  );
}

const row = (key: KeyView): readonly Cell[] => [
  cell(key.name),
  cell(key.secret ? '(secret)' : (key.value ?? '-')),
  cell(key.origin ?? (key.required ? 'missing' : '-')),
  cell(key.shadowed.join(', ')),
  cell(key.usedBy.join(' ')),
  cell(key.describe),
];
