import { describe, expect, it } from 'vitest';
import { serviceHash } from '../../src-main/core/compose/hash.ts';
import { approved, end, run, shop, signal, up } from './shop.ts';

const at = shop();

const sharing = `
name: shop
services:
  base: { image: "api:1" }
  net: { image: "api:1", network_mode: "service:base", environment: { URL: "\${API__URL}" } }
  rest: { image: "api:1", ipc: "service:base", pid: "service:base", volumes_from: [base] }
`;

const berth = `
berth: 1
project: shop
keys:
  API__URL: { secret: true, describe: URL of the database }
`;

const open = async (compose: string) => {
  at.world.files.texts.set('/srv/shop/compose.yaml', compose);
  at.world.files.texts.set('/srv/shop/berth.yaml', berth);
  at.world.keychain.kept.set('shop/local/API__URL', 'sharing-canary');
  return at.open();
};
const container = (name: string) => at.world.engine.container(`shop-${name}-1`);

describe('what shares with a container that the same run makes', () => {
  it('is asked for with its id, and labelled with the hash that compose makes of it', async () => {
    const session = await open(sharing);
    expect((await run(session, up)).problems).toEqual([]);
    const base = container('base')?.id ?? '';
    const { HostConfig } = at.world.engine.requestOf('shop-rest-1')?.body ?? {};
    expect(HostConfig).toMatchObject({
      IpcMode: `container:${base}`,
      PidMode: `container:${base}`,
      VolumesFrom: [base],
    });
    expect(container('net')?.configHash).toBe(
      serviceHash({
        command: null,
        entrypoint: null,
        image: 'api:1',
        environment: { URL: 'sharing-canary' },
        network_mode: `container:${base}`,
      }),
    );
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('is made anew with it, and then nothing is left to do', async () => {
    const session = await open(sharing);
    await run(session, up);
    const before = ['base', 'net', 'rest'].map((name) => container(name)?.id);
    at.world.files.texts.set(
      '/srv/shop/compose.yaml',
      sharing.replace('base: { image: "api:1" }', 'base: { image: "api:1", labels: { a: b } }'),
    );
    await session.reload(signal);
    expect((await run(session, up)).problems).toEqual([]);
    const after = ['base', 'net', 'rest'].map((name) => container(name)?.id);
    expect(after.filter((id, index) => id === undefined || id === before[index])).toEqual([]);
    expect((await run(session, up)).nothingToDo).toBe(true);
  });
});

describe('hooks', () => {
  const hooked = (command: string): string => `
name: shop
services:
  base: { image: "api:1", post_start: [{ command: ["${command}"] }], pre_stop: [{ command: [drain] }] }
  next: { image: "api:1", depends_on: [base] }
`;

  it('run after the start and before the stop', async () => {
    const session = await open(hooked('warm'));
    await run(session, up);
    await run(session, { goal: 'down', services: [] });
    const calls = at.world.engine.calls.filter((call) => /hook|start|stop/.test(call));
    expect(calls).toEqual([
      'start shop-base-1',
      'hook shop-base-1 warm',
      'start shop-next-1',
      'stop shop-next-1',
      'hook shop-base-1 drain',
      'stop shop-base-1',
    ]);
  });

  it('that fails after the start fails the service, and what waits for it is not started', async () => {
    const session = await open(hooked('false'));
    const view = await run(session, up);
    expect(view.problems).toEqual([
      {
        kind: 'hook-failed',
        service: 'base',
        hook: 'post_start',
        command: ['false'],
        exitCode: 1,
        log: ['it cannot'],
      },
    ]);
    expect(container('base')?.state).toBe('running');
    expect(container('next')?.state).toBe('created');
  });

  it('before a stop is not missed where the container stopped by itself', async () => {
    const session = await open(hooked('warm'));
    await run(session, up);
    const wish = { goal: 'down', services: [] } as const;
    const approval = await approved(session, wish);
    at.world.engine.hookProblem = {
      kind: 'engine-failed',
      call: 'run a command',
      status: 409,
      message: 'container is not running',
    };
    const started = await session.start(wish, approval, signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    expect(await end(session, started.value)).toMatchObject({ status: 'done', problems: [] });
  });
});

describe('a seccomp profile', () => {
  const secured =
    'name: shop\nservices:\n  base: { image: "api:1", security_opt: ["seccomp=./profile.json"] }\n';

  it('is sent as its text without spaces', async () => {
    at.world.files.texts.set('/srv/shop/profile.json', '{ "a" : [ 1.0, "x y" ] }\n');
    const session = await open(secured);
    await run(session, up);
    expect(at.world.engine.requestOf('shop-base-1')?.body.HostConfig['SecurityOpt']).toEqual([
      'seccomp={"a":[1.0,"x y"]}',
    ]);
  });

  it.each([
    ['that is not there', null, 'There is no such file.'],
    ['that is no JSON', 'a: b', 'A seccomp profile is JSON; this is not.'],
  ])('%s stands in the way of an up', async (_, text, detail) => {
    if (text !== null) at.world.files.texts.set('/srv/shop/profile.json', text);
    const session = await open(secured);
    expect(await session.plan(up, signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'file-unreadable', file: '/srv/shop/profile.json', detail }],
    });
  });
});
