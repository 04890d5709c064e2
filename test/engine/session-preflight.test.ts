import { describe, expect, it } from 'vitest';
import { notUtf8, wasUtf16 } from '../../src-main/contract/text-marks.ts';
import type { Problem } from '../../src-main/contract/problem.ts';
import { openShop, run, shop, signal, up } from './shop.ts';

const at = shop();

describe('what stands in the way is found before anything is made', () => {
  it('a port that is taken, with who has it, a free one and the key that sets it', async () => {
    at.world.takenPorts.add(8000);
    const session = await at.open();
    const view = await run(session, up);
    expect(view.problems).toEqual([
      {
        kind: 'port-taken',
        service: 'api',
        port: 8000,
        owner: 'nginx, process 4711',
        free: 8001,
        key: 'API_PORT',
      },
    ]);
    expect(at.world.engine.calls).toEqual([]);
    expect(session.view().services.find(({ name }) => name === 'api')?.cause).toContain('port 8000 is taken');
  });

  it('the free port is taken by one call, stays in .env.local, and is what the next up binds', async () => {
    at.world.takenPorts.add(8000);
    at.world.files.texts.set('/srv/shop/.env.local', '# mine\nA=1\n');
    const session = await at.open();
    expect(await session.keepPort('API_PORT', 8001)).toEqual({ ok: true, value: '/srv/shop/.env.local' });
    expect(at.world.files.texts.get('/srv/shop/.env.local')).toBe('# mine\nA=1\nAPI_PORT=8001\n');
    expect((await run(session, up)).problems).toEqual([]);
    expect(at.world.engine.requestOf('shop-api-1')?.body.HostConfig.PortBindings).toEqual({
      '80/tcp': [{ HostIp: '', HostPort: '8001' }],
    });
    expect((await run(await at.open(), up)).nothingToDo).toBe(true);
  });

  it('what is no port of the profile, or comes from the environment, cannot be moved so', async () => {
    const session = await at.open();
    expect(await session.keepPort('API__URL', 8001)).toMatchObject({ error: [{ kind: 'key-unknown' }] });
    Object.assign(at.world.variables, { API_PORT: '8000' });
    expect(await session.keepPort('API_PORT', 8001)).toMatchObject({
      error: [{ kind: 'port-fixed', key: 'API_PORT', by: 'an environment variable' }],
    });
    expect(at.world.files.texts.has('/srv/shop/.env.local')).toBe(false);
  });

  it('a port is not written where it would not be read: other files are named for it', async () => {
    at.world.files.texts.set('/srv/shop/mine.env', 'A=1\n');
    const session = await openShop(at.desk, { envFiles: ['/srv/shop/mine.env'] });
    expect(await session.keepPort('API_PORT', 8001)).toMatchObject({
      error: [{ kind: 'port-fixed', key: 'API_PORT', by: 'the files named by --env-file' }],
    });
    expect(at.world.files.texts.has('/srv/shop/.env.local')).toBe(false);
  });

  it.each([`# caf${notUtf8}\n`, `${wasUtf16}A=1\n`])(
    '%j is no file that a port is written into',
    async (text) => {
      at.world.files.texts.set('/srv/shop/.env.local', text);
      const session = await at.open();
      expect(await session.keepPort('API_PORT', 8001)).toMatchObject({
        error: [{ kind: 'file-unreadable', file: '/srv/shop/.env.local', detail: 'it is not UTF-8' }],
      });
      expect(at.world.files.texts.get('/srv/shop/.env.local')).toBe(text);
    },
  );

  it('a port that only the engine knows to be taken: the container it was for does not stay', async () => {
    const startProblem: Problem = {
      kind: 'port-taken',
      service: 'api',
      port: 8000,
      owner: null,
      free: null,
      key: null,
    };
    at.world.engine.behave('api', { startProblem });
    const session = await at.open();
    const view = await run(session, up);
    expect(view.problems).toMatchObject([{ kind: 'port-taken', free: 8001, key: 'API_PORT' }]);
    expect(at.world.engine.container('shop-api-1')).toBeNull();
    expect(at.world.engine.container('shop-db-1')).not.toBeNull();
  });

  it('every secret that is missing, all at once, and the board still shows the services', async () => {
    at.world.keychain.kept.clear();
    const session = await at.open();
    const plan = await session.plan(up, signal);
    expect(plan).toMatchObject({
      ok: false,
      error: [{ kind: 'secret-missing', key: 'DB__PASSWORD', canGenerate: true }],
    });
    expect(at.world.engine.calls).toEqual([]);
    expect(
      session
        .view()
        .services.map(({ name }) => name)
        .sort(),
    ).toEqual(['api', 'db', 'web']);
  });

  it('a secret that also lies in .env is told, and stops nothing', async () => {
    at.world.files.texts.set('/srv/shop/.env', 'DB__PASSWORD=old-and-forgotten\n');
    const session = await at.open();
    expect(session.view().problems).toMatchObject([{ kind: 'secret-in-file', key: 'DB__PASSWORD' }]);
    expect((await session.plan(up, signal)).ok).toBe(true);
  });

  it('a keychain that is locked', async () => {
    at.world.keychain.problem = { kind: 'keychain-locked', detail: 'no' };
    const session = await at.open();
    expect(await session.plan(up, signal)).toMatchObject({ ok: false, error: [{ kind: 'keychain-locked' }] });
  });

  it('a fault in the Compose file, and down still works without keys', async () => {
    at.world.keychain.kept.clear();
    const session = await at.open();
    expect((await session.plan({ goal: 'down', services: [] }, signal)).ok).toBe(true);
    at.world.files.texts.set('/srv/shop/compose.yaml', 'services: { db: { imag: x } }');
    await session.reload(signal);
    const plan = await session.plan(up, signal);
    expect(plan.ok).toBe(false);
    expect(session.view().problems.some(({ kind }) => kind === 'compose-invalid')).toBe(true);
  });
});
