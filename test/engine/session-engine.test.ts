import { describe, expect, it } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import { fail } from '../../src-main/contract/result.ts';
import { eventually } from '../support/eventually.ts';
import { end, run, shop, signal, starts, up, verdicts } from './shop.ts';

const at = shop();

describe('the engine', () => {
  const gone: Problem = { kind: 'engine-absent', endpoint: 'unix:///x', detail: 'ENOENT' };

  it('that is not there is a problem of the plan and of the view, and it goes on by itself when it comes', async () => {
    at.world.engine.down = gone;
    const session = await at.open();
    expect(session.view().engine).toEqual({ state: 'unreachable', problem: gone });
    expect(await session.plan(up, signal)).toEqual({ ok: false, error: [gone] });
    expect(session.view().commands.find(({ goal }) => goal === 'up')).toMatchObject({ enabled: false });
    at.world.engine.down = null;
    await eventually(() => expect(session.view().engine.state).toBe('ready'));
    expect((await run(session, up)).status).toBe('done');
  });

  it('that is lost in the middle of a run fails the run, and the next up goes on', async () => {
    at.world.engine.behave('db', { answersAfterMs: null });
    const session = await at.open();
    const started = await session.start(up, null, signal);
    if (!started.ok) throw new Error('not started');
    await eventually(() => expect(starts(at.world)).toHaveLength(1));
    at.world.engine.lose(gone);
    const view = await end(session, started.value);
    expect(view.status).toBe('failed');
    expect(view.problems[0]).toEqual(gone);
    at.world.engine.down = null;
    at.world.engine.behave('db', {});
    await eventually(() => expect(session.view().engine.state).toBe('ready'));
    expect((await run(session, up)).status).toBe('done');
  }, 20_000);

  it('tells what others do to the containers', async () => {
    const session = await at.open();
    await run(session, up);
    at.world.engine.change('shop-web-1', { state: 'exited', exitCode: 1 });
    await eventually(() => expect(verdicts(session)['web']).toBe('failing'));
  });
});

describe('a look at the engine that takes long', () => {
  it('does not undo what an event told meanwhile', async () => {
    const session = await at.open();
    const gate = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const { inspectImage } = at.world.engine.docker;
    const slow: typeof inspectImage = async (...asked) => {
      const done = session.view().run?.steps.every(({ status }) => status === 'done') ?? false;
      const answer = await inspectImage(...asked);
      if (done) {
        began.resolve();
        await gate.promise;
      }
      return answer;
    };
    Object.assign(at.world.engine.docker, { inspectImage: slow });
    // The session has its own handle of the engine by now; a lost connection makes it ask for another.
    at.world.engine.lose({ kind: 'engine-absent', endpoint: 'unix:///x', detail: 'ENOENT' });
    await eventually(() => expect(session.view().engine.state).toBe('unreachable'));
    at.world.engine.down = null;
    await eventually(() => expect(session.view().engine.state).toBe('ready'));
    const started = await session.start(up, null, signal);
    if (!started.ok) throw new Error('not started');
    await began.promise;
    at.world.engine.change('shop-web-1', { state: 'exited', exitCode: 1 });
    await eventually(() => expect(verdicts(session)['web']).toBe('failing'));
    gate.resolve();
    expect((await end(session, started.value)).status).toBe('done');
    expect(verdicts(session)['web']).toBe('failing');
  });
});

describe('an engine that is too busy to answer', () => {
  it('is asked again for what it told of', async () => {
    const { inspectContainer } = at.world.engine.docker;
    let refusals = 0;
    const busy: typeof inspectContainer = async (...asked) => {
      if (refusals === 0) return inspectContainer(...asked);
      refusals -= 1;
      return fail({ kind: 'engine-failed', call: 'inspect', status: null, message: 'no answer in time' });
    };
    Object.assign(at.world.engine.docker, { inspectContainer: busy });
    const session = await at.open();
    await run(session, up);
    refusals = 2;
    at.world.engine.change('shop-web-1', { state: 'exited', exitCode: 1 });
    await eventually(() => expect(verdicts(session)['web']).toBe('failing'));
  });
});
