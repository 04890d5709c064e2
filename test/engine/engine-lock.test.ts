import { describe, expect, it } from 'vitest';
import type { Docker } from '../../src-main/ports/docker.ts';
import { takeEngineLock } from '../../src-main/engine/engine-lock.ts';
import { FakeEngine } from '../support/fake-docker.ts';
import { run, shop, signal, up } from './shop.ts';

const died = 'ada@here, process 9';
const wish = (docker: Docker, ticket: string, holder = `holder of ${ticket}`, platform = 'linux') => ({
  docker,
  machine: {
    holder,
    isHolderAlive: (other: string) => other !== died,
    platform: platform as 'linux' | 'win32',
  },
  project: 'shop',
  ticket,
  goal: 'up',
  since: '2026-01-02 03:04:05 UTC',
});
const many = (docker: Docker, count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => takeEngineLock(wish(docker, `t${index}`))));

describe('the lock of a project at the engine', () => {
  it('is had by one of many at once, and the others hear who has it, since when and where', async () => {
    const engine = new FakeEngine();
    const all = await many(engine.docker, 20);
    const [winner] = all.filter((lock) => lock.ok);
    expect(all.filter((lock) => lock.ok)).toHaveLength(1);
    expect(all.find((lock) => !lock.ok)).toMatchObject({
      error: {
        kind: 'busy',
        goal: 'up',
        holder: expect.stringMatching(/^holder of t\d+$/),
        since: '2026-01-02 03:04:05 UTC',
        lock: { kind: 'volume', name: 'berth.lock.shop' },
      },
    });
    if (winner?.ok === true) await winner.value.release();
    expect([...engine.volumes.keys()]).toEqual([]);
  });

  it('of a holder that died is taken over by exactly one of many, which says so', async () => {
    const engine = new FakeEngine();
    await takeEngineLock(wish(engine.docker, 'old', died));
    const all = await many(engine.docker, 20);
    const taken = all.flatMap((lock) => (lock.ok ? lock.value.warnings : []));
    expect(taken).toEqual([
      'Taken over from ada@here, process 9, which is gone: its up of 2026-01-02 03:04:05 UTC did not come to its end.',
    ]);
    expect([...engine.volumes.keys()]).toEqual(['berth.lock.shop']);
  });

  it('can be taken after one died while it took it over', async () => {
    const engine = new FakeEngine();
    await takeEngineLock(wish(engine.docker, 'old', died));
    const labels = engine.volumes.get('berth.lock.shop')?.labels ?? {};
    engine.addVolume('berth.lock.shop.after', labels);
    expect((await takeEngineLock(wish(engine.docker, 'b'))).ok).toBe(true);
    expect([...engine.volumes.keys()]).toEqual(['berth.lock.shop']);
  });

  it('is not had by two of many who meet a holder and a follower that both died', async () => {
    const engine = new FakeEngine();
    await takeEngineLock(wish(engine.docker, 'old', died));
    engine.addVolume('berth.lock.shop.after', engine.volumes.get('berth.lock.shop')?.labels ?? {});
    const all = await many(engine.docker, 20);
    expect(all.filter((lock) => lock.ok).length).toBeLessThanOrEqual(1);
  });

  it('is never taken from another system, whose processes cannot be seen from here', async () => {
    const engine = new FakeEngine();
    await takeEngineLock(wish(engine.docker, 'old', died, 'win32'));
    expect((await takeEngineLock(wish(engine.docker, 'b'))).ok).toBe(false);
  });

  it('that this process did not give back, because the engine was away, is its own again', async () => {
    const engine = new FakeEngine();
    await takeEngineLock(wish(engine.docker, 'a', 'me'));
    expect((await takeEngineLock(wish(engine.docker, 'b', 'me'))).ok).toBe(true);
  });

  it('is given back only by who has it', async () => {
    const engine = new FakeEngine();
    const lock = await takeEngineLock(wish(engine.docker, 'a'));
    await engine.docker.removeVolume('berth.lock.shop', signal);
    await takeEngineLock(wish(engine.docker, 'b'));
    if (lock.ok) await lock.value.release();
    expect([...engine.volumes.keys()]).toEqual(['berth.lock.shop']);
  });

  it('that an engine cannot make stops no run, and the run says so', async () => {
    const engine = new FakeEngine();
    const full = { kind: 'disk-full', endpoint: 'fake', call: 'create volume' } as const;
    const docker = { ...engine.docker, createVolume: async () => ({ ok: false as const, error: full }) };
    const lock = await takeEngineLock(wish(docker, 'a'));
    expect(lock.ok && lock.value.warnings).toEqual([
      'The engine could not be locked, so a Berth on another machine is not kept out: The disk of the Docker Engine is full.',
    ]);
  });
});

describe('a run', () => {
  const at = shop();

  it('is refused while another machine is at the project, before anything is changed', async () => {
    const session = await at.open();
    await takeEngineLock(wish(at.world.engine.docker, 'elsewhere', 'eve@there, process 7'));
    const started = await session.start(up, null, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'busy', holder: 'eve@there, process 7' }] });
    expect(at.world.engine.calls).toEqual([]);
  });

  it('that takes a dead one over says so among its warnings', async () => {
    const session = await at.open();
    await takeEngineLock(wish(at.world.engine.docker, 'old', died));
    at.world.dead.add(died);
    expect((await run(session, up)).warnings).toEqual([expect.stringContaining(`Taken over from ${died}`)]);
  });

  it('whose engine is away when it ends leaves a note, and the next one clears its lock away', async () => {
    const { engine } = at.world;
    const gone = { kind: 'engine-absent', endpoint: 'fake', detail: 'gone' } as const;
    const { removeVolume } = engine.docker;
    let away = true;
    const removeWhenThere: Docker['removeVolume'] = async (name, stop) =>
      away ? { ok: false, error: gone } : removeVolume(name, stop);
    Object.assign(engine.docker, { removeVolume: removeWhenThere });
    const session = await at.open();
    await run(session, up);
    away = false;
    expect([...engine.volumes.keys()].toSorted()).toEqual(['berth.lock.shop', 'shop_dbdata']);
    expect(await run(session, up)).toMatchObject({ nothingToDo: true });
    expect([...engine.volumes.keys()]).toEqual(['shop_dbdata']);
    expect([...at.world.files.texts.keys()].filter((file) => file.includes('.lock'))).toEqual([]);
  });

  it('with nothing to do asks for no lock, and clears away what a dead one left', async () => {
    const session = await at.open();
    await run(session, up);
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
    await takeEngineLock(wish(at.world.engine.docker, 'elsewhere', 'eve@there, process 7'));
    expect(await run(session, up)).toMatchObject({ status: 'done', nothingToDo: true });
    await at.world.engine.docker.removeVolume('berth.lock.shop', signal);
    await takeEngineLock(wish(at.world.engine.docker, 'old', died));
    at.world.files.texts.set(
      '/settings/projects/shop/run.lock',
      JSON.stringify({ ticket: 'old', holder: died, goal: 'up' }),
    );
    at.world.dead.add(died);
    await run(session, up);
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
    expect([...at.world.files.texts.keys()].filter((file) => file.endsWith('.lock'))).toEqual([]);
  });
});
