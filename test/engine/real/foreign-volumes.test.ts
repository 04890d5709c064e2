import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Desk, PlanWish, Session } from '../../../src-main/engine/desk.ts';
import { docker, openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;
let session: Session;
const tag = randomBytes(3).toString('hex');

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
  await at.write({ 'compose.yaml': compose(at.project), 'berth.yaml': berth(at.project) });
});
afterEach(async () => {
  await desk.close();
  const names = foreign().map(({ name }) => name);
  await at.remove();
  await docker('volume', 'rm', '-f', ...names);
});

const compose = (name: string): string => `
name: ${name}
services:
  db:
    image: redis:7
    command: [redis-server, --appendonly, "yes"]
    volumes: ["dbdata:/data", "shared:/shared:ro"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 60 }
volumes: { dbdata: , shared: { external: true, name: "shared-${tag}" } }
`;
const berth = (project: string): string => `
berth: 1
project: ${project}
database: { service: db, volume: dbdata }
`;

type Foreign = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

/** Volumes that are somebody else's, however they are called and whatever they say of themselves. */
const foreign = (): readonly Foreign[] => {
  const p = at.project;
  const berthed = { 'berth.project': p, 'berth.volume': 'dbdata' };
  return [
    { name: `shared-${tag}`, labels: {} },
    // A number that no reset has given yet, with all labels.
    { name: `${p}_dbdata.g7`, labels: { ...berthed, 'berth.generation': '7' } },
    // The names that the next steps would give.
    { name: `${p}_dbdata.s-theirs`, labels: { ...berthed, 'berth.snapshot': 'theirs' } },
    { name: `${p}_dbdata.golden-deadbeef`, labels: { ...berthed, 'berth.golden': 'd'.repeat(64) } },
    // Another project, and another clone of this one under a name of its own.
    {
      name: `${p}x_dbdata`,
      labels: { 'com.docker.compose.project': `${p}x`, 'com.docker.compose.volume': 'dbdata' },
    },
    { name: `${p}x_dbdata.g2`, labels: { ...berthed, 'berth.project': `${p}x`, 'berth.generation': '2' } },
    // Made by hand where compose would have made one.
    { name: `${p}_files`, labels: { 'com.docker.compose.project': p } },
  ];
};

const hashOf = (volume: string): Promise<string> =>
  docker(
    ...['run', '--rm', '--network', 'none', '-v', `${volume}:/v:ro`, 'busybox:1.36', 'sh', '-c'],
    'cd /v && find . -exec stat -c "%n %u:%g %a %Y" {} + | sort && find . -type f -exec sha256sum {} + | sort',
  );
const hashes = async (): Promise<Record<string, string>> =>
  Object.fromEntries(await Promise.all(foreign().map(async ({ name }) => [name, await hashOf(name)])));

it('no volume of somebody else changes or goes in any of it, whatever its name and labels', async () => {
  for (const { name, labels } of foreign()) {
    const given = Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]);
    await docker('volume', 'create', ...given, name);
    await docker(
      'run',
      '--rm',
      '-v',
      `${name}:/v`,
      'busybox:1.36',
      'sh',
      '-c',
      `echo precious ${name} >/v/x`,
    );
  }
  const before = await hashes();
  session = await openSession(desk, at.dir);
  const goals: readonly PlanWish[] = [
    { goal: 'up', services: [] },
    { goal: 'snapshot', services: [], flags: { name: 'mine' } },
    { goal: 'reset', services: [] },
    { goal: 'reset', services: [] },
    { goal: 'undo', services: [] },
    { goal: 'restore', services: [], flags: { name: 'mine' } },
    { goal: 'restore', services: [], flags: { name: '1' } },
    { goal: 'export', services: [], flags: { name: 'mine', file: 'mine.berth' } },
    { goal: 'import', services: [], flags: { name: 'again', file: 'mine.berth' } },
    { goal: 'prune', services: [], flags: { count: 0, bytes: 0, olderThanDays: 0 } },
    { goal: 'prune', services: [], flags: { count: 0, name: 'mine' } },
    { goal: 'down', services: [], flags: { removeVolumes: true } },
    { goal: 'up', services: [] },
  ];
  for (const wish of goals) {
    const run = await runGoal(session, wish);
    expect([wish.goal, run.problems, run.status]).toEqual([wish.goal, [], 'done']);
  }
  // What would be written into one of them is refused.
  const theirs = await runGoal(session, { goal: 'snapshot', services: [], flags: { name: 'theirs' } });
  expect(theirs.problems).toMatchObject([
    { kind: 'volume-foreign', volume: `${at.project}_dbdata.s-theirs` },
  ]);
  // The next start looks for what is left over.
  await desk.close();
  desk = realDesk(at.settings);
  session = await openSession(desk, at.dir);
  expect((await runGoal(session, 'up')).problems).toEqual([]);
  expect(await hashes()).toEqual(before);
});
