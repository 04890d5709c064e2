import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Desk, PlanWish, Session } from '../../src-main/engine/desk.ts';
import { openSession, type Place, place, realDesk, runGoal } from '../engine/real/real-desk.ts';
import { demand } from '../lab/command.ts';
import { ensureImages } from '../lab/images.ts';
import { canOwnEngine, openOwnEngine, type OwnEngine } from '../lab/own-engine.ts';

let engine: OwnEngine;
let at: Place;
let desk: Desk;
let session: Session;

const goal = (name: PlanWish['goal'], flags: PlanWish['flags'] = {}): PlanWish => ({
  goal: name,
  services: [],
  flags,
});
const volumes = async (): Promise<readonly string[]> =>
  (await engine.docker('volume', 'ls', '-q', '--filter', `name=${at.project}_`)).split('\n').sort();
const own = (): Promise<string> =>
  engine.docker('ps', '-aq', '--filter', `label=berth.project=${at.project}`);

const filler = 'bundle-filler';

/** Leaves so many MB of the engine's disk. */
async function leave(leftMb: number): Promise<void> {
  const fill = `head -c ${leftMb}000000 /dev/zero >/v/left; dd if=/dev/zero of=/v/zeros bs=64k 2>/dev/null; rm /v/left; sync`;
  await engine.docker(
    ...['run', '--rm', '--entrypoint', 'sh', '--volume', `${filler}:/v`],
    ...['redis:7', '-c', fill],
  );
}

describe.runIf(canOwnEngine())('a bundle, where a disk has no room', () => {
  beforeAll(async () => {
    await ensureImages(['redis:7']);
    engine = await openOwnEngine(420);
    await engine.load(['redis:7']);
    process.env['DOCKER_HOST'] = engine.env['DOCKER_HOST'];
    at = await place();
    await at.write({
      'compose.yaml': `
name: ${at.project}
services:
  db:
    image: redis:7
    command: [redis-server, --appendonly, "yes"]
    volumes: ["dbdata:/data"]
    healthcheck: { test: [CMD, redis-cli, ping], interval: 1s, timeout: 5s, retries: 60 }
volumes: { dbdata: }
`,
      'berth.yaml': `berth: 1\nproject: ${at.project}\ndatabase: { service: db, volume: dbdata }\n`,
    });
    desk = realDesk(at.settings);
    session = await openSession(desk, at.dir);
    expect((await runGoal(session, 'up')).problems).toEqual([]);
    const grow = 'head -c 24000000 /dev/urandom | redis-cli -x set ballast';
    await engine.docker('exec', `${at.project}-db-1`, 'sh', '-c', grow);
    expect((await runGoal(session, goal('snapshot', { name: 'large' }))).problems).toEqual([]);
  }, 240_000);
  afterAll(async () => {
    await desk.close();
    await at.remove();
    await engine[Symbol.asyncDispose]();
  });

  test('is not made, is told so, and leaves nothing of itself', async () => {
    const small = join(at.dir, 'small');
    await mkdir(small);
    await demand('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', small]);
    try {
      const file = join(small, 'large.berth');
      const run = await runGoal(session, goal('export', { name: 'large', file }));
      expect(run.problems).toMatchObject([{ kind: 'file-unwritable', file, detail: 'the disk is full' }]);
      expect(await readdir(small)).toEqual([]);
      expect(await own()).toBe('');
    } finally {
      await demand('umount', [small]);
    }
  }, 120_000);

  test('is not imported, is told so, and leaves nothing of itself; with room it is', async () => {
    expect((await runGoal(session, goal('export', { name: 'large', file: 'large.berth' }))).problems).toEqual(
      [],
    );
    const before = await volumes();
    const wish = goal('import', { name: 'again', file: 'large.berth' });
    await leave(8);
    const run = await runGoal(session, wish);
    expect(run.status).toBe('failed');
    expect(run.problems[0]?.kind).toBe('disk-full');
    expect(await volumes()).toEqual(before);
    expect(await own()).toBe('');
    await engine.docker('volume', 'rm', '-f', filler);
    expect(await engine.docker('exec', `${at.project}-db-1`, 'redis-cli', 'strlen', 'ballast')).toBe(
      '24000000',
    );
    expect((await runGoal(session, wish)).problems).toEqual([]);
  }, 240_000);

  test('whose engine is killed while it is imported is cleared away by the next start, and can be imported then', async () => {
    const before = await volumes();
    const wish = goal('import', { name: 'third', file: 'large.berth' });
    const broken: Promise<void>[] = [];
    await runGoal(session, wish, (view) => {
      const begun = view.steps.some(
        ({ title, startedAt }) => title.startsWith('read ') && startedAt !== null,
      );
      if (begun && broken.length === 0) broken.push(engine.signal('SIGKILL').then(() => engine.start()));
    });
    await Promise.all(broken);
    expect(broken).toHaveLength(1);
    await desk.close();
    desk = realDesk(at.settings);
    session = await openSession(desk, at.dir);
    const run = await runGoal(session, 'up');
    expect(run.problems).toEqual([]);
    const now = await volumes();
    // The engine may have died when all was done.
    const third = `${at.project}_dbdata.s-third`;
    expect(now.filter((name) => name !== third)).toEqual(before);
    expect(await own()).toBe('');
    if (!now.includes(third)) expect((await runGoal(session, wish)).problems).toEqual([]);
    expect(session.view().database?.snapshots.map(({ name }) => name)).toContain('third');
  }, 240_000);
});
