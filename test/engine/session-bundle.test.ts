import { describe, expect, it } from 'vitest';
import type { GoalFlags } from '../../src-main/contract/goal-flags.ts';
import type { PlanWish, Session } from '../../src-main/engine/desk.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { run, shop, signal, up } from './shop.ts';

const at = shop();
const file = '/settings/bundles/shop.berth';
const data = Uint8Array.from('the data', (letter) => letter.charCodeAt(0));

const wish = (goal: PlanWish['goal'], flags: GoalFlags): PlanWish => ({ goal, services: [], flags });
const exporting = wish('export', { name: 'first', file: 'shop.berth' });
const importing = wish('import', { name: 'second', file: 'shop.berth' });

async function withSnapshot(): Promise<Session> {
  const session = await at.open();
  await run(session, up);
  expect((await run(session, wish('snapshot', { name: 'first' }))).problems).toEqual([]);
  at.world.engine.contents.set('shop_dbdata.s-first', data);
  return session;
}

const own = () => at.world.engine.all.filter(({ labels }) => labels['berth.project'] !== undefined);
const calls = (): readonly string[] => at.world.engine.calls;

describe('a bundle', () => {
  it('is made of a container that is never started, and names what the snapshot is', async () => {
    const session = await withSnapshot();
    const before = calls().length;
    const view = await run(session, exporting);
    expect(view.problems).toEqual([]);
    expect(calls().slice(before)).toEqual([
      'create shop_dbdata.s-first.carrier',
      'remove shop_dbdata.s-first.carrier',
    ]);
    expect(at.world.bundles.kept.get(file)?.head.manifest).toMatchObject({
      ...{ berth: 1, project: 'shop', service: 'db', volume: 'dbdata', snapshot: 'first' },
      ...{ image: 'postgres:16', payload: { bytes: data.length }, signer: { name: 'dev@here' } },
    });
  });

  it('has one key for a user, made with the first export, and it is in the keychain alone', async () => {
    const session = await withSnapshot();
    await run(session, exporting);
    await run(session, wish('export', { name: 'first', file: 'again.berth' }));
    const heads = [...at.world.bundles.kept.values()].map(({ head }) => head.keyId);
    expect(new Set(heads).size).toBe(1);
    expect(at.world.keychain.kept.get('berth/bundles/signing-key')).toBe('secret-1');
    expect(JSON.stringify([...at.world.files.texts])).not.toContain('secret-1');
    expect(await at.desk.bundleKeys()).toEqual({ ok: true, value: [{ name: 'dev@here', id: heads[0] }] });
  });

  it('is not begun where the keychain does not answer', async () => {
    const session = await withSnapshot();
    at.world.keychain.problem = { kind: 'keychain-locked', detail: 'it is locked' };
    const before = calls().length;
    expect((await run(session, exporting)).problems).toEqual([
      { kind: 'keychain-locked', detail: 'it is locked' },
    ]);
    expect(calls().slice(before)).toEqual([]);
    expect(at.world.bundles.kept.size).toBe(0);
  });

  it('becomes a snapshot when what the engine has is what was signed', async () => {
    const session = await withSnapshot();
    await run(session, exporting);
    const live = at.world.engine.container('shop-db-1');
    const before = calls().length;
    expect((await run(session, importing)).problems).toEqual([]);
    expect(calls().slice(before)).toEqual([
      'create volume shop_dbdata.s-second',
      'create shop_dbdata.s-second.copier',
      'fill shop_dbdata.s-second.copier',
      'start shop_dbdata.s-second.copier',
      'remove shop_dbdata.s-second.copier',
    ]);
    expect(at.world.engine.container('shop-db-1')).toEqual(live);
    expect(session.view().database?.snapshots.map(({ name }) => name)).toEqual(['first', 'second']);
  });

  it('whose data is not what was signed leaves no volume, and the database as it is', async () => {
    const session = await withSnapshot();
    await run(session, exporting);
    const kept = at.world.bundles.kept.get(file);
    if (kept === undefined) throw new Error('there is no bundle');
    kept.content = 'other data';
    expect((await run(session, importing)).problems).toMatchObject([{ kind: 'bundle-invalid', file }]);
    expect([...at.world.engine.volumes.keys()]).not.toContain('shop_dbdata.s-second');
    expect(own()).toEqual([]);
    expect(session.view().database?.snapshots.map(({ name }) => name)).toEqual(['first']);
  });

  it('of another server than the image that a pull brings is refused, and nothing is left', async () => {
    const session = await withSnapshot();
    await run(session, exporting);
    const kept = at.world.bundles.kept.get(file);
    if (kept === undefined) throw new Error('there is no bundle');
    kept.head = { ...kept.head, manifest: { ...kept.head.manifest, server: '14' } };
    at.world.engine.images.delete('postgres:16');
    at.world.engine.built.set('postgres:16', { server: '16' });
    expect((await run(session, importing)).problems).toEqual([
      { kind: 'bundle-server', file, found: '14', wanted: '16', image: 'postgres:16' },
    ]);
    expect([...at.world.engine.volumes.keys()]).not.toContain('shop_dbdata.s-second');
    expect(own()).toEqual([]);
  });

  it('that an engine took and does not have is no snapshot', async () => {
    const session = await withSnapshot();
    await run(session, exporting);
    const { contents } = at.world.engine;
    const set = contents.set.bind(contents);
    contents.set = (volume, bytes) => set(volume, bytes.slice(1));
    expect((await run(session, importing)).problems).toMatchObject([
      { kind: 'copy-failed', to: 'shop_dbdata.s-second', log: [expect.stringContaining('read back')] },
    ]);
    expect([...at.world.engine.volumes.keys()]).not.toContain('shop_dbdata.s-second');
  });

  it('cut off while it was written is cleared away by the next door: file, carrier and run', async () => {
    const session = await withSnapshot();
    await session.close();
    const journal = '/settings/projects/shop/journal.jsonl';
    const { openJournal } = await import('../../src-main/engine/journal.ts');
    const { realClock } = await import('../support/fake-world.ts');
    const opened = await openJournal(at.world.files, realClock, journal, at.world.engine.id);
    if (!opened.ok) throw new Error(opened.error.kind);
    const part = `${file}.00ff.part`;
    await opened.value.append({ kind: 'run begun', run: 'r9', goal: 'export', oneOffs: [], ran: ['db'] });
    await opened.value.append({ kind: 'bundle begun', volume: 'dbdata', file: part });
    at.world.files.texts.set(part, 'half');
    await at.world.engine.docker.createContainer(
      {
        ...{ name: 'shop_dbdata.s-first.carrier', platform: null, files: [] },
        body: {
          ...{ Image: 'postgres:16', Env: [], HostConfig: {} },
          Labels: { 'berth.project': 'shop', 'berth.volume': 'dbdata', 'berth.carry': 'shop_dbdata.s-first' },
        },
      },
      signal,
    );
    const db = at.world.engine.container('shop-db-1');
    const second = openDesk(at.world.ports());
    const next = await at.open(second);
    expect(at.world.files.texts.has(part)).toBe(false);
    await expect.poll(own).toEqual([]);
    expect(at.world.engine.container('shop-db-1')).toEqual(db);
    expect(next.view().database?.snapshots.map(({ name }) => name)).toEqual(['first']);
    await second.close();
  });
});
