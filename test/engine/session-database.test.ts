import { describe, expect, it } from 'vitest';
import type { PlanWish } from '../../src-main/engine/desk.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { eventually } from '../support/eventually.ts';
import { FakeWorld } from '../support/fake-world.ts';
import { approved, end, password, run, shop, signal, starts, up, verdicts } from './shop.ts';

const at = shop();

describe('the database', () => {
  const reset: PlanWish = { goal: 'reset', services: [] };
  const undo: PlanWish = { goal: 'undo', services: [] };
  const volumeOf = (name: string): string | undefined => at.world.engine.container(name)?.mounts[0]?.source;

  it('is reset onto a new generation, and undo brings the old one back', async () => {
    const session = await at.open();
    await run(session, up);
    expect((await run(session, reset)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    expect(session.view().database).toMatchObject({ current: 2, undo: 1 });
    expect(at.world.engine.calls.filter((call) => call.startsWith('remove volume'))).toEqual([]);
    expect((await run(session, undo)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(session.view().database).toMatchObject({ current: 1, undo: 2 });
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('is where it was when the migrations fail, and so is all that ran', async () => {
    at.world.engine.behave('migrate', { exitsAfterMs: 2, exitCode: 1, log: ['two heads'] });
    const session = await at.open();
    await run(session, up);
    const view = await run(session, reset);
    expect(view.status).toBe('failed');
    expect(view.problems).toMatchObject([
      { kind: 'database-step-failed', step: 'migrate', exitCode: 1, log: ['two heads'] },
    ]);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(session.view().database).toMatchObject({ current: 1, undo: null });
    expect(verdicts(session)).toMatchObject({ db: 'green', web: 'green' });
    expect(at.world.engine.container('shop-api-1')?.state).toBe('running');
    expect(at.world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
  });

  it('is where it was when the reset is cancelled', async () => {
    at.world.engine.behave('seed', { answersAfterMs: null });
    const session = await at.open();
    await run(session, up);
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => expect(starts(at.world).filter((call) => call.includes('-run-'))).toHaveLength(2));
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(at.world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
    expect(verdicts(session)).toMatchObject({ db: 'green', api: 'green' });
  });

  it('a reset that failed gives its number to nobody', async () => {
    at.world.engine.behave('migrate', { exitsAfterMs: 2, exitCode: 1 });
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    at.world.engine.behave('migrate', { exitsAfterMs: 2 });
    await run(session, reset);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g3');
  });

  it('is put right by the next up when the process died in a reset', async () => {
    at.world.engine.behave('seed', { answersAfterMs: null });
    const session = await at.open();
    await run(session, up);
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => expect(starts(at.world).filter((call) => call.includes('-run-'))).toHaveLength(2));
    // What a dead process leaves: the journal and the containers as they are now; its lock falls silent.
    const after = new FakeWorld();
    for (const [path, text] of at.world.files.texts)
      if (!path.endsWith('.lock')) after.files.texts.set(path, text);
    after.keychain.kept.set('shop/local/DB__PASSWORD', password);
    const second = openDesk({ ...after.ports(), findDocker: at.world.ports().findDocker });
    const next = await at.open(second);
    expect(next.view().database).toMatchObject({ current: 1 });
    expect((await run(next, up)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(at.world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
    expect((await run(next, up)).nothingToDo).toBe(true);
    await second.close();
  });

  it('is not touched where the journal cannot be written', async () => {
    const session = await at.open();
    await run(session, up);
    const id = await approved(session, reset);
    at.world.files.full = { kind: 'file-unreadable', file: '/settings', detail: 'no space left' };
    const calls = at.world.engine.calls.length;
    const started = await session.start(reset, id, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'file-unreadable' }] });
    expect(at.world.engine.calls.length).toBe(calls);
    at.world.files.full = null;
  });
});
