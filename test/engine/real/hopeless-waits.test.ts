import { afterEach, beforeEach, expect, it } from 'vitest';
import { describe } from '../../../src-main/contract/describe.ts';
import type { Desk } from '../../../src-main/engine/desk.ts';
import { ensureImages } from '../../lab/images.ts';
import { openSession, type Place, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;

beforeEach(async () => {
  await ensureImages(['busybox:1.36']);
  at = await place();
  desk = realDesk(at.settings);
});
afterEach(async () => {
  await desk.close();
  await at.remove();
});

/** An up of a database that does what it is given, and of a service that waits for it. */
async function upWith(db: string) {
  await at.write({
    'compose.yaml': `
name: ${at.project}
services:
  db: { image: "busybox:1.36", init: true, stop_grace_period: 1s, ${db} }
  web: { image: "busybox:1.36", command: [sleep, "600"], depends_on: { db: { condition: service_healthy } } }
`,
  });
  const session = await openSession(desk, at.dir);
  const run = await runGoal(session, 'up');
  const web = session.view().services.find(({ name }) => name === 'web');
  return { run, why: web?.chain.map(({ text }) => text), tookMs: (run.finishedAt ?? 0) - run.startedAt };
}

it('a database that never becomes healthy ends the run when its own check must have decided, with what the check said', async () => {
  const test = '[CMD-SHELL, "echo connection to 5432 refused; exit 2"]';
  const health = `healthcheck: { test: ${test}, interval: 1s, timeout: 1s, retries: 2, start_period: 1s }`;
  const { run, why, tookMs } = await upWith(`command: [sh, -c, "echo starting; sleep 600"], ${health}`);
  expect(run.problems).toEqual([
    {
      kind: 'container-unhealthy',
      service: 'db',
      probe: 'connection to 5432 refused',
      exitCode: 2,
      log: ['starting'],
    },
  ]);
  // The check's own numbers: its start period, then two failures a second apart, each of a second at most.
  expect(tookMs).toBeLessThan(30_000);
  expect(why).toEqual(['web was not started: it needs db to be healthy', expect.stringContaining('db')]);
  const { detail, remedy } = describe(run.problems[0] ?? expect.fail());
  expect(detail).toContain('Its health check fails and says: connection to 5432 refused (exit code 2)');
  expect(remedy).toContain('`berth up` goes on from here');
});

const check = 'healthcheck: { test: [CMD, "false"], interval: 60s, timeout: 1s, retries: 9 }';

it('a loop of exits ends the wait long before the check could, with the first failing lines', async () => {
  const { run, tookMs } = await upWith(
    `command: [sh, -c, "echo no such table: users; exit 3"], restart: always, ${check}`,
  );
  expect(run.problems).toEqual([
    {
      kind: 'container-exited',
      service: 'db',
      exitCode: 3,
      outOfMemory: false,
      log: ['no such table: users'],
    },
  ]);
  expect(tookMs).toBeLessThan(30_000);
});

it.each(['no', 'always'])(
  'a container that ran out of memory ends the wait at once (restart: %s)',
  async (restart) => {
    const hungry = 'echo loading; tail /dev/zero';
    const { run, tookMs } = await upWith(
      `command: [sh, -c, "${hungry}"], mem_limit: 8m, memswap_limit: 8m, restart: "${restart}", ${check}`,
    );
    expect(run.problems).toEqual([
      { kind: 'container-exited', service: 'db', exitCode: 137, outOfMemory: true, log: ['loading'] },
    ]);
    expect(describe(run.problems[0] ?? expect.fail()).title).toBe('db ran out of memory');
    expect(tookMs).toBeLessThan(30_000);
  },
);
