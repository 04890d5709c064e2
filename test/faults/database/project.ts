import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demand, run } from '../../lab/command.ts';
import { writeSeedFile } from './seed-file.ts';

/** The server behind a database: what differs between the two that are tried. */
export type Server = 'postgres' | 'redis';

/** A project with a database, two services that use it, and a volume beside it that is none of Berth's. */
export type DatabaseProject = AsyncDisposable & {
  readonly name: string;
  readonly server: Server;
  readonly dir: string;
  readonly settings: string;
  readonly foreign: string;
  /** Rows of the live database, sorted. */
  readonly rows: () => Promise<readonly string[]>;
  readonly addRow: (text: string) => Promise<void>;
  /** Another seed: what was prepared before is no longer of use. */
  readonly changeSeed: (text: string) => Promise<void>;
  readonly docker: (...words: readonly string[]) => Promise<string>;
};

const servers = {
  postgres: {
    image: 'postgres:16',
    run: 'environment: { POSTGRES_USER: app, POSTGRES_DB: app, POSTGRES_HOST_AUTH_METHOD: trust }',
    target: '/var/lib/postgresql/data',
    test: '[CMD, pg_isready, -h, 127.0.0.1, -U, app]',
    ask: '[CMD, pg_isready, -h, db, -U, app]',
    migrate: '[psql, -h, db, -U, app, -c, "create table notes (text text)"]',
    seed: (text: string) => `[psql, -h, db, -U, app, -c, "insert into notes values ('${text}')"]`,
    read: ['psql', '-U', 'app', '-Atc', 'select text from notes order by 1'],
    add: (text: string) => ['psql', '-U', 'app', '-c', `insert into notes values ('${text}')`],
    begin: ['psql', '-U', 'app', '-c', 'create table notes (text text)'],
  },
  redis: {
    image: 'redis:7',
    run: 'command: [redis-server, --appendonly, "yes", --save, ""]',
    target: '/data',
    test: '[CMD, redis-cli, ping]',
    ask: '[CMD, redis-cli, -h, db, ping]',
    migrate: '[redis-cli, -h, db, set, revision, "1"]',
    seed: (text: string) => `[redis-cli, -h, db, rpush, notes, "${text}"]`,
    read: ['redis-cli', 'lrange', 'notes', '0', '-1'],
    add: (text: string) => ['redis-cli', 'rpush', 'notes', text],
    begin: ['redis-cli', 'set', 'revision', '0'],
  },
} as const;

const rhythm = 'interval: 1s, timeout: 5s, retries: 60';

/** `slow` takes its whole grace period to stop, so that a kill can fall into it. */
export type WorkerStop = 'quick' | 'slow';

const workers: Readonly<Record<WorkerStop, string>> = {
  quick: 'init: true\n    command: [sleep, "86400"]',
  slow: `command: [sh, -c, "trap '' TERM; while :; do sleep 0.2; done"]`,
};

const compose = (name: string, of: (typeof servers)[Server], worker: WorkerStop): string => `
name: ${name}
services:
  db:
    image: ${of.image}
    ${of.run}
    volumes: ["dbdata:${of.target}"]
    healthcheck: { test: ${of.test}, ${rhythm} }
  api:
    image: ${of.image}
    entrypoint: []
    command: [sleep, "86400"]
    init: true
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: ${of.ask}, ${rhythm} }
    stop_grace_period: 1s
  worker:
    image: ${of.image}
    entrypoint: []
    ${workers[worker]}
    depends_on: { db: { condition: service_healthy, restart: true } }
    stop_grace_period: 1s
volumes: { dbdata: }
`;

/** What its seed is: a command that adds a row, or the data of a bundle with that row. */
export type Seeds = 'command' | 'bundle';

const berth = (name: string, of: (typeof servers)[Server], seed: string): string => `
berth: 1
project: ${name}
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: ${of.migrate} }
  seed: ${seed}
environments:
  local: { seed: true }
`;

/** Lays the project out; nothing of it is up yet. `env`: which engine. */
export async function databaseProject(
  server: Server,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
  worker: WorkerStop = 'quick',
  seeds: Seeds = 'command',
): Promise<DatabaseProject> {
  const of = servers[server];
  const name = `berth-kill-${randomBytes(4).toString('hex')}`;
  const root = await mkdtemp(join(tmpdir(), `${name}-`));
  const dir = join(root, 'project');
  await mkdir(dir);
  const docker = async (...words: readonly string[]): Promise<string> =>
    (await demand('docker', words, { env })).trim();
  const seedOf = async (text: string): Promise<string> => {
    if (seeds === 'command') return `{ service: api, command: ${of.seed(text)} }`;
    const file = join(dir, 'seeds', 'base.berth');
    const signer = await writeSeedFile({ name, docker, env, file, text });
    return `{ bundle: seeds/base.berth, signer: "${signer}" }`;
  };
  const changeSeed = async (text: string): Promise<void> =>
    writeFile(join(dir, 'berth.yaml'), berth(name, of, await seedOf(text)));
  await writeFile(join(dir, 'compose.yaml'), compose(name, of, worker));
  await changeSeed('seeded');
  const foreign = `${name}-beside`;
  const fill = 'head -c 50000 /dev/urandom >/v/one; echo precious >/v/two';
  await docker('run', '--rm', '--entrypoint', 'sh', '-v', `${foreign}:/v`, of.image, '-c', fill);
  const inside = (words: readonly string[]): Promise<string> => docker('exec', `${name}-db-1`, ...words);
  return {
    name,
    server,
    dir,
    settings: join(root, 'settings'),
    foreign,
    docker,
    changeSeed,
    rows: async () => (await inside(of.read)).split('\n').filter(Boolean).toSorted(),
    addRow: async (text) => {
      // A database that was never reset has no table yet; one that was, has.
      await run('docker', ['exec', `${name}-db-1`, ...of.begin], { env });
      await inside(of.add(text));
    },
    [Symbol.asyncDispose]: async () => {
      await removeAll(docker, name);
      await rm(root, { recursive: true, force: true });
    },
  };
}

async function removeAll(docker: DatabaseProject['docker'], name: string): Promise<void> {
  const words = (text: string): string[] => text.split('\n').filter((word) => word.startsWith(name));
  const containers = words(await docker('ps', '-a', '--format', '{{.Names}}'));
  if (containers.length > 0) await docker('rm', '-fv', ...containers);
  const networks = words(await docker('network', 'ls', '--format', '{{.Name}}'));
  if (networks.length > 0) await docker('network', 'rm', ...networks);
  const volumes = words(await docker('volume', 'ls', '--format', '{{.Name}}'));
  if (volumes.length > 0) await docker('volume', 'rm', '-f', ...volumes);
}

/** The lines of the journal, read here and not by Berth: the checker believes nothing that Berth computes. */
export async function journalRecords(
  project: DatabaseProject,
): Promise<readonly Readonly<Record<string, unknown>>[]> {
  const file = join(project.settings, 'projects', project.name, 'journal.jsonl');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { record: Record<string, unknown> }).record);
}
