import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseView } from '../../src-main/contract/database-view.ts';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { demand, run } from '../lab/command.ts';
import { eventually } from '../lab/eventually.ts';
import { ensureImages } from '../lab/images.ts';
import { documentOf, expectTold, problemsOf } from './berth.ts';
import { containerIds, volumeHash } from './engine-objects.ts';
import { type Project, sampleProject } from './project.ts';

const seeded = ['Bollard', 'Fender', 'Gangway', 'Mooring line', 'Tide table'];
let sample: Project;
/** Volumes that are none of Berth's, and what is in them: one beside, one with the name that a generation will want. */
let foreign: readonly string[];
let foreignContent: readonly string[];

beforeAll(async () => {
  await ensureImages(['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27', 'debian:bookworm-slim']);
  sample = await sampleProject();
  foreign = [`${sample.name}-beside`, `${sample.name}_dbdata.g3`];
  for (const volume of foreign) await fillVolume(volume);
  foreignContent = await Promise.all(foreign.map(volumeHash));
  const up = await sample.berth(['up']);
  expect(up.code, up.stderr).toBe(0);
  await psql("insert into items (name) values ('Mine')");
});
afterAll(() => sample[Symbol.asyncDispose]());

// Each test goes on from where the one before left the database.
test('undo without a reset before it is refused', async () => {
  const before = await containerIds(sample.name);
  await expectRefused(['undo', '--yes'], { kind: 'nothing-to-undo', title: 'There is nothing to undo' });
  expect(await containerIds(sample.name)).toEqual(before);
});

test('reset without a word of the user is refused where nobody can be asked, and changes nothing', async () => {
  const before = [await containerIds(sample.name), await sample.objects()];
  await expectRefused(['reset'], {
    kind: 'not-confirmed',
    loses: [expect.stringContaining('The data of generation 1 is kept')],
    remedy: 'Confirm it in the window, or give --yes.',
  });
  expect([await containerIds(sample.name), await sample.objects()]).toEqual(before);
  expect(await items()).toEqual(['Mine']);
});

test('reset makes a migrated and seeded generation 2 live', async () => {
  const reset = await sample.berth(['reset', '--yes']);
  expect([reset.code, reset.stderr]).toEqual([0, expect.stringContaining('Reset: done in')]);
  expect(await items()).toEqual(seeded);
  expect(await revisions()).toEqual({ current: '0002 (head)', heads: '0002 (head)' });
  expect(documentOf(await sample.berth(['db', 'migrations', '--json']))).toEqual({
    head: '0002',
    current: '0002',
    pending: false,
  });
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata.g2`);
  expect(await database()).toMatchObject({ current: 2, undo: 1 });
  expect(await turnsGreen()).toBe(true);
  expect(await leftovers()).toEqual([]);
});

test('the generation stays the live one over docker compose by way of Berth, and over down and up', async () => {
  const before = await containerIds(sample.name);
  const compose = await sample.berth(['compose', '--', 'up', '-d']);
  expect([compose.code, await containerIds(sample.name)]).toEqual([0, before]);
  expect((await sample.berth(['down'])).code).toBe(0);
  expect((await sample.berth(['up'])).code).toBe(0);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata.g2`);
  expect(await items()).toEqual(seeded);
});

test('undo brings the old rows back, and what it leaves can be returned to', async () => {
  const undo = await sample.berth(['undo', '--yes']);
  expect([undo.code, undo.stderr]).toEqual([0, expect.stringContaining('Undo: done in')]);
  expect(await items()).toEqual(['Mine']);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata`);
  expect(await database()).toMatchObject({ current: 1, undo: 2 });
  expect((await sample.objects()).volumes).toContain(`${sample.name}_dbdata.g2`);
  expect(await turnsGreen()).toBe(true);
});

test('a volume that is there under the name of the next generation is never used as one', async () => {
  const text = readFileSync(join(sample.home, 'projects', sample.name, 'journal.jsonl'), 'utf8');
  expect(text).toContain(`"kind":"volume abandoned","volume":"dbdata","physical":"${sample.name}_dbdata.g3"`);
  const reset = await sample.berth(['reset', '--yes']);
  expect(reset.code, reset.stderr).toBe(0);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata.g4`);
  expect(await Promise.all(foreign.map(volumeHash))).toEqual(foreignContent);
  expect((await sample.berth(['undo', '--yes'])).code).toBe(0);
  expect(await items()).toEqual(['Mine']);
});

