import type { SecretView } from '../../../contract/view.ts';
import { problemError } from '../../../router/problem-error.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { aligned, type Cell, cell } from '../output/columns.ts';

/** Names, never values: whether each is set, where from, and who uses it. */
export const listSecrets = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const all = await client.secrets.list({ project: project.id }, { signal: cli.stop });
    if (cli.scope.json) cli.out.json(all);
    else for (const line of aligned([titles, ...all.map(row)])) cli.out.line(line);
    return exit.done;
  });

/**
 * Keeps the value that comes on standard input, without one newline at its end. Never an argument: those are seen by every
 * user of the machine and kept in histories. At a terminal a person is asked, and nothing is shown.
 */
export const setSecret = (cli: Cli, name: string): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const value = await valueFor(cli, name);
    if (value === null) return exit.cancelled;
    await client.secrets.set({ project: project.id, name, value });
    return tell(cli, 'set', [name]);
  });

/** One by name (a value it has is replaced), or all that are missing and have a rule. */
export const generateSecrets = (cli: Cli, name: string | null): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const names = await client.secrets.generate({ project: project.id, ...(name === null ? {} : { name }) });
    return tell(cli, 'generated', names);
  });

export const forgetSecret = (cli: Cli, name: string): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    await client.secrets.forget({ project: project.id, name });
    return tell(cli, 'forgotten', [name]);
  });

const valueLimit = 100_000;

async function valueFor(cli: Cli, name: string): Promise<string | null> {
  const { input } = cli.world;
  if (input.isTTY) {
    cli.err.sink.write(`Value of ${name} (not shown): `);
    return input.readLine(true, cli.stop);
  }
  const text = await input.readAll(valueLimit);
  if (text.length <= valueLimit) return text.replace(/\r?\n$/, '');
  throw problemError([
    { kind: 'request-invalid', message: `the value of ${name} has more than ${valueLimit} characters` },
  ]);
}

function tell(cli: Cli, what: 'set' | 'generated' | 'forgotten', names: readonly string[]): ExitCode {
  if (cli.scope.json) cli.out.json({ [what]: names });
  else if (names.length === 0) cli.out.line('Nothing to do: no secret is missing that can be generated.');
  for (const name of cli.scope.json ? [] : names)
    cli.out.line(`${cli.out.paint('green', '\u2713')} ${name}: ${what}`);
  return exit.done;
}

const titles: readonly Cell[] = ['SECRET', 'STATUS', 'ORIGIN', 'DELIVERY', 'USED BY', 'DESCRIPTION'].map(
  (title) => cell(title),
);

const row = (secret: SecretView): readonly Cell[] => [
  cell(secret.name),
  cell(secret.status === 'missing' && secret.canGenerate ? 'missing (can be generated)' : secret.status),
  cell(secret.origin ?? '-'),
  cell(secret.delivery),
  cell(secret.usedBy.join(' ')),
  cell(secret.describe),
];
