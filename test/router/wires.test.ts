import { createORPCClient, safe } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Problem } from '../../src-main/contract/problem.ts';
import type { Update } from '../../src-main/contract/view.ts';
import { problemsOf } from '../../src-main/router/problem-error.ts';
import { type Router, routerOf } from '../../src-main/router/router.ts';
import { type Client, inProcessClient } from '../../src-main/router/wires/in-process.ts';
import { serveMessagePort } from '../../src-main/router/wires/message-port.ts';
import { serveWebSocket } from '../../src-main/router/wires/web-socket.ts';
import { eventually } from '../support/eventually.ts';
import { environmentView, FakeDesk, runView, serviceView } from '../support/fake-desk.ts';

type Wire = { readonly client: Client; readonly cut: () => Promise<void> };

const inProcess = async (router: Router): Promise<Wire> => ({
  client: inProcessClient(router),
  cut: async () => {},
});

async function messagePort(router: Router): Promise<Wire> {
  const { port1, port2 } = new MessageChannel();
  serveMessagePort(router, port1);
  port1.start();
  port2.start();
  return { client: createORPCClient(new PortLink({ port: port2 })), cut: async () => port2.close() };
}

async function webSocket(router: Router): Promise<Wire> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => void serveWebSocket(router, socket));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const cut = async () => {
    socket.close();
    server.close();
    await once(server, 'close');
  };
  return { client: createORPCClient(new SocketLink({ websocket: socket })), cut };
}

const absent: Problem = { kind: 'engine-absent', endpoint: 'unix:///nowhere', detail: 'ENOENT' };
const taken: Problem = {
  kind: 'port-taken',
  service: 'api',
  port: 8000,
  owner: 'nginx',
  free: 8001,
  key: null,
};

