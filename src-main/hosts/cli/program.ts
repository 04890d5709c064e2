import { Command, InvalidArgumentError, Option } from 'commander';
import { addDatabase } from './add-database.ts';
import { addGoals } from './add-goals.ts';
import type { Cli } from './cli.ts';
import type { ConfigOptions } from './commands/config.ts';
import type { ExitCode } from './exit.ts';
import type { ScopeOptions } from './scope.ts';

/** Runs one command in the scope that its options name. */
export type Run = (options: ScopeOptions, act: (cli: Cli) => Promise<ExitCode>) => Promise<void>;

/** Where commander writes help and usage faults. */
export type ProgramOutput = { readonly out: (text: string) => void; readonly err: (text: string) => void };

/**
 * The command line as a table. A command's code is loaded when it runs: `--version` and `--help` load none. Options of the
 * scope may stand before or after the command's name; commander's faults are thrown, not exited on.
 */
export function programOf(version: string, output: ProgramOutput, run: Run): Command {
  const program = scoped(new Command('berth'))
    .description('Brings a Compose project up, says why it is not green, and resets its database with undo.')
    .version(version, '-v, --version', 'print the version')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: output.out, writeErr: output.err });
  addGoals(program, run, scoped);
  addReading(program, run);
  addWatch(program, run);
  addSecrets(program, run);
  addDatabase(program, run, scoped);
  addDoors(program, run);
  return program;
}

function addReading(program: Command, run: Run): void {
  const status = scoped(program.command('status')).description('the board: every service, its state and why');
  status.action(() =>
    run(status.optsWithGlobals(), async (cli) => (await import('./commands/status.ts')).status(cli)),
  );

  const logs = scoped(program.command('logs [services...]'), 'other').description(
    'what the services wrote, merged',
  );
  logs
    .option('-f, --follow', 'go on with what they write')
    .option('-n, --tail <lines>', 'lines of the past per service', count, 1_000);
  logs.action((services: string[], given: { follow?: boolean; tail: number }) =>
    run(logs.optsWithGlobals(), async (cli) =>
      (await import('./commands/logs.ts')).logs(cli, {
        services,
        follow: given.follow === true,
        tail: given.tail,
      }),
    ),
  );

  // Without a name --environment asks what docker compose answers to it: the same as --values.
  const config = scoped(program.command('config [services...]'), 'file', '[name]').description(
    'the resolved project; secrets stand as references',
  );
  config
    .addOption(new Option('--format <format>', 'yaml or json').choices(['yaml', 'json']))
    .option('--services', 'names of the services, one a line')
    .option('--images', 'names of the images')
    .option('--volumes', 'names of the volumes')
    .option('--networks', 'names of the networks')
    .option('--models', 'names of the models')
    .option('--profiles', 'names of the Compose profiles')
    .option('--values', 'what variables are replaced by; also --environment without a name')
    .option('--variables', 'variables that the files use, with what happens without them')
    .option('--hash <services>', "config hashes of services, with commas between; '*' is all")
    .option('--no-interpolate', 'leave variables as they are written')
    .option('--no-normalize', 'leave out what is only implied, such as the default network')
    .option('--no-consistency', 'take a project whose parts do not fit together')
    .option('--no-path-resolution', 'leave paths relative to the project folder')
    .option('--no-env-resolution', 'taken as docker compose takes it: without effect')
    .option('--resolve-image-digests', 'images by digest, for which their registries are asked')
    .option('--lock-image-digests', 'images by digest and nothing else, as a file to lay on top')
    .option('-o, --output <file>', 'write to a file')
    .option('-q, --quiet', 'only say what is wrong');
  config.action((services: string[], given: ConfigOptions) =>
    run(config.optsWithGlobals(), async (cli) =>
      (await import('./commands/config.ts')).config(cli, services, given),
    ),
  );

  const keys = scoped(program.command('keys')).description(
    'every configuration key, its value and where it comes from',
  );
  keys.action(() =>
    run(keys.optsWithGlobals(), async (cli) => (await import('./commands/keys.ts')).keys(cli)),
  );

  const doctor = scoped(program.command('doctor')).description(
    'check this machine, and the project if there is one',
  );
  doctor.action(() =>
    run(doctor.optsWithGlobals(), async (cli) => (await import('./commands/doctor.ts')).doctor(cli)),
  );
}

