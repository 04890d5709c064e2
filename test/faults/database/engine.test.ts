import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunView } from '../../../src-main/contract/view.ts';
import type { Desk, Session } from '../../../src-main/engine/desk.ts';
import { never, openSession, realDesk, runGoal } from '../../engine/real/real-desk.ts';
import { ensureImages } from '../../lab/images.ts';
import { canOwnEngine, openOwnEngine, type OwnEngine } from '../../lab/own-engine.ts';
import { check, type Before } from './check.ts';
import { KillGround } from './kill.ts';
import { type DatabaseProject, databaseProject } from './project.ts';
import { volumeHash } from './tree-hash.ts';

let engine: OwnEngine;
let project: DatabaseProject;
let ground: KillGround;

describe.runIf(canOwnEngine())('the data of a database on an engine that breaks', () => {
  beforeAll(async () => {
    await ensureImages(['redis:7']);
    engine = await openOwnEngine(420);
    await engine.load(['redis:7']);
    // The desks of this file find their engine as the command line tool does.
    process.env['DOCKER_HOST'] = engine.env['DOCKER_HOST'];
    project = await databaseProject('redis', engine.env);
    ground = new KillGround(project, engine.env);
    await ground.prepare();
  }, 240_000);
  afterAll(async () => {
    await ground[Symbol.asyncDispose]();
    await project[Symbol.asyncDispose]();
    await engine[Symbol.asyncDispose]();
  });

  // A few of the steps; `npm run faults -- --engine` goes through all.
  test.each([
    ['warm', 6],
    ['warm', 11],
    ['undo', 5],
    ['first', 9],
    ['first', 14],
  ] as const)(
    'is the old or the new, whole, when the engine is killed in a run (%s) as step %i begins',
    async (act, step) => {
      const { killed, faults } = await ground.breakEngine(act, step, engine);
      expect({ killed, faults }).toEqual({ killed: true, faults: [] });
    },
    240_000,
  );

  test('is untouched when the disk is full while another is prepared, and a reset works when there is room again', async () => {
    const before = await state();
    await project.changeSeed('seeded anew');
    await fillDisk(0);
    const failed = await atDesk(async (desk) => runGoal(await openSession(desk, project.dir), 'reset'));
    expect(failed.status).toBe('failed');
    expect(await project.rows()).toEqual(before.rows);
    await project.docker('volume', 'rm', '-f', `${project.name}-filler`);
    await atDesk(async (desk) => openSession(desk, project.dir));
    const judged = await check(project, { before, made: [] });
    expect([judged.faults, judged.live]).toEqual([[], 'old']);
    await goal('reset');
    expect(await project.rows()).toEqual(['seeded anew']);
    await goal('undo');
    expect(await project.rows()).toEqual(before.rows);
  }, 240_000);

  test('is untouched when the disk becomes full while it is copied: the copy is gone, and the database is up', async () => {
    await project.docker('exec', `${project.name}-db-1`, 'sh', '-c', grow);
    const rows = await project.rows();
    await fillDisk(8);
    const failed = await atDesk(async (desk) => snapshot(await openSession(desk, project.dir)));
    expect(failed.problems[0]).toMatchObject({ kind: 'copy-failed', to: `${project.name}_dbdata.s-full` });
    expect(await project.rows()).toEqual(rows);
    const volumes = await project.docker('volume', 'ls', '--format', '{{.Name}}');
    expect(volumes.split('\n')).not.toContain(`${project.name}_dbdata.s-full`);
    await project.docker('volume', 'rm', '-f', `${project.name}-filler`);
    const taken = await atDesk(async (desk) => snapshot(await openSession(desk, project.dir)));
    expect(taken.problems).toEqual([]);
  }, 240_000);

  test('is untouched when the disk becomes full while a snapshot is restored: nothing of the restore stays', async () => {
    const before = await state();
    await fillDisk(8);
    const failed = await atDesk(async (desk) =>
      runGoal(await openSession(desk, project.dir), {
        goal: 'restore',
        services: [],
        flags: { name: 'full' },
      }),
    );
    expect(failed.status).toBe('failed');
    await project.docker('volume', 'rm', '-f', `${project.name}-filler`);
    await atDesk(async (desk) => openSession(desk, project.dir));
    const judged = await check(project, { before, made: [] });
    expect([judged.faults, judged.live]).toEqual([[], 'old']);
  }, 240_000);

  test('is the old or the new when a reset has no room for the copy of the next, which then makes its own', async () => {
    await goal('reset');
    await project.addRow('since the reset');
    const before = await state();
    await fillDisk(0);
    await atDesk(async (desk) => runGoal(await openSession(desk, project.dir), 'reset'));
    await project.docker('volume', 'rm', '-f', `${project.name}-filler`);
    await goal('up');
    const judged = await check(project, { before, made: ['seeded anew'] });
    expect(judged.faults).toEqual([]);
    await goal('reset');
    expect(await project.rows()).toEqual(['seeded anew']);
  }, 240_000);
});

async function state(): Promise<Before> {
  const format = '{{range .Mounts}}{{if eq .Type "volume"}}{{.Name}}{{end}}{{end}}';
  const live = await project.docker('inspect', '--format', format, `${project.name}-db-1`);
  const foreignHash = await volumeHash(project, project.foreign);
  return { rows: await project.rows(), live, liveHash: await volumeHash(project, live), foreignHash };
}

// 24 MB that do not compress, in the files of the database.
const grow = 'head -c 24000000 /dev/urandom | redis-cli -x set ballast >/dev/null';

/** Leaves so many MB of the engine's disk. */
async function fillDisk(leftMb: number): Promise<void> {
  const fill = `head -c ${leftMb}000000 /dev/zero >/v/left; dd if=/dev/zero of=/v/zeros bs=64k 2>/dev/null; rm /v/left; sync`;
  const words = [
    '--rm',
    '--entrypoint',
    'sh',
    '--volume',
    `${project.name}-filler:/v`,
    'redis:7',
    '-c',
    fill,
  ];
  await project.docker('run', ...words);
}

async function snapshot(session: Session): Promise<RunView> {
  const wish = { goal: 'snapshot', services: [], flags: { name: 'full' } } as const;
  const run = await session.start(wish, null, never);
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  let last: RunView | null = null;
  for await (const view of session.follow(run.value, never)) last = view;
  if (last === null) throw new Error('the run was not told');
  return last;
}

async function goal(name: 'up' | 'reset' | 'undo'): Promise<void> {
  await atDesk(async (desk) => {
    const view = await runGoal(await openSession(desk, project.dir), name);
    expect(view.problems).toEqual([]);
  });
}

async function atDesk<T>(act: (desk: Desk) => Promise<T>): Promise<T> {
  const desk = realDesk(project.settings);
  try {
    return await act(desk);
  } finally {
    await desk.close();
  }
}
