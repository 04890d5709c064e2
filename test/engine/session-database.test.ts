import { describe, expect, it } from 'vitest';
import type { PlanWish } from '../../src-main/engine/desk.ts';
import { openJournal } from '../../src-main/engine/journal.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { eventually } from '../support/eventually.ts';
import { FakeWorld, realClock } from '../support/fake-world.ts';
import { approved, end, password, run, shop, signal, starts, up, verdicts } from './shop.ts';

const at = shop();

describe('the database', () => {
  const reset: PlanWish = { goal: 'reset', services: [] };
  const undo: PlanWish = { goal: 'undo', services: [] };
  const golden = (): string =>
    [...at.world.engine.volumes.keys()].filter((name) => name.includes('.golden-')).at(-1) ?? '';
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

  it('lets a network that a run was cut off at come into being, and takes it away', async () => {
    const session = await at.open();
    await run(session, up);
    await session.close();
    const file = '/settings/projects/shop/journal.jsonl';
    const journal = await openJournal(at.world.files, realClock, file, at.world.engine.id);
    if (!journal.ok) throw new Error(journal.error.kind);
    const name = 'shop_berth-00ff';
    const cut = { kind: 'run begun', run: 'r9', goal: 'reset', oneOffs: [], ran: ['db'] } as const;
    await journal.value.append({ ...cut, networks: [name] });
    // The engine goes on with what it was asked for by who has died since.
    const labels = { 'berth.project': 'shop', 'berth.volume': 'dbdata', 'berth.private': '00ff' };
    setTimeout(() => at.world.engine.networks.set(name, { id: name, name, labels }), 300);
    const second = openDesk(at.world.ports());
    await at.open(second);
    await expect.poll(() => [...at.world.engine.networks.keys()], { timeout: 5_000 }).not.toContain(name);
    expect(at.world.engine.calls).toContain(`remove network ${name}`);
    await second.close();
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
    await eventually(() => expect(starts(at.world).filter((call) => call.includes('-run-'))).toHaveLength(3));
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(at.world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
    expect(verdicts(session)).toMatchObject({ db: 'green', api: 'green' });
  });

  it('a copy that failed leaves nothing, and gives its number to nobody', async () => {
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1, log: ['No space left on device'] });
    const session = await at.open();
    await run(session, up);
    const view = await run(session, reset);
    expect(view.problems).toMatchObject([
      { kind: 'copy-failed', to: 'shop_dbdata.g2', exitCode: 1, log: ['No space left on device'] },
    ]);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata', golden()]);
    expect(at.world.engine.all.map(({ name }) => name)).toEqual(['shop-api-1', 'shop-db-1', 'shop-web-1']);
    at.world.engine.behave('copy', { exitsAfterMs: 2 });
    await run(session, reset);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g3');
  });

  it('is reset by a move alone once a copy is ready', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    const before = at.world.engine.calls.length;
    const view = await run(session, reset);
    expect(view.status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g3');
    const calls = at.world.engine.calls.slice(before);
    expect(calls.filter((call) => /^(create|start|stop) shop-(api|web)/.test(call))).toEqual([]);
    expect(calls.filter((call) => call.includes('-run-'))).toEqual([]);
    expect(calls.at(-1)).toBe('start shop_dbdata.g4.copier');
  });

  it('is never again reset onto a copy that a cancelled reset had started it on, and that copy goes', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    at.world.engine.behave('db', { answersAfterMs: null });
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => {
      expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g3');
      expect(at.world.engine.container('shop-db-1')?.state).toBe('running');
    });
    at.world.engine.behave('db', {});
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    const role = session.view().database?.generations.find(({ number }) => number === 3)?.role;
    expect(role).toBe('unused');
    expect((await run(session, reset)).status).toBe('done');
    expect(volumeOf('shop-db-1')).not.toBe('shop_dbdata.g3');
    expect(session.view().database).toMatchObject({ undo: 2 });
    expect([...at.world.engine.volumes.keys()]).not.toContain('shop_dbdata.g3');
  });

  it('is not prepared from migrations with two heads, and both are named', async () => {
    const text = at.world.files.texts.get('/srv/shop/berth.yaml') ?? '';
    const heads = text.replace('command: [migrate] }', 'command: [migrate], heads: [heads] }');
    at.world.files.texts.set('/srv/shop/berth.yaml', heads);
    at.world.engine.behave('heads', { exitsAfterMs: 2, exitCode: 0, log: ['0002 (head)', '0003 (head)'] });
    const session = await at.open();
    await run(session, up);
    const view = await run(session, reset);
    expect(view.problems).toEqual([{ kind: 'migration-heads', heads: ['0002', '0003'] }]);
    expect(at.world.engine.calls.some((call) => call.startsWith('stop shop-'))).toBe(false);
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
  });

  it('is not started by another major version of its server than wrote it, and nothing is touched', async () => {
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    at.world.engine.addImage('postgres:16', { id: 'sha256:newer', server: '17' });
    // What the reader finds in the data.
    at.world.engine.behave('read', { exitsAfterMs: 2, exitCode: 0, log: ['server 16'] });
    const refused = await session.plan(up, signal);
    expect(refused).toMatchObject({
      ok: false,
      error: [{ kind: 'server-version', service: 'db', wanted: '17', found: '16', volume: 'shop_dbdata' }],
    });
    expect(at.world.engine.all.map(({ name }) => name)).toEqual(['shop-api-1', 'shop-db-1', 'shop-web-1']);
    at.world.engine.behave('read', { exitsAfterMs: 2, exitCode: 0, log: ['server 17'] });
    expect((await run(session, up)).status).toBe('done');
  });

  it('is not started by another major version that is pulled in the same run', async () => {
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    at.world.engine.images.delete('postgres:16');
    at.world.engine.built.set('postgres:16', { id: 'sha256:newer', server: '17' });
    at.world.engine.behave('read', { exitsAfterMs: 2, exitCode: 0, log: ['server 16'] });
    const before = at.world.engine.container('shop-db-1');
    const view = await run(session, { ...up, flags: { recreate: 'always' } });
    expect(view.problems).toMatchObject([{ kind: 'server-version', found: '16', wanted: '17' }]);
    expect(at.world.engine.container('shop-db-1')).toEqual(before);
  });

  it('is left alone by the next door, which only notes that the copy is whole', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    const before = at.world.engine.containers;
    const second = openDesk(at.world.ports());
    const next = await at.open(second);
    expect(at.world.engine.all).toEqual(before);
    expect(next.view().run).toBeNull();
    await second.close();
  });

  it('is prepared anew when what it is made of has changed', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    const first = golden();
    at.world.engine.addImage('api:1', { id: 'sha256:another' });
    await run(session, up);
    await run(session, reset);
    expect(golden()).not.toBe(first);
    // What no reset will take any more is not left on the disk: the golden, and the copy that was made of it.
    const kept = ['shop_dbdata', 'shop_dbdata.g2', 'shop_dbdata.g4', 'shop_dbdata.g5', golden()];
    expect([...at.world.engine.volumes.keys()].sort()).toEqual(kept.sort());
  });

  it('is not prepared from a database that did not stop cleanly', async () => {
    at.world.engine.stopCode = 137;
    const session = await at.open();
    await run(session, up);
    const view = await run(session, reset);
    expect(view.problems).toMatchObject([{ kind: 'database-stop-unclean', service: 'db', exitCode: 137 }]);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
  });

  it('a dependent that does not come back by itself is restarted', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    at.world.engine.change('shop-api-1', { state: 'exited', exitCode: 1, health: 'none' });
    const undone = session.plan(undo, signal);
    await undone;
    at.world.engine.change('shop-api-1', { state: 'running', exitCode: null, health: 'healthy' });
    const id = await approved(session, undo);
    at.world.engine.behave('api', { answersAfterMs: 0 });
    const started = await session.start(undo, id, signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    at.world.engine.change('shop-api-1', { state: 'exited', exitCode: 1, health: 'none' });
    expect((await end(session, started.value)).status).toBe('done');
    expect(starts(at.world).at(-1)).toBe('start shop-api-1');
  });

  it('is put right by the next up when the process died in a reset', async () => {
    at.world.engine.behave('seed', { answersAfterMs: null });
    const session = await at.open();
    await run(session, up);
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => expect(starts(at.world).filter((call) => call.includes('-run-'))).toHaveLength(3));
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
