import { getEventListeners } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import type { LogBatch } from '../../src-main/contract/view.ts';
import { ok } from '../../src-main/contract/result.ts';
import { type LogsOf, type LogsWorld, readLogs } from '../../src-main/engine/logs.ts';
import { LiveState } from '../../src-main/engine/live-state.ts';
import type { Clock } from '../../src-main/ports/clock.ts';
import type { LogRecord, LogWish } from '../../src-main/ports/docker.ts';
import { container, model, observed, service } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { FakeEngine } from '../support/fake-docker.ts';

let stop = new AbortController();
afterEach(() => {
  stop.abort();
  stop = new AbortController();
});

type Asked = LogWish & { readonly id: string };

const loaded = (of: ReturnType<typeof model>) =>
  ({
    kind: 'project loaded',
    model: of,
    profile: null,
    files: [],
    urls: {},
    keys: [],
    problems: [],
    warnings: [],
  }) as const;

/** Follows what an engine answers that ends each log after `answers` has given its records. */
function following(answers: (asked: Asked) => Iterable<LogRecord> | AsyncIterable<LogRecord>) {
  const of = model({ a: service(), b: service() });
  const live = new LiveState({ id: 'p', dir: '/srv/shop', environment: 'local' });
  live.tell(loaded(of));
  const asked: Asked[] = [];
  const sleeps: AbortSignal[] = [];
  // Time passes at once, and never in one turn.
  const clock: Clock = {
    now: () => 0,
    sleep: (_, signal) => {
      sleeps.push(signal);
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
  const docker: LogsWorld['docker'] = async () =>
    ok({
      ...new FakeEngine().docker,
      async *logs(id: string, wish: LogWish, signal: AbortSignal) {
        asked.push({ ...wish, id });
        yield* answers({ ...wish, id });
        if (asked.length > 1)
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      },
    });
  const wish: LogsOf = { services: null, follow: true, tail: 0 };
  const batches: LogBatch[] = [];
  const begin = (): void =>
    void (async () => {
      const world = { docker, live, clock, redact: (text: string) => text };
      for await (const batch of readLogs(world, wish, stop.signal)) batches.push(batch);
    })();
  const lines = (): string[] => batches.flatMap((batch) => batch.lines.map(({ text }) => text));
  return { of, live, asked, sleeps, begin, lines };
}

const line = (at: number, text: string): LogRecord => ({ stream: 'stdout', at, text: `${text}\n` });

it('a log that is cut off while its container runs is read on from where it ended', async () => {
  const { of, live, asked, begin, lines } = following(({ sinceMs }) =>
    sinceMs === null ? [line(1_000, 'one')] : [line(1_001, 'two')],
  );
  live.tell({ kind: 'observed', observed: observed(of, [container(of, 'a')]) });
  begin();
  await eventually(() => expect(lines()).toEqual(['one', 'two']));
  expect(asked.map(({ tail, sinceMs }) => ({ tail, sinceMs }))).toEqual([
    { tail: 0, sinceMs: null },
    { tail: -1, sinceMs: 1_001 },
  ]);
});

it('how far back to look concerns what was there at the beginning: of what starts later every line is read', async () => {
  const { of, live, asked, begin } = following(() => []);
  const first = container(of, 'a', { state: 'exited', startedAt: 5 });
  live.tell({ kind: 'observed', observed: observed(of, [first]) });
  begin();
  await eventually(() => expect(asked).toHaveLength(1));
  live.tell({ kind: 'container changed', container: { ...first, state: 'running', startedAt: 70 } });
  await eventually(() => expect(asked).toHaveLength(2));
  live.tell({ kind: 'container changed', container: container(of, 'b', { id: 'new' }) });
  await eventually(() => expect(asked).toHaveLength(3));
  expect(asked).toEqual([
    { id: first.id, follow: true, tail: 0, sinceMs: null },
    // It said nothing before: what was written in the earlier run is not wanted, and that of this one is.
    { id: first.id, follow: true, tail: -1, sinceMs: 70 },
    { id: 'new', follow: true, tail: -1, sinceMs: null },
  ]);
});

it('a service that the files name later is followed like the others', async () => {
  const { of, live, asked, begin } = following(() => []);
  begin();
  const wider = { ...of, services: { ...of.services, later: service() } };
  live.tell(loaded(wider));
  live.tell({ kind: 'container changed', container: container(wider, 'later', { id: 'later' }) });
  await eventually(() => expect(asked.map(({ id }) => id)).toContain('later'));
});

it('waiting for lines leaves nothing behind', async () => {
  const { of, live, sleeps, begin, lines } = following(async function* () {
    for (let at = 1; at <= 20; at += 1) {
      yield line(at, String(at));
      await eventually(() => expect(lines()).toHaveLength(at), 15_000);
    }
  });
  live.tell({ kind: 'observed', observed: observed(of, [container(of, 'a')]) });
  begin();
  await eventually(() => expect(lines()).toHaveLength(20), 15_000);
  expect(getEventListeners(sleeps[0] ?? stop.signal, 'abort').length).toBeLessThan(10);
});

it('what is read once is read whole, in order: nobody is too slow for it', async () => {
  const of = model({ a: service(), b: service() });
  const live = new LiveState({ id: 'p', dir: '/srv/shop', environment: 'local' });
  live.tell(loaded(of));
  live.tell({ kind: 'observed', observed: observed(of, [container(of, 'a'), container(of, 'b')]) });
  const docker: LogsWorld['docker'] = async () =>
    ok({
      ...new FakeEngine().docker,
      async *logs(id: string) {
        const from = id === container(of, 'a').id ? 0 : 1;
        for (let at = from; at < 30_000; at += 2) yield line(at, String(at));
      },
    });
  const clock: Clock = { now: () => 0, sleep: async () => {} };
  const world = { docker, live, clock, redact: (text: string) => text };
  const found: string[] = [];
  let dropped = 0;
  for await (const batch of readLogs(world, { services: null, follow: false, tail: 100_000 }, stop.signal)) {
    found.push(...batch.lines.map(({ text }) => text));
    dropped += batch.dropped;
  }
  expect(dropped).toBe(0);
  expect(found).toEqual(Array.from({ length: 30_000 }, (_, at) => String(at)));
});
