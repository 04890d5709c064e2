import { describe, expect, it } from 'vitest';
import type { PlanWish, Session } from '../../src-main/engine/desk.ts';
import { openJournal } from '../../src-main/engine/journal.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { eventually } from '../support/eventually.ts';
import { FakeWorld, realClock } from '../support/fake-world.ts';
import { approved, compose, end, password, run, shop, signal, up } from './shop.ts';

const at = shop();

const reset: PlanWish = { goal: 'reset', services: [] };
const down: PlanWish = { goal: 'down', services: [] };
const snapshot: PlanWish = { goal: 'snapshot', services: [], flags: { name: 'before' } };

const volumeOf = (name: string): string | undefined => at.world.engine.container(name)?.mounts[0]?.source;
const volumes = (): string[] => [...at.world.engine.volumes.keys()];

/** Starts a run and leaves it under way. */
async function begin(session: Session, wish: PlanWish): Promise<string> {
  const started = await session.start(wish, await approved(session, wish), signal);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value;
}

/** Cancels a reset once the database has been started on the new data: it goes back to the old. */
async function cancelInSwitch(session: Session): Promise<void> {
  at.world.engine.behave('db', { answersAfterMs: null });
  const id = await begin(session, reset);
  await eventually(() => {
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    expect(at.world.engine.container('shop-db-1')?.state).toBe('running');
  });
  at.world.engine.behave('db', {});
  session.cancel(id);
  expect((await end(session, id)).status).toBe('cancelled');
  expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
}

/** What a dead process leaves: its files but for its lock, and the engine. */
function afterKill(): ReturnType<typeof openDesk> {
  const after = new FakeWorld();
  for (const [path, text] of at.world.files.texts)
    if (!path.endsWith('.lock')) after.files.texts.set(path, text);
  after.keychain.kept.set('shop/local/DB__PASSWORD', password);
  return openDesk({ ...after.ports(), findDocker: at.world.ports().findDocker });
}

