import { expect, it } from 'vitest';
import type { ContainerRequest } from '../../src-main/core/plan/requests.ts';
import { awaitCondition, type Wait } from '../../src-main/engine/await-condition.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import { LiveState } from '../../src-main/engine/live-state.ts';
import { type Behaviour, FakeEngine } from '../support/fake-docker.ts';
import { realClock } from '../support/fake-world.ts';

const never = new AbortController().signal;
const request: ContainerRequest = {
  name: 'shop-db-1',
  platform: null,
  body: {
    Image: 'db:1',
    Env: [],
    Labels: { 'com.docker.compose.service': 'db' },
    Healthcheck: { Test: ['CMD', 'check'] },
    HostConfig: {},
  },
  files: [],
};

/** A database that was started and does what it is given, and a wait for it to be healthy. */
async function waitFor(
  behaviour: Behaviour,
  own: Partial<Wait> = {},
  signal = never,
  meanwhile: (engine: FakeEngine, live: LiveState) => void = () => {},
  clock: Clock = realClock,
) {
  const engine = new FakeEngine();
  engine.behave('db', behaviour);
  const live = new LiveState({ id: 'p', dir: '/srv/shop', environment: 'local' });
  await engine.docker.createContainer(request, never);
  await engine.docker.startContainer('shop-db-1', never);
  const wait: Wait = {
    do: 'wait for',
    container: 'shop-db-1',
    condition: 'service_healthy',
    required: true,
    deadlineMs: 60,
    ...own,
  };
  const world = { docker: engine.docker, live, clock };
  const waiting = awaitCondition(wait, world, signal);
  meanwhile(engine, live);
  const result = await waiting;
  engine.close();
  return result;
}

it('a wait that the engine never decides ends at its deadline, with the last answer of the check', async () => {
  expect(await waitFor({ answersAfterMs: null })).toEqual({
    ok: false,
    error: { kind: 'wait-overdue', service: 'db', condition: 'healthy', afterMs: 60, probe: 'not yet' },
  });
});

/** A clock that is set by so much as soon as it was asked once. A loop that asks it and nothing else is a fault. */
function setBy(ms: number): Clock {
  let asked = 0;
  const now = (): number => {
    asked += 1;
    if (asked > 10_000) throw new Error('the clock is asked without end');
    return Date.now() + (asked > 1 ? ms : 0);
  };
  return { ...realClock, now };
}

it('the clock of the machine may be set meanwhile: a wait lasts as long as it lasts', async () => {
  const hour = 3_600_000;
  // As after a sleep of the machine.
  expect(
    await waitFor({ answersAfterMs: 50 }, { deadlineMs: 10_000 }, never, undefined, setBy(hour)),
  ).toEqual({ ok: true, value: undefined });
  expect(
    await waitFor({ answersAfterMs: null }, { deadlineMs: 60 }, never, undefined, setBy(-hour)),
  ).toMatchObject({ ok: false, error: { kind: 'wait-overdue' } });
});

it('one that is not required ends well then, and whatever comes after it goes on', async () => {
  expect(await waitFor({ answersAfterMs: null }, { required: false })).toEqual({
    ok: true,
    value: undefined,
  });
});

it('one that is cancelled ends at once, required or not', async () => {
  const cancelled = { ok: false, error: { kind: 'cancelled', goal: 'the wait' } };
  const stop = () => AbortSignal.timeout(10);
  expect(await waitFor({ answersAfterMs: null }, { deadlineMs: null }, stop())).toEqual(cancelled);
  expect(await waitFor({ answersAfterMs: null }, { deadlineMs: null, required: false }, stop())).toEqual(
    cancelled,
  );
});

it('a container that is gone is told as such', async () => {
  expect(await waitFor({}, { container: 'shop-web-1' })).toMatchObject({
    ok: false,
    error: { kind: 'container-missing', container: 'shop-web-1' },
  });
});

it('one that something else removes during the wait is told as gone, and not waited for', async () => {
  const removed = (engine: FakeEngine) =>
    void setTimeout(() => void engine.docker.removeContainer('shop-db-1', never), 20);
  expect(await waitFor({ answersAfterMs: null }, { deadlineMs: 8_000 }, never, removed)).toMatchObject({
    ok: false,
    error: { kind: 'container-missing', container: 'shop-db-1' },
  });
});

