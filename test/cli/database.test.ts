import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatabaseView } from '../../src-main/contract/database-view.ts';
import { demand } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';
import { documentOf, problemsOf } from './berth.ts';
import { volumeHash } from './engine-objects.ts';
import { type Project, project } from './project.ts';

// A server that is no PostgreSQL: nothing of all this may know which one it is.
const compose = `
name: NAME
services:
  db:
    image: redis:7
    command: [redis-server, --appendonly, "yes", --save, ""]
    volumes: ["dbdata:/data"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 60 }
    ports: ["127.0.0.1::6379"]
volumes: { dbdata: }
`;
const berth = `
berth: 1
project: NAME
database:
  service: db
  volume: dbdata
`;
let at: Project;

beforeAll(async () => {
  await ensureImages(['redis:7', 'debian:bookworm-slim']);
  at = project({ files: { 'compose.yaml': compose, 'berth.yaml': berth } });
  const up = await at.berth(['up']);
  expect(up.code, up.stderr).toBe(0);
  await redis('set', 'who', 'mine');
});
afterAll(() => at[Symbol.asyncDispose]());

// Each test goes on from where the one before left the database.
test('a snapshot keeps what is live under its name, and the database goes on with it', async () => {
  const taken = await at.berth(['db', 'snapshot', 'first', '--note', 'before the demo']);
  expect(taken.code, taken.stderr).toBe(0);
  expect(await redis('get', 'who')).toBe('mine');
  expect((await database()).snapshots).toMatchObject([
    { name: 'first', note: 'before the demo', of: '1', image: 'redis:7', bytes: expect.any(Number) },
  ]);
});

test('a name is given once, and one that could be a path is none', async () => {
  expect(problemsOf(await at.berth(['db', 'snapshot', 'first', '--json']))).toMatchObject([
    { kind: 'snapshot-exists', name: 'first' },
  ]);
  expect(problemsOf(await at.berth(['db', 'snapshot', '../x', '--json']))).toMatchObject([
    { kind: 'request-invalid' },
  ]);
});

test('restore brings it back on a generation of its own, as often as one likes, and undo goes back', async () => {
  await redis('set', 'who', 'somebody else');
  const hash = await volumeHash(`${at.name}_dbdata.s-first`);
  for (const generation of [2, 3]) {
    const restored = await at.berth(['db', 'restore', 'first', '--yes']);
    expect(restored.code, restored.stderr).toBe(0);
    expect(await redis('get', 'who')).toBe('mine');
    expect((await database()).current).toBe(generation);
    await redis('set', 'who', `written on ${generation}`);
  }
  expect(await volumeHash(`${at.name}_dbdata.s-first`)).toBe(hash);
  expect((await at.berth(['undo', '--yes'])).code).toBe(0);
  expect(await redis('get', 'who')).toBe('written on 2');
});

test('restore takes a past generation by its number, and refuses what is not there', async () => {
  expect((await at.berth(['db', 'restore', '1', '--yes'])).code).toBe(0);
  expect(await redis('get', 'who')).toBe('somebody else');
  expect(problemsOf(await at.berth(['db', 'restore', 'nothing', '--yes', '--json']))).toMatchObject([
    { kind: 'snapshot-unknown', name: 'nothing', known: expect.arrayContaining(['first', '2', '3']) },
  ]);
});

test('prune names what goes before it goes, and leaves what is live, what undo returns to and what is kept', async () => {
  for (let more = 0; more < 3; more += 1)
    expect((await at.berth(['db', 'restore', 'first', '--yes'])).code).toBe(0);
  expect((await at.berth(['db', 'keep', '2'])).code).toBe(0);
  const before = await numbers();
  expect(before).toEqual([1, 2, 3, 4, 5, 6]);
  const asked = await at.berth(['db', 'prune', '--count', '0', '--json']);
  expect(problemsOf(asked)).toMatchObject([
    {
      kind: 'not-confirmed',
      loses: [expect.stringContaining('generation 3'), expect.stringContaining('generation 4')],
    },
  ]);
  expect(await numbers()).toEqual(before);
  expect((await at.berth(['db', 'prune', '--count', '0', '--yes'])).code).toBe(0);
  expect(await numbers()).toEqual([1, 2, 5, 6]);
  expect(await redis('get', 'who')).toBe('mine');
  expect((await database()).snapshots).toHaveLength(1);
});

test('a snapshot goes when it is named', async () => {
  expect((await at.berth(['db', 'prune', '--snapshot', 'first', '--yes'])).code).toBe(0);
  expect((await database()).snapshots).toEqual([]);
});

test('a name may be given again, and means the last one', async () => {
  for (const note of ['again', 'once more']) {
    expect((await at.berth(['db', 'snapshot', 'first', '--note', note])).code).toBe(0);
    expect((await database()).snapshots).toMatchObject([{ name: 'first', note }]);
    expect((await at.berth(['db', 'restore', 'first', '--yes'])).code).toBe(0);
    expect((await at.berth(['db', 'prune', '--snapshot', 'first', '--yes'])).code).toBe(0);
  }
  expect((await database()).snapshots).toEqual([]);
  expect((await at.objects()).volumes).not.toContain(`${at.name}_dbdata.s-first`);
});

test('a volume of that name that somebody else made is not written to', async () => {
  const theirs = `${at.name}_dbdata.s-theirs`;
  const fill = [
    'run',
    '--rm',
    '-v',
    `${theirs}:/v`,
    'debian:bookworm-slim',
    'bash',
    '-c',
    'echo precious >/v/x',
  ];
  await demand('docker', fill);
  const hash = await volumeHash(theirs);
  expect(problemsOf(await at.berth(['db', 'snapshot', 'theirs', '--json']))).toMatchObject([
    { kind: 'volume-foreign', volume: theirs },
  ]);
  expect(await volumeHash(theirs)).toBe(hash);
  expect(await redis('get', 'who')).toBe('mine');
});

test('the address of the database has no password, and its own client reaches it', async () => {
  const url = await at.berth(['db', 'url']);
  expect([url.code, url.stdout.trim()]).toEqual([0, expect.stringMatching(/^redis:\/\/127\.0\.0\.1:\d+$/)]);
  const shell = await at.berth(['db', 'shell'], { input: 'get who\n' });
  expect([shell.code, shell.stdout]).toEqual([0, expect.stringContaining('mine')]);
});

test('a reset without migrations and seed starts empty, and undo brings all back', async () => {
  const reset = await at.berth(['reset', '--yes']);
  expect(reset.code, reset.stderr).toBe(0);
  expect(await redis('get', 'who')).toBe('');
  expect((await at.berth(['undo', '--yes'])).code).toBe(0);
  expect(await redis('get', 'who')).toBe('mine');
});

const redis = async (...words: readonly string[]): Promise<string> =>
  (await demand('docker', ['exec', `${at.name}-db-1`, 'redis-cli', ...words])).trim();

async function database(): Promise<DatabaseView> {
  return documentOf(await at.berth(['db', '--json']));
}

const numbers = async (): Promise<readonly number[]> =>
  (await database()).generations.map(({ number }) => number);
