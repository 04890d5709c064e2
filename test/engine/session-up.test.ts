import { describe, expect, it } from 'vitest';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { eventually } from '../support/eventually.ts';
import { approved, end, run, shop, signal, starts, up, verdicts } from './shop.ts';

const at = shop();

describe('up', () => {
  it('brings a project from nothing to green', async () => {
    const session = await at.open();
    const view = await run(session, up);
    expect(view.status).toBe('done');
    expect(view.steps.every((step) => step.status === 'done')).toBe(true);
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
    expect(starts(at.world)).toEqual(['start shop-db-1', 'start shop-api-1', 'start shop-web-1']);
  });

  it('starts a dependent long before the engine would have looked again', async () => {
    const session = await at.open();
    const view = await run(session, up);
    // The engine's own interval is 30 seconds; only the probe can have seen it.
    expect((view.finishedAt ?? 0) - view.startedAt).toBeLessThan(15_000);
  });

  it('of a green project does nothing and says so', async () => {
    const session = await at.open();
    await run(session, up);
    const calls = at.world.engine.calls.length;
    expect(await run(session, up)).toMatchObject({ status: 'done', nothingToDo: true, steps: [] });
    expect(at.world.engine.calls.length).toBe(calls);
  });

  it('pulls what is missing and labels the container with the id of what came', async () => {
    at.world.engine.images.delete('web:1');
    const session = await at.open();
    await run(session, up);
    expect(at.world.engine.calls).toContain('pull web:1');
    expect(at.world.engine.requestOf('shop-web-1')?.body.Labels['com.docker.compose.image']).toBe(
      'sha256:web:1',
    );
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('names services that are not there, with the nearest that is', async () => {
    const session = await at.open();
    expect(await session.plan({ goal: 'up', services: ['apy'] }, signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'service-unknown', name: 'apy', nearest: 'api' }],
    });
  });

  it('with a dependency that stops tells why, skips what waits for it, and finishes the rest', async () => {
    at.world.engine.behave('db', {
      exitsAfterMs: 5,
      exitCode: 3,
      answersAfterMs: null,
      log: ['no space left on device'],
    });
    const session = await at.open();
    const view = await run(session, up);
    expect(view.status).toBe('failed');
    expect(view.problems).toMatchObject([
      { kind: 'container-exited', service: 'db', exitCode: 3, log: ['no space left on device'] },
    ]);
    expect(starts(at.world)).toEqual(['start shop-db-1']);
    const web = session.view().services.find(({ name }) => name === 'web');
    expect(web?.chain.map(({ text }) => text)).toEqual([
      'web was not started: it needs api to be healthy',
      'api was not started: it needs db to be healthy',
      'db stopped with exit code 3',
    ]);
    expect(web?.chain.at(-1)?.evidence).toBe('no space left on device');
  });

  it('with a service that is not healthy fails with what its check said', async () => {
    at.world.engine.behave('api', { unhealthyAfterMs: 5, answersAfterMs: null });
    const session = await at.open();
    const view = await run(session, up);
    expect(view.problems).toMatchObject([
      { kind: 'container-unhealthy', service: 'api', probe: 'it says no' },
    ]);
    expect(verdicts(session)).toMatchObject({ db: 'green', api: 'failing' });
  });

  it('can be cancelled while it waits, and the next one goes on', async () => {
    at.world.engine.behave('db', { answersAfterMs: null });
    const session = await at.open();
    const started = await session.start(up, null, signal);
    if (!started.ok) throw new Error('not started');
    await eventually(() => expect(starts(at.world)).toEqual(['start shop-db-1']));
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    at.world.engine.behave('db', {});
    expect((await run(session, up)).status).toBe('done');
  });
});

describe('plans and approval', () => {
  it('a plan that loses data is not run without the word of its user', async () => {
    const session = await at.open();
    await run(session, up);
    const started = await session.start({ goal: 'reset', services: [] }, null, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'not-confirmed', goal: 'reset' }] });
  });

  it('an approval is for one plan: when the state has changed it is stale', async () => {
    const session = await at.open();
    const id = await approved(session, up);
    at.world.engine.images.delete('web:1');
    const started = await session.start(up, id, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'plan-stale', approved: id }] });
  });

  it('one run at a time, in this process and in another', async () => {
    at.world.engine.behave('db', { answersAfterMs: 300 });
    const session = await at.open();
    const first = await session.start(up, null, signal);
    if (!first.ok) throw new Error('not started');
    expect(await session.start(up, null, signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'busy', goal: 'up' }],
    });
    await eventually(() => expect(starts(at.world).length).toBeGreaterThan(0));
    const other = openDesk(at.world.ports());
    const elsewhere = await at.open(other);
    expect(await elsewhere.start(up, null, signal)).toMatchObject({ ok: false, error: [{ kind: 'busy' }] });
    await end(session, first.value);
    // Free again: the other one has nothing to make or start. (It may have to look for itself whether all answer.)
    const calls = at.world.engine.calls.length;
    expect((await run(elsewhere, up)).status).toBe('done');
    expect(at.world.engine.calls.length).toBe(calls);
    await other.close();
  });
});