it('one that something else has started again by the time it is looked at is waited for', async () => {
  const restarted = (engine: FakeEngine, live: LiveState): void => {
    const container = engine.container('shop-db-1');
    if (container === null) throw new Error('there is no database');
    setTimeout(() => {
      live.tell({ kind: 'container changed', container: { ...container, state: 'exited', exitCode: 143 } });
    }, 5);
  };
  expect(await waitFor({ answersAfterMs: 100 }, { deadlineMs: 5_000 }, never, restarted)).toEqual({
    ok: true,
    value: undefined,
  });
});

it('one that something else made anew is waited for by the check of the new one', async () => {
  const madeAnew = async (engine: FakeEngine): Promise<void> => {
    await engine.docker.removeContainer('shop-db-1', never);
    await engine.docker.createContainer(request, never);
    await engine.docker.startContainer('shop-db-1', never);
    engine.change('shop-db-1', { health: 'healthy' });
  };
  const late = (engine: FakeEngine) => void setTimeout(() => void madeAnew(engine), 20);
  const result = await waitFor({ answersAfterMs: null }, { deadlineMs: 60_000 }, never, late);
  expect(result).toEqual({ ok: true, value: undefined });
});

it('a lack of memory that the engine hears of after the end is told all the same', async () => {
  const late = (engine: FakeEngine) =>
    setTimeout(() => engine.change('shop-db-1', { outOfMemory: true }), 2_100);
  const { error } = (await waitFor(
    { answersAfterMs: null, exitsAfterMs: 5, exitCode: 137 },
    { deadlineMs: 5_000 },
    never,
    late,
  )) as { error: unknown };
  expect(error).toMatchObject({ kind: 'container-exited', exitCode: 137, outOfMemory: true });
});

it('one that was killed and that the engine starts again a moment later is waited for', async () => {
  const broughtBack = (engine: FakeEngine): void => {
    setTimeout(() => engine.change('shop-db-1', { state: 'exited', exitCode: 137 }), 20);
    // The wait looks by itself every two seconds.
    setTimeout(() => engine.change('shop-db-1', { state: 'running', health: 'healthy' }), 2_400);
  };
  const result = await waitFor({ answersAfterMs: 2_400 }, { deadlineMs: 9_000 }, never, broughtBack);
  expect(result).toEqual({ ok: true, value: undefined });
});

it('one that ended again and again before the wait began has one more try', async () => {
  const looping = (engine: FakeEngine, restarts: number) =>
    engine.change('shop-db-1', { state: 'restarting', exitCode: 1, restarts });
  const thenUp = (engine: FakeEngine): void => {
    looping(engine, 6);
    setTimeout(() => engine.change('shop-db-1', { state: 'running', health: 'healthy' }), 500);
  };
  const waits = { deadlineMs: 9_000 } as const;
  expect(await waitFor({ answersAfterMs: 500 }, waits, never, thenUp)).toEqual({
    ok: true,
    value: undefined,
  });
  const thenAgain = (engine: FakeEngine): void => {
    looping(engine, 6);
    setTimeout(() => looping(engine, 7), 500);
  };
  const told = { ok: false, error: { kind: 'container-exited', service: 'db', exitCode: 1 } };
  expect(await waitFor({ answersAfterMs: null }, waits, never, thenAgain)).toMatchObject(told);
  const rarely = (engine: FakeEngine) => looping(engine, 8);
  expect(await waitFor({ answersAfterMs: null }, waits, never, rarely)).toMatchObject(told);
});

it('one that something else ends and starts again and again is told, and not waited for without end', async () => {
  let flips: NodeJS.Timeout | undefined;
  const endless = (engine: FakeEngine, live: LiveState): void => {
    let isOver = false;
    flips = setInterval(() => {
      isOver = !isOver;
      engine.change('shop-db-1', isOver ? { state: 'exited', exitCode: 137 } : { state: 'running' });
      const container = engine.container('shop-db-1');
      if (container !== null) live.tell({ kind: 'container changed', container });
    }, 60);
  };
  const result = await waitFor({ answersAfterMs: null }, { deadlineMs: 60_000 }, never, endless);
  clearInterval(flips);
  expect(result).toMatchObject({ ok: false, error: { kind: 'container-exited', exitCode: 137 } });
});