test('a reset with a copy ready moves the database alone; what uses it keeps running', async () => {
  await prepared(5);
  const before = await containerIds(sample.name);
  const reset = await sample.berth(['reset', '--yes']);
  expect(reset.code, reset.stderr).toBe(0);
  expect(await items()).toEqual(seeded);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata.g5`);
  const after = await containerIds(sample.name);
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(changed).toEqual(['db']);
  expect(await turnsGreen()).toBe(true);
  const undo = await sample.berth(['undo', '--yes']);
  expect(undo.code, undo.stderr).toBe(0);
  expect(await items()).toEqual(['Mine']);
});

test('a migration that fails leaves the database on its generation with its rows, and nothing half made', async () => {
  sample.edit('api/migrations/versions/0002_inspections.py', (text) =>
    text.replace(
      'def upgrade() -> None:',
      'def upgrade() -> None:\n    op.execute("select broken_on_purpose()")',
    ),
  );
  expect((await sample.berth(['compose', '--', 'build', 'api'])).code).toBe(0);
  const volumes = (await sample.objects()).volumes;
  const before = await containerIds(sample.name);
  const reset = await sample.berth(['reset', '--yes']);
  expect(reset.code).toBe(1);
  expect(reset.stderr).toContain('The migrations failed');
  expect(reset.stderr).toContain('function broken_on_purpose() does not exist');
  expect(await items()).toEqual(['Mine']);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata`);
  expect(await database()).toMatchObject({ current: 1 });
  expect(await turnsGreen()).toBe(true);
  expect(await leftovers()).toEqual([]);
  expect((await sample.objects()).volumes).toEqual(volumes);
  // It failed beside the live database: that one, and what uses it, never stopped.
  expect(await containerIds(sample.name)).toEqual(before);
});

test('an interrupt in the middle of a reset leaves the database where it was, and nothing half made', async () => {
  const running = sample.start(['reset', '--yes']);
  const midway = await eventually(
    () => running.said().stderr.includes('db: start one-off container'),
    60_000,
  );
  running.child.kill('SIGINT');
  const { code, stderr } = await running.ended;
  expect([midway, code], stderr).toEqual([true, 130]);
  expect(stderr).toContain('Reset: cancelled');
  expect(await items()).toEqual(['Mine']);
  expect(await mountedVolume()).toBe(`${sample.name}_dbdata`);
  expect(await database()).toMatchObject({ current: 1 });
  expect(await turnsGreen()).toBe(true);
  expect(await leftovers()).toEqual([]);
});

test('volumes that are not of the database keep every byte through all of it', async () => {
  expect(await Promise.all(foreign.map(volumeHash))).toEqual(foreignContent);
});

async function fillVolume(volume: string): Promise<void> {
  const fill = 'head -c 100000 /dev/urandom >/v/one; mkdir /v/more; echo precious >/v/more/two';
  await demand('docker', ['run', '--rm', '-v', `${volume}:/v`, 'debian:bookworm-slim', 'bash', '-c', fill]);
}

async function psql(sql: string): Promise<string> {
  const client = ['psql', '--username=app', '--dbname=app', '--no-align', '--tuples-only', '-c', sql];
  return (await demand('docker', ['exec', `${sample.name}-db-1`, ...client])).trim();
}

const items = async (): Promise<readonly string[]> =>
  (await psql('select name from items order by name')).split('\n').filter(Boolean);

async function revisions(): Promise<{ readonly current: string; readonly heads: string }> {
  const ask = async (what: string) =>
    (await demand('docker', ['exec', `${sample.name}-api-1`, 'alembic', what])).trim().split('\n').at(-1) ??
    '';
  return { current: await ask('current'), heads: await ask('heads') };
}

/** Waits until the copy that the next reset takes was found whole. */
async function prepared(number: number): Promise<void> {
  const copier = `${sample.name}_dbdata.g${number}.copier`;
  const ended = async (): Promise<boolean> => {
    const { stdout } = await run('docker', ['inspect', '--format', '{{.State.Status}}', copier]);
    return stdout.trim() !== 'running';
  };
  expect(await eventually(ended, 60_000)).toBe(true);
}

async function mountedVolume(): Promise<string> {
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{end}}{{end}}';
  return (await demand('docker', ['inspect', '--format', format, `${sample.name}-db-1`])).trim();
}

const view = async (): Promise<EnvironmentView> => documentOf(await sample.berth(['status', '--json']));
const database = async (): Promise<DatabaseView | null> => (await view()).database;
/** Another process learns from the engine's own checks, which come a moment after Berth's. */
const turnsGreen = (): Promise<boolean> =>
  eventually(async () => (await view()).services.every(({ verdict }) => verdict === 'green'), 60_000);

/** Containers beside the six of the stack and the one that copies for the next reset. */
async function leftovers(): Promise<readonly string[]> {
  const stack = ['db', 'cache', 'api', 'worker', 'scheduler', 'web'].map(
    (name) => `${sample.name}-${name}-1`,
  );
  const copiers = (name: string): boolean => name.endsWith('.copier');
  return (await sample.objects()).containers.filter((name) => !stack.includes(name) && !copiers(name));
}

/** The same problem as text and as JSON, each with exit code 1. */
async function expectRefused(words: readonly string[], expected: object): Promise<void> {
  const [text, json] = [await sample.berth(words), await sample.berth([...words, '--json'])];
  expect([text.code, json.code]).toEqual([1, 1]);
  const problems = problemsOf(json);
  expect(problems).toMatchObject([expected]);
  expectTold(text.stderr, problems);
}
