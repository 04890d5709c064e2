import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Update } from '../../src-main/contract/view.ts';
import { problemsOf } from '../../src-main/router/problem-error.ts';
import { routerOf } from '../../src-main/router/router.ts';
import type { Client } from '../../src-main/router/wires/in-process.ts';
import { eventually } from '../support/eventually.ts';
import { environmentView, FakeDesk, serviceView } from '../support/fake-desk.ts';
import { type Wire, wires } from './wires.ts';

describe.each(wires)('the board subscription over a wire: %s', (name, connect) => {
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
    const second = await watch('s4').catch((error: unknown) => problemsOf(error));
    const refused =
      second !== null && 'next' in second
        ? await next(second).catch((error: unknown) => problemsOf(error))
        : second;
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