async function problemsOfCall(call: Promise<unknown>): Promise<readonly Problem[] | null> {
  const [error, , isDefined] = await safe(call);
  expect(error).not.toBeNull();
  expect(isDefined).toBe(true);
  return problemsOf(error);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe.each([
  ['in process', inProcess],
  ['message port', messagePort],
  ['web socket', webSocket],
])('the router over a wire: %s', (name, connect) => {
  let desk: FakeDesk;
  let wire: Wire;
  let client: Client;
  const project = 'p1';

  beforeEach(async () => {
    desk = new FakeDesk();
    wire = await connect(routerOf(desk));
    client = wire.client;
  });
  afterEach(() => wire.cut());

  test('opens a folder with the environment local unless another is named', async () => {
    expect(await client.projects.open({ dir: '/srv/demo' })).toEqual(desk.session1.project);
    await client.projects.open({ dir: '/srv/demo', environment: 'ci', files: ['a.yaml'] });
    expect(desk.opened).toEqual([
      { dir: '/srv/demo', environment: 'local', files: null },
      { dir: '/srv/demo', environment: 'ci', files: ['a.yaml'] },
    ]);
  });

  test('lists open and recent projects', async () => {
    expect(await client.projects.list()).toEqual([desk.session1.project]);
    expect(await client.projects.recent()).toEqual(['/srv/demo', '/srv/other']);
  });

  test('reads the board once the session is ready, and again after a reload', async () => {
    expect(await client.board.read({ project })).toEqual(environmentView());
    expect(await client.projects.reload({ project })).toEqual(environmentView());
    expect(desk.session1.asked).toEqual(['ready', 'reload']);
  });

  test('makes a plan and starts it with the approved id', async () => {
    const plan = await client.plan.make({ project, goal: 'reset' });
    expect(plan.goal).toBe('reset');
    expect(await client.runs.start({ project, goal: 'up', services: ['db'], approve: plan.id })).toEqual({
      run: 'r1',
    });
    expect(desk.session1.asked).toContainEqual(['start', { goal: 'up', services: ['db'] }, plan.id]);
  });

  test('refuses a stale plan with both ids', async () => {
    const call = client.runs.start({ project, goal: 'up', approve: 'old' });
    expect(await problemsOfCall(call)).toEqual([
      { kind: 'plan-stale', approved: 'old', current: 'abcdef0123456789' },
    ]);
  });

  test('follows a run to its whole outcome', async () => {
    const items = await all(await client.runs.follow({ project, run: 'r1' }));
    expect(items.map((item) => item.status)).toEqual(['running', 'done']);
    expect(items.at(-1)).toEqual(runView());
  });

  test('cancels a run that is followed', async () => {
    desk.session1.cancelledRun = runView({ status: 'cancelled' });
    const followed = all(await client.runs.follow({ project, run: 'r1' }));
    await client.runs.cancel({ project, run: 'r1' });
    expect((await followed).at(-1)?.status).toBe('cancelled');
    expect(desk.session1.asked).toContainEqual(['cancel', 'r1']);
  });

  test('reads logs with the defaults of the contract', async () => {
    expect(await all(await client.logs.read({ project }))).toEqual(desk.session1.batches);
    expect(desk.session1.asked).toEqual([['logs', { services: null, follow: false, tail: 1000 }]]);
  });

  test('reads the configuration as text and its keys', async () => {
    expect(await client.config.read({ project })).toEqual({ text: 'name: demo\n' });
    expect(await client.config.read({ project, format: 'json' })).toEqual({ text: '{"name":"demo"}' });
    expect((await client.config.keys({ project }))[0]?.name).toBe('API__LOG_LEVEL');
  });

  test('takes a secret in and never gives one back', async () => {
    await client.secrets.set({ project, name: 'DB__PASSWORD', value: 'c4nary-value' });
    expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe('c4nary-value');
    const list = await client.secrets.list({ project });
    expect(list[0]?.status).toBe('set');
    expect(JSON.stringify(list)).not.toContain('c4nary-value');
    expect(await client.secrets.generate({ project })).toEqual(['DB__PASSWORD']);
    await client.secrets.forget({ project, name: 'DB__PASSWORD' });
    expect(desk.session1.asked).toContainEqual(['forget', 'DB__PASSWORD']);
  });

  test('checks the machine with and without a project', async () => {
    expect((await client.doctor.check({}))[0]?.id).toBe('engine');
    await client.doctor.check({ project });
    expect(desk.checked).toEqual([null, 'p1']);
  });

  test('carries every problem of a call as typed data, on every route that may fail', async () => {
    desk.session1.problems = [absent, taken];
    const calls = [
      client.plan.make({ project, goal: 'up' }),
      client.runs.start({ project, goal: 'up' }),
      client.logs.read({ project }),
      client.config.read({ project }),
      client.config.keys({ project }),
      client.secrets.list({ project }),
      client.secrets.set({ project, name: 'A', value: 'b' }),
      client.secrets.generate({ project }),
      client.secrets.forget({ project, name: 'A' }),
    ];
    for (const call of calls) expect(await problemsOfCall(call)).toEqual([absent, taken]);
    desk.openProblems = [{ kind: 'folder-missing', dir: '/no' }];
    expect(await problemsOfCall(client.projects.open({ dir: '/no' }))).toEqual([
      { kind: 'folder-missing', dir: '/no' },
    ]);
  });

  test('answers an unknown project with project-unknown on every route that names one', async () => {
    const no = { project: 'nope' };
    const calls = [
      client.projects.reload(no),
      client.board.read(no),
      client.plan.make({ ...no, goal: 'up' }),
      client.runs.start({ ...no, goal: 'up' }),
      client.runs.cancel({ ...no, run: 'r' }),
      client.runs.follow({ ...no, run: 'r' }),
      client.board.watch({ ...no, subscription: 's' }),
      client.logs.read(no),
      client.config.read(no),
      client.config.keys(no),
      client.secrets.list(no),
      client.secrets.set({ ...no, name: 'A', value: 'b' }),
      client.secrets.generate(no),
      client.secrets.forget({ ...no, name: 'A' }),
      client.doctor.check(no),
    ];
    for (const call of calls)
      expect(await problemsOfCall(call)).toEqual([{ kind: 'project-unknown', project: 'nope' }]);
  });

  test('answers invalid input with request-invalid that names the field and no value', async () => {
    const wrong = { project, name: 'DB__PASSWORD', value: 'c4nary'.repeat(20_000) };
    const problems = await problemsOfCall(client.secrets.set(wrong));
    expect(problems).toHaveLength(1);
    expect(problems?.[0]?.kind).toBe('request-invalid');
    expect(JSON.stringify(problems)).toContain('value: ');
    expect(JSON.stringify(problems)).not.toContain('c4nary');
    expect(await problemsOfCall(client.secrets.set({ project, name: 'A', value: '' }))).toEqual([
      { kind: 'secret-empty', key: 'A' },
    ]);
    expect((await problemsOfCall(client.runs.start({ project, goal: 'rm' as 'up' })))?.[0]?.kind).toBe(
      'request-invalid',
    );
  });

  test('does not tell a caller on a wire what a bug was about', async () => {
    desk.recent = () => {
      throw new Error('c4nary in a bug');
    };
    const [error] = await safe(client.projects.recent());
    expect(problemsOf(error)).toBeNull();
    if (name !== 'in process') expect(JSON.stringify(error)).not.toContain('c4nary');
  });

  describe('the board subscription', () => {
    const watch = async (subscription: string, signal?: AbortSignal) =>
      (await client.board.watch({ project, subscription }, signal ? { signal } : {}))[Symbol.asyncIterator]();
    const next = async (items: AsyncIterator<Update>) => (await items.next()).value as Update;
    const withRestarts = (restarts: number) =>
      environmentView({ services: [serviceView('db'), serviceView('api', { restarts })] });

    test('starts with a snapshot and goes on with what changed', async () => {
      const items = await watch('s1');
      expect(await next(items)).toEqual({ number: 0, kind: 'snapshot', view: environmentView() });
      await client.board.acknowledge({ subscription: 's1', number: 0 });
      desk.session1.show(withRestarts(1));
      const second = await next(items);
      expect(second).toMatchObject({ number: 1, kind: 'delta' });
      expect(second.kind === 'delta' && second.delta.services).toEqual([serviceView('api', { restarts: 1 })]);
      await items.return?.();
    });

    test('gives a slow reader one delta to the newest view and queues nothing', async () => {
      const items = await watch('s2');
      await next(items);
      const pending = next(items);
      for (let count = 1; count <= 5_000; count += 1) {
        desk.session1.show(withRestarts(count));
        if (count % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      expect(desk.session1.watched).toBe(1);
      await client.board.acknowledge({ subscription: 's2', number: 0 });
      const update = await pending;
      expect(update.number).toBe(1);
      expect(update.kind === 'delta' && update.delta.services[0]?.restarts).toBe(5_000);
      expect(desk.session1.watched).toBe(2);
      await items.return?.();
    });

    test('takes an acknowledgement that comes late, twice or for nobody', async () => {
      await client.board.acknowledge({ subscription: 'nobody', number: 7 });
      const items = await watch('s3');
      await next(items);
      await client.board.acknowledge({ subscription: 's3', number: 0 });
      await client.board.acknowledge({ subscription: 's3', number: 0 });
      desk.session1.show(withRestarts(1));
      expect((await next(items)).number).toBe(1);
      desk.session1.show(withRestarts(2));
      const third = next(items);
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(desk.session1.watched).toBe(2);
      await client.board.acknowledge({ subscription: 's3', number: 1 });
      expect((await third).number).toBe(2);
      await items.return?.();
    });

    test('refuses a subscription that is in use, and frees it at its end', async () => {
      const items = await watch('s4');
      await next(items);
      const refused = await watch('s4')
        .then(next)
        .catch((error: unknown) => problemsOf(error));
      expect(refused).toEqual([{ kind: 'request-invalid', message: 'subscription s4 is in use' }]);
      await items.return?.();
      await eventually(() => expect(desk.session1.ended).toEqual(['watch']));
      const again = await watch('s4');
      expect((await next(again)).kind).toBe('snapshot');
      await again.return?.();
    });

    test('reaches the end of the watch when the caller aborts while it waits', async () => {
      const abort = new AbortController();
      const items = await watch('s5', abort.signal);
      await next(items);
      await client.board.acknowledge({ subscription: 's5', number: 0 });
      const pending = next(items).catch(() => null);
      abort.abort();
      await pending;
      await eventually(() => expect(desk.session1.ended).toEqual(['watch']));
    });

    test('reaches the end of the watch when the caller aborts without having acknowledged', async () => {
      const abort = new AbortController();
      const items = await watch('s6', abort.signal);
      await next(items);
      const pending = next(items).catch(() => null);
      abort.abort();
      await pending;
      await eventually(() => expect(desk.session1.ended).toEqual(['watch']));
    });

    const onWires = name === 'in process' ? [] : [name];
    test.each(onWires)('reaches the end of the watch when the wire is cut: %s', async () => {
      const items = await watch('s7');
      await next(items);
      await client.board.acknowledge({ subscription: 's7', number: 0 });
      await wire.cut();
      await eventually(() => expect(desk.session1.ended).toEqual(['watch']));
    });
  });

  test('sees an abort in the middle of a flood that never waits', async () => {
    desk.session1.batches = 'endless';
    const abort = new AbortController();
    const items = await client.logs.read({ project, follow: true }, { signal: abort.signal });
    let count = 0;
    const reading = (async () => {
      for await (const _ of items) {
        count += 1;
        if (count === 1_000) abort.abort();
      }
    })();
    await reading.catch(() => null);
    await eventually(() => expect(desk.session1.ended).toEqual(['logs']));
    expect(count).toBeGreaterThanOrEqual(1_000);
  });
});
