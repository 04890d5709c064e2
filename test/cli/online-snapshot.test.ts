import { expect, test } from 'vitest';
import type { DatabaseView } from '../../src-main/contract/database-view.ts';
import type { RunView } from '../../src-main/contract/view.ts';
import { demand, type Outcome, run } from '../lab/command.ts';
import { eventually } from '../lab/eventually.ts';
import { ensureImages } from '../lab/images.ts';
import { documentOf, problemsOf } from './berth.ts';
import { type Project, project } from './project.ts';

type Wish = { readonly environment?: string; readonly command?: string };

const compose = ({ environment = '', command = 'postgres' }: Wish): string => `
name: NAME
services:
  db:
    image: postgres:16
    environment: { POSTGRES_USER: app, POSTGRES_PASSWORD: onlyForThisTest1, ${environment} }
    command: ${command}
    volumes: ["dbdata:/var/lib/postgresql/data"]
    healthcheck: { test: [CMD, pg_isready, --host=127.0.0.1, -U, app], interval: 1s, timeout: 5s, retries: 60 }
volumes: { dbdata: }
`;
const berth = 'berth: 1\nproject: NAME\ndatabase: { service: db, volume: dbdata }\n';

async function upWith(wish: Wish): Promise<Project> {
  await ensureImages(['postgres:16']);
  const at = project({ files: { 'compose.yaml': compose(wish), 'berth.yaml': berth } });
  const up = await at.berth(['up']);
  expect(up.code, up.stderr).toBe(0);
  await sql(
    at,
    'create table a (i int); create table b (i int); insert into a values (0); insert into b values (0)',
  );
  return at;
}

const sql = async (at: Project, text: string): Promise<string> =>
  (await demand('docker', ['exec', `${at.name}-db-1`, 'psql', '-U', 'app', '-Atc', text])).trim();
const startedAt = (at: Project): Promise<string> =>
  demand('docker', ['inspect', '--format', '{{.State.StartedAt}}', `${at.name}-db-1`]);
const titles = (taken: Outcome): readonly string[] =>
  (documentOf(taken) as RunView).steps.map(({ title }) => title);
const rows = async (at: Project): Promise<readonly number[]> =>
  (await sql(at, 'select (select count(*) from a), (select count(*) from b)')).split('|').map(Number);

test.each<[string, Wish]>([
  ['that fills its volume', {}],
  ['in a folder of its volume', { environment: 'PGDATA: /var/lib/postgresql/data/inner' }],
])('a PostgreSQL %s is kept as a snapshot while it serves on', async (_, wish) => {
  await using at = await upWith(wish);
  const started = await startedAt(at);
  const [before = 0] = await rows(at);
  let written = 0;
  let isTaken = false;
  const writing = (async () => {
    // One transaction for both: a copy that is whole has as many of the one as of the other.
    for (; !isTaken; written += 1)
      await sql(at, 'begin; insert into a values (1); insert into b values (1); commit');
  })();
  const taken = await at.berth(['db', 'snapshot', 'live', '--json']);
  isTaken = true;
  await writing;
  expect(taken.code, taken.stderr).toBe(0);
  expect(written).toBeGreaterThan(1);
  expect(await startedAt(at)).toBe(started);
  expect(titles(taken)).toEqual([expect.stringContaining('create volume'), expect.stringContaining('copy ')]);
  const restored = await at.berth(['db', 'restore', 'live', '--yes']);
  expect(restored.code, restored.stderr).toBe(0);
  const [a = 0, b = 0] = await rows(at);
  expect(a).toBe(b);
  expect(a).toBeGreaterThanOrEqual(before);
  expect(a).toBeLessThanOrEqual(before + written);
});

test('a copy that is cut off leaves no snapshot, and a PostgreSQL that served on all the time', async () => {
  await using at = await upWith({});
  const started = await startedAt(at);
  await sql(at, 'create table c as select repeat(md5(i::text), 50) from generate_series(1, 60000) as i');
  const taking = at.berth(['db', 'snapshot', 'cut', '--json']);
  const copier = `${at.name}_dbdata.s-cut.copier`;
  expect(await eventually(async () => (await run('docker', ['kill', copier])).code === 0, 60_000, 10)).toBe(
    true,
  );
  expect(problemsOf(await taking)).toMatchObject([{ kind: 'copy-failed', exitCode: 137 }]);
  const { snapshots }: DatabaseView = documentOf(await at.berth(['db', '--json']));
  expect(snapshots).toEqual([]);
  expect((await at.objects()).volumes).toEqual([`${at.name}_dbdata`]);
  expect(await startedAt(at)).toBe(started);
  expect(await rows(at)).toEqual([1, 1]);
});

test.each<[string, Wish]>([
  [
    'writes too little to its log for that',
    { command: 'postgres -c wal_level=minimal -c max_wal_senders=0' },
  ],
  [
    'asks for a password within its container',
    { environment: 'POSTGRES_INITDB_ARGS: --auth-host=scram-sha-256' },
  ],
])('a PostgreSQL that %s is stopped for a snapshot', async (_, wish) => {
  await using at = await upWith(wish);
  const started = await startedAt(at);
  const taken = await at.berth(['db', 'snapshot', 'still', '--json']);
  expect(taken.code, taken.stderr).toBe(0);
  expect(titles(taken)).toContain('stop container');
  expect(await startedAt(at)).not.toBe(started);
  const { snapshots }: DatabaseView = documentOf(await at.berth(['db', '--json']));
  expect(snapshots).toMatchObject([{ name: 'still' }]);
  expect(await rows(at)).toEqual([1, 1]);
});
