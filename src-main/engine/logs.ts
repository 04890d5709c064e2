import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { LogBatch, LogLine } from '../contract/view.ts';
import { endOfOutput, nothingPending, type RawLine, splitPiece } from '../core/logs/lines.ts';
import { toLogLine } from '../core/logs/log-line.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker, LogWish } from '../ports/docker.ts';
import type { LiveState } from './live-state.ts';

export type LogsWorld = {
  /** Asked for each log: one that comes back may be found elsewhere. */
  readonly docker: () => Promise<Result<Docker, Problem>>;
  readonly live: LiveState;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
};

export type LogsOf = {
  /** null: all that the files name, also later on. */
  readonly services: ReadonlySet<string> | null;
  readonly follow: boolean;
  /** Lines of the past for each container that is there when the reading begins. */
  readonly tail: number;
};

const batchLines = 500;
// Lines that wait for the reader of what goes on at most; older ones are dropped and counted.
const keptLines = 20_000;
// Lines of several services are put in order within this time.
const gatherMs = 50;
// What a port of LogWish calls all lines.
const everyLine = -1;
// A log that ended although its container runs was cut off; one of a driver that keeps none ends at once, each time.
const readAgainMs = 1_000;
const longestPauseMs = 30_000;

/** Log lines of services, merged by time within each batch; with `follow` until the signal, over restarts and recreation. */
export async function* readLogs(
  world: LogsWorld,
  wish: LogsOf,
  signal: AbortSignal,
): AsyncGenerator<LogBatch> {
  // What is there already comes no faster than it is asked for, and the contract limits how much that is.
  const buffer = new LineBuffer(wish.follow ? keptLines : Infinity);
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const reading = wish.follow ? followAll(world, wish, buffer, stop) : readAll(world, wish, buffer, stop);
  let done = false;
  void reading.finally(() => {
    done = true;
    buffer.wake();
  });
  stop.addEventListener('abort', () => buffer.wake(), { once: true });
  try {
    while (!signal.aborted) {
      const more = buffer.filled();
      if (buffer.isEmpty && done) break;
      if (buffer.isEmpty) await more;
      if (wish.follow) await world.clock.sleep(gatherMs, stop);
      else await reading;
      while (!buffer.isEmpty && !signal.aborted) yield buffer.take(batchLines);
    }
    await reading;
  } finally {
    ended.abort();
  }
}

class LineBuffer {
  readonly #limit: number;
  #lines: LogLine[] = [];
  #inOrder = true;
  #dropped = 0;
  #wake: () => void = () => {};
  #filled: Promise<void> = Promise.resolve();

  constructor(limit: number) {
    this.#limit = limit;
  }

  get isEmpty(): boolean {
    return this.#lines.length === 0 && this.#dropped === 0;
  }

  filled(): Promise<void> {
    this.#filled = new Promise((resolve) => {
      this.#wake = resolve;
    });
    return this.#filled;
  }

  wake(): void {
    this.#wake();
  }

  add(lines: readonly LogLine[]): void {
    if (lines.length === 0) return;
    this.#lines.push(...lines);
    this.#inOrder = false;
    if (this.#lines.length > this.#limit) {
      const over = this.#lines.length - this.#limit;
      this.#lines.splice(0, over);
      this.#dropped += over;
    }
    this.#wake();
  }

  take(count: number): LogBatch {
    if (!this.#inOrder) this.#lines.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    this.#inOrder = true;
    const lines = this.#lines.splice(0, count);
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { lines, dropped };
  }
}

const chosen = ({ live }: LogsWorld, { services }: LogsOf): readonly ObservedContainer[] => {
  const { model, observed } = live.state;
  return observed.containers.filter(
    ({ service, state }) =>
      (services === null ? model?.services[service] !== undefined : services.has(service)) &&
      state !== 'created',
  );
};

async function readAll(
  world: LogsWorld,
  wish: LogsOf,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<void> {
  const whole = { follow: false, tail: wish.tail, sinceMs: null };
  await Promise.all(chosen(world, wish).map((container) => readOne(world, container, whole, buffer, signal)));
}

type Reader = { readonly last: number | null; readonly reading: boolean; readonly startedAt: number | null };

/**
 * One reader for each container; one that ended begins again when its container runs again. How far back to look is for those of
 * the beginning: all that is written later is read.
 */
async function followAll(
  world: LogsWorld,
  wish: LogsOf,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<void> {
  const readers = new Map<string, Reader>();
  let { tail } = wish;
  while (!signal.aborted) {
    const changed = world.live.changed(signal);
    for (const container of chosen(world, wish)) {
      const known = readers.get(container.id);
      if (known?.reading === true || known?.startedAt === container.startedAt) continue;
      const { id, startedAt } = container;
      readers.set(id, { last: known?.last ?? null, reading: true, startedAt });
      const begun: LogWish =
        known === undefined
          ? { follow: true, tail, sinceMs: null }
          : { follow: true, tail: everyLine, sinceMs: afterRecord(known.last) ?? startedAt };
      const ended = (last: number | null): void =>
        void readers.set(id, { last: last ?? known?.last ?? null, reading: false, startedAt });
      void readWhileRunning(world, container, begun, buffer, signal, ended);
    }
    tail = everyLine;
    await changed;
  }
}

/** Reads on what is cut off while its container runs (the engine was away). `ended` is told the time of the last record. */
async function readWhileRunning(
  world: LogsWorld,
  container: ObservedContainer,
  begun: LogWish,
  buffer: LineBuffer,
  signal: AbortSignal,
  ended: (last: number | null) => void,
): Promise<void> {
  let last: number | null = null;
  let wish = begun;
  for (let pauseMs = readAgainMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const read = await readOne(world, container, wish, buffer, signal);
    if (read !== null) pauseMs = readAgainMs;
    last = read ?? last;
    if (signal.aborted || !isAlive(world.live, container.id)) return ended(last);
    await world.clock.sleep(pauseMs, signal);
    if (last !== null) wish = { follow: true, tail: everyLine, sinceMs: afterRecord(last) };
  }
}

const isAlive = ({ state }: LiveState, id: string): boolean =>
  state.observed.containers.some(
    (container) => container.id === id && ['running', 'paused'].includes(container.state),
  );

/** One millisecond on, so that the last record is not read twice. */
const afterRecord = (last: number | null): number | null => (last === null ? null : last + 1);

/** Returns the time of the last record; null: there was none. */
async function readOne(
  world: LogsWorld,
  { id, service }: ObservedContainer,
  wish: LogWish,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<number | null> {
  const docker = await world.docker();
  if (!docker.ok) return null;
  let pending = nothingPending;
  let last: number | null = null;
  const add = (lines: readonly RawLine[]): void =>
    buffer.add(lines.map((line) => toLogLine(service, line, world.redact)));
  for await (const record of docker.value.logs(id, wish, signal)) {
    last = record.at ?? last;
    const split = splitPiece(pending, record);
    pending = split.pending;
    add(split.lines);
  }
  add(endOfOutput(pending));
  return last;
}
