import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureImages } from '../../lab/images.ts';
import { type DatabaseProject, databaseProject } from './project.ts';
import { type Act, KillGround, type ProgramInstant } from './kill.ts';

let project: DatabaseProject;
let ground: KillGround;

beforeAll(async () => {
  await ensureImages(['redis:7']);
  project = await databaseProject('redis');
  ground = new KillGround(project);
  await ground.prepare();
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  await project[Symbol.asyncDispose]();
});

// A few of the many: `npm run faults` goes through every failpoint and as many random instants as it is told.
test.each<[Act, ProgramInstant]>([
  ['warm', { call: 3, edge: 'after' }],
  ['warm', { call: 9, edge: 'before' }],
  ['warm', { afterMs: 400 }],
  ['first', { call: 4, edge: 'after' }],
  ['first', { call: 20, edge: 'before' }],
  ['first', { call: 30, edge: 'after' }],
  ['undo', { call: 5, edge: 'after' }],
  ['undo', { afterMs: 300 }],
])(
  '%s killed at %j: after recovery the data is the old or the new, nothing is lost, nothing is left',
  async (act, instant) => {
    const { faults } = await ground.kill(act, instant);
    expect(faults).toEqual([]);
  },
);

test('a reset whose seed is a bundle, killed: after recovery the data is the old or the new, nothing is lost or left', async () => {
  await using seeded = await databaseProject('redis', process.env, 'quick', 'bundle');
  await using its = new KillGround(seeded);
  await its.prepare();
  const instants: readonly ProgramInstant[] = [
    { call: 3, edge: 'after' },
    { call: 5, edge: 'before' },
    { call: 6, edge: 'after' },
    { call: 14, edge: 'after' },
    { afterMs: 500 },
  ];
  for (const instant of instants) {
    const { faults } = await its.kill('first', instant);
    expect([instant, faults]).toEqual([instant, []]);
  }
});

test('a container that the engine is still stopping when the program is killed runs again after recovery', async () => {
  await using slow = await databaseProject('redis', process.env, 'slow');
  await using its = new KillGround(slow);
  await its.prepare();
  for (const afterMs of [300, 500, 700]) {
    const { faults } = await its.kill('undo', { afterMs });
    // The worker is out of the engine's hands by then, whichever way it went.
    expect([afterMs, faults]).toEqual([afterMs, []]);
  }
});

test('the checker sees a database that is not what it should be', async () => {
  const { faults } = await ground.kill('warm', { call: 2, edge: 'before' });
  expect(faults).toEqual([]);
  await project.addRow('written behind its back');
  const { check } = await import('./check.ts');
  const before = { rows: ['mine'], live: `${project.name}_dbdata`, liveHash: 'other', foreignHash: 'other' };
  const judged = await check(project, { before, made: ['mine'] });
  expect(judged.faults.map((fault) => fault.slice(0, 3)).sort()).toEqual(['I1:', 'I2:', 'I3:']);
});
