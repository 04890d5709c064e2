import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type {
  ConnectionView,
  DatabaseView,
  FreshView,
  GenerationRole,
} from '../../../contract/database-view.ts';
import type { EnvironmentView } from '../../../contract/view.ts';
import { problemError, valueOrThrow } from '../../../router/problem-error.ts';
import { type Cli, type InProject, inProject } from '../cli.ts';
import { exit, type ExitCode } from '../exit.ts';
import { aligned, type Cell, cell } from '../output/columns.ts';
import { printAge } from '../output/durations.ts';
import { addressOf, databaseClients } from '../../../contract/database-clients.ts';
import { clientScript } from './database-clients.ts';

/** Generations with what each is for, then snapshots, then what a reset brings. */
export const listData = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async (at) => {
    const { database } = await viewOf(cli, at);
    if (cli.scope.json) cli.out.json(database);
    else for (const line of lines(cli, database)) cli.out.line(line);
    return exit.done;
  });

/** The revision of the live database beside the head of the migrations. */
export const showMigrations = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async ({ client, project }) => {
    const found = await client.database.migrations({ project: project.id }, { signal: cli.stop });
    if (cli.scope.json) cli.out.json(found);
    else {
      const { head, current, pending } = found;
      const state = pending === null ? '' : pending ? ', migrations are pending' : ', up to date';
      cli.out.line(`head ${head}`);
      cli.out.line(pending === null ? 'current not known' : `current ${current ?? 'none'}${state}`);
    }
    return exit.done;
  });

/** Where the database is published, as the address that clients take. The password is not in it: nobody reads one back. */
export const databaseUrl = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async (at) => {
    const address = addressOf(await connectionOf(cli, at));
    if (cli.scope.json) cli.out.json({ url: address });
    else cli.out.line(address);
    return exit.done;
  });

/** What common programs need to open the database; one of them where it is named. No text holds a password. */
export const databaseOpen = (cli: Cli, wanted: string | null): Promise<ExitCode> =>
  inProject(cli, async (at) => {
    const clients = databaseClients(await connectionOf(cli, at), at.project.name);
    const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');
    const chosen = clients.filter(({ name }) => wanted === null || plain(name) === plain(wanted));
    if (chosen.length === 0) {
      const message = `No client ${wanted} is known. Known are: ${clients.map(({ name }) => name).join(', ')}.`;
      throw problemError([{ kind: 'request-invalid', message }]);
    }
    if (cli.scope.json) cli.out.json(chosen);
    else if (wanted !== null) for (const { text } of chosen) cli.out.line(text);
    else
      for (const { name, how, text } of chosen) {
        cli.out.line(`${cli.out.paint('bold', name)}  ${how}`);
        for (const line of text.split('\n')) cli.out.line(`  ${line}`);
      }
    return exit.done;
  });

async function connectionOf(cli: Cli, at: InProject): Promise<ConnectionView> {
  const { database } = await viewOf(cli, at);
  if (database.connection !== null) return database.connection;
  const message = `${database.service} publishes no port. Give it one on 127.0.0.1 in the Compose file, or use \`berth db shell\`.`;
  throw problemError([{ kind: 'request-invalid', message }]);
}

/** The client that the database's own image brings, beside the server: the password stays in the container's environment. */
export const databaseShell = (cli: Cli): Promise<ExitCode> =>
  inProject(cli, async (at) => {
    const { view, database } = await viewOf(cli, at);
    const service = view.services.find(({ name }) => name === database.service);
    if (service === undefined || service.container === null || service.state !== 'running')
      throw problemError([{ kind: 'container-missing', service: database.service, container: null }]);
    const session = valueOrThrow(at.desk.session(at.project.id));
    const { docker } = valueOrThrow(await session.composeHandover('exec'));
    const terminal = cli.world.input.isTTY ? ['-it'] : ['-i'];
    const words = ['exec', ...terminal, service.container, 'sh', '-c', clientScript];
    const child = spawn(docker, words, { cwd: cli.scope.dir, shell: false, stdio: 'inherit' });
    const [code] = await once(child, 'close');
    return typeof code === 'number' ? code : exit.cancelled;
  });

async function viewOf(
  cli: Cli,
  { client, project }: InProject,
): Promise<{ readonly view: EnvironmentView; readonly database: DatabaseView }> {
  const view = await client.board.read({ project: project.id }, { signal: cli.stop });
  if (view.engine.state === 'unreachable') throw problemError([view.engine.problem]);
  if (view.database === null) {
    throw problemError([{ kind: 'database-undeclared', guess: view.suggestedDatabase }]);
  }
  return { view, database: view.database };
}

function lines(cli: Cli, database: DatabaseView): readonly string[] {
  const now = cli.world.clock.now();
  const age = (at: number | null): string => (at === null ? '-' : printAge(now - at));
  const generations = database.generations
    .toReversed()
    .map((generation): readonly Cell[] => [
      cell(String(generation.number)),
      cell(`${roles[generation.role]}${generation.kept ? ', kept' : ''}`),
      cell(age(generation.createdAt)),
      cell(size(generation.bytes)),
      cell(generation.server ?? '-'),
      cell(generation.volume),
    ]);
  const head = ['GENERATION', 'ROLE', 'AGE', 'SIZE', 'SERVER', 'VOLUME'].map((title) => cell(title));
  const snapshots = database.snapshots
    .toReversed()
    .map((snapshot): readonly Cell[] => [
      cell(snapshot.name),
      cell(age(snapshot.takenAt)),
      cell(size(snapshot.bytes)),
      cell(snapshot.server ?? '-'),
      cell(snapshot.commit.slice(0, 10) || '-'),
      cell(snapshot.note),
    ]);
  const titles = ['SNAPSHOT', 'AGE', 'SIZE', 'SERVER', 'COMMIT', 'NOTE'].map((title) => cell(title));
  return [
    ...aligned([head, ...generations]),
    ...(snapshots.length === 0 ? [] : ['', ...aligned([titles, ...snapshots])]),
    ...(database.fresh === null ? [] : ['', ...aligned(freshLines(database.fresh))]),
  ];
}

/** What a reset fills the database with. */
function freshLines({ migrate, seed }: FreshView): readonly (readonly Cell[])[] {
  const migrated = migrate === null ? 'none' : `${migrate.service}: ${migrate.command}`;
  return [
    [cell('RESET'), cell('BRINGS')],
    [cell('migrations'), cell(migrated)],
    [cell('seed'), cell(seedText(seed))],
  ];
}

function seedText(seed: FreshView['seed']): string {
  switch (seed.kind) {
    case 'command':
      return `${seed.service}: ${seed.command}`;
    case 'bundle': {
      const foreign = seed.fromProject === null ? '' : `, data of project ${seed.fromProject}`;
      return `${seed.file}, signed with key ${seed.signer}${foreign}`;
    }
    case 'none':
      return `none: ${seed.whyNot}`;
  }
}

const roles: Readonly<Record<GenerationRole, string>> = {
  live: 'live',
  undo: 'undo returns here',
  past: 'past',
  ready: 'ready for the next reset',
  unused: 'unused',
};

const size = (bytes: number | null): string =>
  bytes === null
    ? '-'
    : bytes < 1_073_741_824
      ? `${Math.ceil(bytes / 1_048_576)} MiB`
      : `${(bytes / 1_073_741_824).toFixed(1)} GiB`;