function addWatch(program: Command, run: Run): void {
  const watch = scoped(program.command('watch [services...]')).description(
    'bring services up and copy, restart or rebuild as their files change (develop: watch:)',
  );
  watch.option('--no-up', 'only watch: the services run already');
  watch.action((services: string[], given: { up: boolean }) =>
    run(watch.optsWithGlobals(), async (cli) =>
      (await import('./commands/up-and-watch.ts')).upAndWatch(cli, services, given.up),
    ),
  );
}

function addSecrets(program: Command, run: Run): void {
  const load = () => import('./commands/secrets.ts');
  const secrets = scoped(program.command('secrets')).description(
    'names and state of secrets; values are never shown',
  );
  const list = scoped(secrets.command('list', { isDefault: true })).description(
    'which are set, and where they are used',
  );
  list.action(() => run(list.optsWithGlobals(), async (cli) => (await load()).listSecrets(cli)));

  const set = scoped(secrets.command('set <name>')).description('keep a value, given on standard input');
  set.action((name: string) =>
    run(set.optsWithGlobals(), async (cli) => (await load()).setSecret(cli, name)),
  );

  const generate = scoped(secrets.command('generate [name]')).description(
    'make a value by the rule of the profile',
  );
  generate.option('--missing', 'all that are missing (what it does without a name)');
  generate.action((name: string | undefined, given: { missing?: boolean }) => {
    if (name !== undefined && given.missing === true)
      generate.error('error: give a name or --missing, not both');
    return run(generate.optsWithGlobals(), async (cli) => (await load()).generateSecrets(cli, name ?? null));
  });

  const forget = scoped(secrets.command('forget <name>')).description('remove a value from the keychain');
  forget.action((name: string) =>
    run(forget.optsWithGlobals(), async (cli) => (await load()).forgetSecret(cli, name)),
  );
}

function addDoors(program: Command, run: Run): void {
  const serve = scoped(program.command('serve')).description('the window in a browser on this machine');
  serve
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', portNumber, 0)
    .option('--open', 'open the browser');
  serve.action((given: { port: number; open?: boolean }) =>
    run(serve.optsWithGlobals(), async (cli) =>
      (await import('./commands/serve.ts')).serve(cli, { port: given.port, open: given.open === true }),
    ),
  );

  const compose = scoped(program.command('compose [words...]')).description(
    'docker compose on the same project: berth compose -- ps',
  );
  compose.passThroughOptions().allowUnknownOption();
  compose.action((words: string[]) =>
    run(compose.optsWithGlobals(), async (cli) =>
      (await import('./commands/compose.ts')).compose(cli, words),
    ),
  );
}

/** The options that say which project and how to answer. Where `-f` has another meaning (logs, rm), `--file` has no short form. */
function scoped(command: Command, shortF: 'file' | 'other' = 'file', environment = '<name>'): Command {
  return command
    .option(
      '--project <dir>',
      'folder of the project (default: here or the nearest above with a Compose file)',
    )
    .option(
      `-e, --environment ${environment}`,
      'local, ci, staging or production (default: BERTH_ENVIRONMENT, else local)',
    )
    .option(
      `${shortF === 'file' ? '-f, ' : ''}--file <path>`,
      'a Compose file, may be repeated; - is standard input',
      collected,
    )
    .option('-p, --project-name <name>', 'name of the Compose project')
    .option('--profile <name>', 'a Compose profile to turn on, may be repeated; * is all', collected)
    .option('--env-file <path>', 'a file of variables in place of .env, may be repeated', collected)
    .option('--project-directory <dir>', 'folder that relative paths start from')
    .option('--compatibility', '_ in place of - in names of containers and built images')
    .option('--json', 'answer with JSON');
}

const collected = (word: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  word,
];

function count(text: string): number {
  if (/^\d{1,6}$/.test(text) && Number(text) <= 100_000) return Number(text);
  throw new InvalidArgumentError('a number from 0 to 100000 is expected');
}

function portNumber(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new InvalidArgumentError('a number from 0 to 65535 is expected');
}