describe('the data that is live', () => {
  it('is not cleared away where it was gone and an up made it anew', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    await run(session, down);
    at.world.engine.volumes.delete('shop_dbdata.g2');
    expect((await run(session, up)).problems).toEqual([]);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    await run(session, down);
    await session.close();
    const second = openDesk(at.world.ports());
    await at.open(second);
    expect(volumes()).toContain('shop_dbdata.g2');
    await second.close();
  });

  it('is not held to the version that wrote what was gone, where another server made it anew', async () => {
    at.world.engine.addImage('postgres:16', { server: '16' });
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 0, log: ['server 16'] });
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    await run(session, down);
    at.world.engine.volumes.delete('shop_dbdata.g2');
    at.world.engine.addImage('postgres:16', { id: 'sha256:newer', server: '17' });
    expect((await run(session, up)).problems).toEqual([]);
    expect(await session.plan(up, signal)).toMatchObject({ ok: true });
  });

  it('is looked at before it is refused to a server: what the ledger knows may be gone with its volume', async () => {
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    await run(session, { goal: 'undo', services: [] });
    await run(session, down);
    at.world.engine.volumes.delete('shop_dbdata');
    at.world.engine.addImage('postgres:16', { id: 'sha256:newer', server: '17' });
    expect((await run(session, up)).problems).toEqual([]);
    at.world.engine.behave('read', { exitsAfterMs: 2, exitCode: 0, log: ['server 17'] });
    expect(await session.plan(up, signal)).toMatchObject({ ok: true });
  });

  it('goes on with the image that it ran where a snapshot fails and the file names another one', async () => {
    at.world.engine.addImage('postgres:17', { server: '17' });
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    at.world.files.texts.set('/srv/shop/compose.yaml', compose.replace('postgres:16', 'postgres:17'));
    await session.reload(signal);
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1 });
    expect((await run(session, snapshot)).status).toBe('failed');
    expect(at.world.engine.container('shop-db-1')).toMatchObject({ image: 'postgres:16', state: 'running' });
  });

  it('goes on with the image that it ran where a reset fails and the file names another one', async () => {
    at.world.engine.addImage('postgres:17', { server: '17' });
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    at.world.files.texts.set('/srv/shop/compose.yaml', compose.replace('postgres:16', 'postgres:17'));
    await session.reload(signal);
    at.world.engine.behave('migrate', { exitsAfterMs: 2, exitCode: 1 });
    expect((await run(session, reset)).status).toBe('failed');
    expect(at.world.engine.container('shop-db-1')).toMatchObject({ image: 'postgres:16', state: 'running' });
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
  });

  it('comes back with the image that it ran where a reset to another one is cancelled in its switch', async () => {
    at.world.engine.addImage('postgres:17', { server: '17' });
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    at.world.files.texts.set('/srv/shop/compose.yaml', compose.replace('postgres:16', 'postgres:17'));
    await session.reload(signal);
    expect((await run(session, { goal: 'prepare', services: [] })).problems).toEqual([]);
    await cancelInSwitch(session);
    expect(at.world.engine.container('shop-db-1')).toMatchObject({ image: 'postgres:16', state: 'running' });
  });

  it('comes back with the image that it ran where the same name is that of another one by now', async () => {
    at.world.engine.addImage('postgres:16', { server: '16' });
    const session = await at.open();
    await run(session, up);
    const ran = 'sha256:postgres:16';
    at.world.engine.addImage(ran, { id: ran, server: '16' });
    at.world.engine.addImage('postgres:16', { id: 'sha256:newer', server: '17' });
    expect((await run(session, { goal: 'prepare', services: [] })).problems).toEqual([]);
    await cancelInSwitch(session);
    expect(at.world.engine.container('shop-db-1')).toMatchObject({
      image: ran,
      imageId: ran,
      state: 'running',
    });
    expect(at.world.engine.calls.filter((call) => call.startsWith('pull'))).toEqual([]);
  });

  it('is not started while a copier still reads it: what was being copied goes', async () => {
    const session = await at.open();
    await run(session, up);
    at.world.engine.behave('copy', {});
    await begin(session, snapshot);
    const copier = 'shop_dbdata.s-before.copier';
    await eventually(() => expect(at.world.engine.container(copier)?.state).toBe('running'));
    const desk = afterKill();
    const next = await at.open(desk);
    await eventually(() => expect(at.world.engine.container('shop-db-1')?.state).toBe('running'));
    expect(at.world.engine.container(copier)).toBeNull();
    expect(next.view().database?.snapshots).toEqual([]);
    expect(volumes()).not.toContain('shop_dbdata.s-before');
    await desk.close();
  });

  it('is not moved to a copy under way because another volume had a generation of that number', async () => {
    const session = await at.open();
    await run(session, up);
    at.world.engine.behave('copy', {});
    const file = '/settings/projects/shop/journal.jsonl';
    const journal = await openJournal(at.world.files, realClock, file, at.world.engine.id);
    if (!journal.ok) throw new Error(journal.error.kind);
    const other = { volume: 'olddata', number: 2, physical: 'shop_olddata.g2' };
    await journal.value.append({ kind: 'generation prepared', ...other, source: 'k' });
    expect((await run(session, { goal: 'prepare', services: [] })).problems).toEqual([]);
    expect(at.world.engine.container('shop_dbdata.g2.copier')?.state).toBe('running');
    const id = await begin(session, reset);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    session.cancel(id);
    expect((await end(session, id)).status).toBe('cancelled');
  });

  it('stays the generation that its stopped container ran on where the ledger is gone', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    await run(session, { goal: 'stop', services: [] });
    await session.close();
    for (const path of at.world.files.texts.keys())
      if (path.includes('journal')) at.world.files.texts.delete(path);
    const second = openDesk(at.world.ports());
    const next = await at.open(second);
    await run(next, up);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    await run(next, down);
    await run(next, up);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    await second.close();
  });

  it('is what another ledger made live since, and stays so when its container is gone', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, reset);
    const other = new FakeWorld();
    for (const [path, text] of at.world.files.texts)
      if (!path.startsWith('/settings/')) other.files.texts.set(path, text);
    other.keychain.kept.set('shop/local/DB__PASSWORD', password);
    const desk = openDesk({ ...other.ports(), findDocker: at.world.ports().findDocker });
    const beside = await at.open(desk);
    expect(beside.view().database).toMatchObject({ current: 2 });
    expect((await run(beside, reset)).problems).toEqual([]);
    await desk.close();
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g4');
    await run(session, down);
    await run(session, up);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g4');
    expect(session.view().database).toMatchObject({ current: 4, undo: 2 });
    await run(session, { goal: 'undo', services: [] });
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
  });

  it('is not reset onto what another image made that was not there when it was looked at either', async () => {
    const session = await at.open();
    await run(session, up);
    const brings = async (id: string): Promise<number> => {
      at.world.engine.images.delete('api:1');
      at.world.engine.built.set('api:1', { id });
      const before = at.world.engine.calls.length;
      expect((await run(session, reset)).problems).toEqual([]);
      return at.world.engine.calls.slice(before).filter((call) => call.startsWith('start shop-api-run-'))
        .length;
    };
    expect(await brings('sha256:older')).toBe(2);
    expect(await brings('sha256:newer')).toBe(2);
  });

  it('is put right in time where the clock goes back meanwhile', async () => {
    const session = await at.open();
    await run(session, up);
    await session.close();
    const file = '/settings/projects/shop/journal.jsonl';
    const journal = await openJournal(at.world.files, realClock, file, at.world.engine.id);
    if (!journal.ok) throw new Error(journal.error.kind);
    const cut = { kind: 'run begun', run: 'r9', goal: 'reset', oneOffs: [], ran: ['db'] } as const;
    await journal.value.append({ ...cut, networks: ['shop_berth-00ff'] });
    const backAt = Date.now() + 1_000;
    const now = (): number => Date.now() - (Date.now() > backAt ? 3_600_000 : 0);
    const second = openDesk({ ...at.world.ports(), clock: { ...realClock, now } });
    await Promise.race([
      at.open(second),
      new Promise((_, reject) => setTimeout(() => reject(new Error('it still waits')), 4_000)),
    ]);
    expect(at.world.files.texts.get(file)).toContain('"run ended"');
    await second.close();
  });

  it.each([
    ['a network', 'networks: { default: { labels: { a: b } } }'],
    ['a volume', ''],
  ])(
    'is started again where a snapshot of it fails and %s is other than the file says',
    async (what, more) => {
      const session = await at.open();
      await run(session, up);
      const volume =
        what === 'a volume' ? 'volumes: { dbdata: { labels: { a: b } } }' : 'volumes: { dbdata: }';
      const text = `${compose.replace('volumes: { dbdata: }', volume)}${more}\n`;
      at.world.files.texts.set('/srv/shop/compose.yaml', text);
      await session.reload(signal);
      at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1 });
      expect((await run(session, snapshot)).problems).toMatchObject([{ kind: 'copy-failed' }]);
      expect(at.world.engine.container('shop-db-1')?.state).toBe('running');
    },
  );

  it('is started again where a snapshot of it fails and its image cannot be pulled just now', async () => {
    const always = compose.replace('image: postgres:16', 'image: postgres:16\n    pull_policy: always');
    at.world.files.texts.set('/srv/shop/compose.yaml', always);
    const session = await at.open();
    await run(session, up);
    at.world.engine.unavailable.add('postgres:16');
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1 });
    const view = await run(session, snapshot);
    expect(view.problems.map(({ kind }) => kind)).toEqual(['copy-failed']);
    expect(at.world.engine.container('shop-db-1')?.state).toBe('running');
    const before = at.world.engine.calls.length;
    await session.plan({ goal: 'down', services: [] }, signal);
    expect(at.world.engine.calls.slice(before)).toEqual([]);
  });

  it('keeps the container that it ran in where a snapshot of it fails and the file has another place for the data', async () => {
    const session = await at.open();
    await run(session, up);
    const before = at.world.engine.container('shop-db-1')?.id;
    const elsewhere = compose.replace('dbdata:/var/lib/postgresql/data', 'dbdata:/var/lib/postgresql');
    at.world.files.texts.set('/srv/shop/compose.yaml', elsewhere);
    await session.reload(signal);
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1 });
    expect((await run(session, snapshot)).problems).toMatchObject([{ kind: 'copy-failed' }]);
    expect(at.world.engine.container('shop-db-1')).toMatchObject({ id: before, state: 'running' });
  });

  it('is not reset onto what was prepared while its migrations changed', async () => {
    const { texts } = at.world.files;
    const profile = texts.get('/srv/shop/berth.yaml') ?? '';
    const named = profile.replace('command: [migrate]', 'command: [migrate], inputs: [migrations]');
    texts.set('/srv/shop/berth.yaml', named);
    texts.set('/srv/shop/migrations/1.sql', 'of this branch');
    const session = await at.open();
    await run(session, up);
    at.world.engine.behave('migrate', { exitsAfterMs: 100, exitCode: 0 });
    const ran = (): number =>
      at.world.engine.calls.filter((call) => call.startsWith('start shop-api-run-')).length;
    const id = await begin(session, reset);
    await eventually(() => expect(ran()).toBe(1));
    texts.set('/srv/shop/migrations/1.sql', 'of another branch');
    expect((await end(session, id)).problems).toEqual([]);
    texts.set('/srv/shop/migrations/1.sql', 'of this branch');
    const before = ran();
    expect((await run(session, reset)).problems).toEqual([]);
    expect(ran() - before).toBe(2);
    expect((await run(session, reset)).problems).toEqual([]);
    expect(ran() - before).toBe(2);
    expect(volumes()).not.toContain('shop_dbdata.g3');
  });

  it('keeps its stopped container where a snapshot of it fails', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, { goal: 'stop', services: [] });
    const before = at.world.engine.container('shop-db-1');
    at.world.engine.behave('copy', { exitsAfterMs: 2, exitCode: 1 });
    expect((await run(session, snapshot)).status).toBe('failed');
    expect(at.world.engine.container('shop-db-1')).toEqual(before);
  });
});
