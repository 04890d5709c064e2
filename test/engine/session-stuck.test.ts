import { expect, it } from 'vitest';
import { saysStuck } from '../../src-main/adapters/docker/refusals.ts';
import type { Docker } from '../../src-main/ports/docker.ts';
import { run, shop, starts, up, verdicts } from './shop.ts';

const at = shop();
const stuck = { kind: 'container-stuck', service: 'db', container: 'shop-db-1' } as const;

/** The engine cannot start the first container of the database; with `every` no other either. */
function cannotStart(every: boolean): void {
  const { engine } = at.world;
  const { startContainer } = engine.docker;
  let left = every ? 9 : 1;
  const refusing: Docker['startContainer'] = async (name, signal) => {
    if (name !== 'shop-db-1' || left === 0) return startContainer(name, signal);
    left -= 1;
    engine.change(name, { stuck: true });
    return { ok: false, error: stuck };
  };
  Object.assign(engine.docker, { startContainer: refusing });
}

/** What is first started of the database is brought back by its restart policy, and ends with that code, again and again. */
function killsOnce(exitCode: number): void {
  const { engine } = at.world;
  const { startContainer } = engine.docker;
  let left = 1;
  const killing: Docker['startContainer'] = async (name, signal) => {
    if (name !== 'shop-db-1' || left === 0) return startContainer(name, signal);
    left -= 1;
    await startContainer(name, signal);
    engine.change(name, { state: 'restarting', health: 'unhealthy', exitCode, restarts: 8 });
    return { ok: true, value: undefined };
  };
  Object.assign(engine.docker, { startContainer: killing });
}

it('a container that the engine cannot start any more is made anew in the same run, and the rest goes on', async () => {
  cannotStart(false);
  const session = await at.open();
  const view = await run(session, up);
  expect(view).toMatchObject({ status: 'done', problems: [] });
  expect(view.steps.some(({ because }) => because === 'the engine can no longer start it')).toBe(true);
  expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
  expect(starts(at.world)).toEqual(['start shop-db-1', 'start shop-api-1', 'start shop-web-1']);
});

it('a container that the engine kills each time it has started it is made anew in the same run', async () => {
  killsOnce(137);
  const session = await at.open();
  const view = await run(session, up);
  expect(view).toMatchObject({ status: 'done', problems: [] });
  expect(view.steps.some(({ because }) => because === 'the engine can no longer start it')).toBe(true);
  expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
});

it('one that ends by itself each time is told, and stays', async () => {
  killsOnce(1);
  const view = await run(await at.open(), up);
  expect(view.problems).toMatchObject([{ kind: 'container-exited', service: 'db', exitCode: 1 }]);
  expect(starts(at.world)).toEqual(['start shop-db-1']);
});

it('one that cannot be started either is told, once', async () => {
  cannotStart(true);
  expect((await run(await at.open(), up)).problems).toEqual([stuck]);
});

it('is known by what engine 28.5 says of it', () => {
  const task = 'ef9e7cec78733f04a0833bcaae7d2b6403a1c95319df0e28218e25ade67da512';
  expect(saysStuck(`failed to create task for container: AlreadyExists: task ${task}: already exists`)).toBe(
    true,
  );
  expect(saysStuck('failed to create task for container: OCI runtime create failed')).toBe(false);
});
