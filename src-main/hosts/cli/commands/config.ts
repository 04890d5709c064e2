import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ConfigQuestion, ConfigSubject, ImageForm } from '../../../contract/config-question.ts';
import { type Cli, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { printProblems, told } from '../output/problems.ts';

/** The options of `config`; at most one of the names is asked for. */
export type ConfigOptions = {
  readonly format?: 'yaml' | 'json';
  readonly services?: boolean;
  readonly images?: boolean;
  readonly volumes?: boolean;
  readonly networks?: boolean;
  readonly profiles?: boolean;
  readonly variables?: boolean;
  readonly hash?: string;
  readonly interpolate?: boolean;
  readonly models?: boolean;
  readonly values?: boolean;
  /** True: without a name, which docker compose takes for a question. */
  readonly environment?: string | true;
  readonly normalize?: boolean;
  readonly consistency?: boolean;
  readonly pathResolution?: boolean;
  readonly resolveImageDigests?: boolean;
  readonly lockImageDigests?: boolean;
  readonly output?: string;
  readonly quiet?: boolean;
};

/**
 * What `docker compose config` prints, to the byte in JSON; a secret stands as its reference. Warnings go to standard error.
 * `services`: the model of these and what they depend on. `--json` prints the model itself, or a list of the lines.
 */
export const config = (cli: Cli, services: readonly string[], options: ConfigOptions): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const question = questionOf(cli, services, options);
    const answer = await client.config.read(
      { project: project.id, ...question, services: [...question.services] },
      { signal: cli.stop },
    );
    if (!cli.scope.json) for (const warning of answer.warnings) cli.err.line(`! ${warning}`);
    if (options.quiet === true) return exit.done;
    if (options.output !== undefined) return save(cli, options.output, answer.text);
    print(cli, question.subject, answer.text);
    return exit.done;
  });

const imageForm = ({ lockImageDigests, resolveImageDigests }: ConfigOptions): ImageForm => {
  if (lockImageDigests === true) return 'lock';
  return resolveImageDigests === true ? 'pinned' : 'written';
};

const subjects = [
  'services',
  'images',
  'volumes',
  'networks',
  'models',
  'profiles',
  'variables',
  'values',
] as const;

function questionOf(cli: Cli, services: readonly string[], options: ConfigOptions): ConfigQuestion {
  const named = options.environment === true ? 'values' : subjects.find((name) => options[name] === true);
  const subject = options.hash !== undefined ? 'hash' : named;
  const hashed = options.hash === '*' ? [] : options.hash?.split(',').filter((name) => name !== '');
  return {
    subject: subject ?? 'model',
    format: cli.scope.json ? 'json' : (options.format ?? null),
    interpolates: options.interpolate !== false,
    normalises: options.normalize !== false && cli.scope.compose.compatibility !== true,
    checks: options.consistency !== false,
    resolvesPaths: options.pathResolution !== false,
    images: imageForm(options),
    services: hashed ?? services,
  };
}

async function save(cli: Cli, name: string, text: string): Promise<ExitCode> {
  const file = resolve(cli.world.workingDir, name);
  try {
    await writeFile(file, text);
    return exit.done;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const problems = [{ kind: 'file-unwritable', file, detail } as const];
    if (cli.scope.json) cli.out.json({ problems: told(problems) });
    else printProblems(cli.err, problems);
    return exit.problem;
  }
}

function print(cli: Cli, subject: ConfigSubject, text: string): void {
  const isDocument = subject === 'model' || subject === 'variables';
  if (cli.scope.json)
    cli.out.json(isDocument ? JSON.parse(text) : text.split('\n').filter((line) => line !== ''));
  // Only a terminal acts on what is in a text; a file or a program gets it as it is.
  else if (!cli.out.sink.isTTY) cli.out.sink.write(text);
  else for (const line of text.trimEnd().split('\n')) cli.out.line(line);
}
