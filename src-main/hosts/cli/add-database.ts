import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { GoalFlags } from '../../contract/goal-flags.ts';
import type { DatabaseGoal } from '../../contract/names.ts';
import type { Scoped } from './add-goals.ts';
import type { Run } from './program.ts';

type Verb = {
  readonly words: string;
  readonly goal: DatabaseGoal;
  readonly about: string;
  readonly options: readonly (readonly [string, string, ((text: string) => number)?])[];
  readonly flags: (word: string, given: Readonly<Record<string, unknown>>) => GoalFlags;
};

const verbs: readonly Verb[] = [
  {
    words: 'prepare',
    goal: 'prepare',
    about: 'make ready what the next reset takes; the live database is not touched',
    options: [],
    flags: () => ({}),
  },
  {
    words: 'snapshot <name>',
    goal: 'snapshot',
    about: 'copy the live data under a name; the database stops for as long as that takes',
    options: [['--note <text>', 'what it is for']],
    flags: (name, { note }) => ({ name, ...(typeof note === 'string' ? { note } : {}) }),
  },
  {
    words: 'export <name>',
    goal: 'export',
    about: 'write a snapshot into a signed file, for an import or as seed; it holds the data in plain',
    options: [['--to <file>', 'the file to be made (without it: in the settings folder of Berth)']],
    flags: (name, { to }) => ({ name, file: typeof to === 'string' ? resolve(to) : `${name}.berth` }),
  },
  {
    words: 'import <file>',
    goal: 'import',
    about: 'make a snapshot of such a file; the live database is not touched',
    options: [
      ['--as <name>', 'another name for the snapshot'],
      ['--trust <key>', 'trust this key from now on'],
      ['--from-project <name>', 'take the data of this project, although it is another one'],
    ],
    flags: (file, { as, trust, fromProject }) => ({
      file: resolve(file),
      ...(typeof as === 'string' ? { name: as } : {}),
      ...(typeof trust === 'string' ? { trust } : {}),
      ...(typeof fromProject === 'string' ? { fromProject } : {}),
    }),
  },
  {
    words: 'upgrade',
    goal: 'upgrade',
    about: 'take the data to the server version that the image brings; undo goes back',
    options: [],
    flags: () => ({}),
  },
  {
    words: 'restore <name>',
    goal: 'restore',
    about: 'make a snapshot, or a past generation by its number, the live data; undo goes back',
    options: [],
    flags: (name) => ({ name }),
  },
  {
    words: 'keep <generation>',
    goal: 'keep',
    about: 'keep a generation from being deleted as an old one',
    options: [['--release', 'let it be deleted again']],
    flags: (word, { release }) => ({ generation: generationNumber(word), kept: release !== true }),
  },
  {
    words: 'prune',
    goal: 'prune',
    about: 'delete past generations; the live one, what undo returns to and what is kept stay',
    options: [
      ['--count <number>', 'past generations that stay (without any option: 3)', wholeNumber],
      ['--older-than <days>', 'those that are older go', wholeNumber],
      ['--max-size <MiB>', 'the oldest go until the rest takes no more', wholeNumber],
      ['--snapshot <name>', 'delete this snapshot too'],
    ],
    flags: (_, given) => pruneFlags(given),
  },
];

/** Adds `berth db …`: what there is of the database's data, and what can be done to it beside reset and undo. */
export function addDatabase(program: Command, run: Run, scoped: Scoped): void {
  const load = () => import('./commands/db.ts');
  const db = scoped(program.command('db')).description('the data of the database: generations and snapshots');
  const list = scoped(db.command('list', { isDefault: true })).description('generations and snapshots');
  list.action(() => run(list.optsWithGlobals(), async (cli) => (await load()).listData(cli)));
  for (const verb of verbs) {
    const command = scoped(db.command(verb.words)).description(verb.about);
    for (const [flags, about, parse] of verb.options)
      if (parse === undefined) command.option(flags, about);
      else command.option(flags, about, parse);
    command.option('-y, --yes', 'do not ask, even where data is lost');
    command.action((word: unknown) =>
      run(command.optsWithGlobals(), async (cli) => {
        const flags = verb.flags(typeof word === 'string' ? word : '', command.opts());
        const wish = {
          goal: verb.goal,
          services: [],
          flags,
          yes: command.opts()['yes'] === true,
          quietPull: false,
        };
        switch (verb.goal) {
          case 'import':
            return (await import('./commands/import-bundle.ts')).importBundle(cli, wish);
          case 'export':
            return (await import('./commands/export-bundle.ts')).exportBundle(cli, wish);
          default:
            return (await import('./commands/goal.ts')).runGoal(cli, wish);
        }
      }),
    );
  }
  const migrations = scoped(db.command('migrations')).description(
    'the revision of the live database, and the head',
  );
  migrations.action(() =>
    run(migrations.optsWithGlobals(), async (cli) => (await load()).showMigrations(cli)),
  );
  const keys = scoped(db.command('keys')).description('the keys whose bundles may be imported');
  keys.option('--forget <key>', 'no longer trust this key');
  keys.action(() => {
    const { forget } = keys.opts();
    return run(keys.optsWithGlobals(), async (cli) =>
      (await import('./commands/bundle-keys.ts')).bundleKeys(cli, typeof forget === 'string' ? forget : null),
    );
  });
  const url = scoped(db.command('url')).description(
    'where other programs find the database, without its password',
  );
  url.action(() => run(url.optsWithGlobals(), async (cli) => (await load()).databaseUrl(cli)));
  const open = scoped(db.command('open [client]')).description(
    'what psql, pgAdmin, DBeaver, DataGrip, TablePlus or VS Code needs to open it',
  );
  open.action((client: unknown) =>
    run(open.optsWithGlobals(), async (cli) =>
      (await load()).databaseOpen(cli, typeof client === 'string' ? client : null),
    ),
  );
  const shell = scoped(db.command('shell')).description(
    "the server's own client, in the database's container",
  );
  shell.action(() => run(shell.optsWithGlobals(), async (cli) => (await load()).databaseShell(cli)));
}

function pruneFlags(given: Readonly<Record<string, unknown>>): GoalFlags {
  const { count, olderThan, maxSize, snapshot } = given;
  return {
    ...(typeof count === 'number' ? { count } : {}),
    ...(typeof olderThan === 'number' ? { olderThanDays: olderThan } : {}),
    ...(typeof maxSize === 'number' ? { bytes: maxSize * 1_048_576 } : {}),
    ...(typeof snapshot === 'string' ? { name: snapshot } : {}),
  };
}

function generationNumber(text: string): number {
  if (/^[1-9]\d{0,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('the number of a generation is expected, see `berth db list`');
}

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number is expected');
}
