import type { LogBatch, LogLine } from '../contract/view.ts';
import { endOfOutput, nothingPending, splitPiece } from '../core/logs/lines.ts';
import { toLogLine } from '../core/logs/log-line.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker } from '../ports/docker.ts';
import type { LiveState } from './live-state.ts';

export type LogsWorld = {
  readonly docker: Docker;
  readonly live: LiveState;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
};

export type LogsOf = {
  readonly services: ReadonlySet<string>;
  readonly follow: boolean;
  readonly tail: number;
};

const batchLines = 500;
// Lines that wait for the reader at most; older ones are dropped and counted.
const keptLines = 20_000;
// Lines of several services are put in order within this time.
const gatherMs = 50;

/** Log lines of services, merged by time within each batch; with `follow` until the signal, over restarts and recreation. */
export async function* readLogs(
  world: LogsWorld,
  wish: LogsOf,
  signal: AbortSignal,
): AsyncGenerator<LogBatch> {
  const buffer = new LineBuffer();
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  const reading = wish.follow ? followAll(world, wish, buffer, stop) : readAll(world, wish, buffer, stop);
  let done = false;
  void reading.finally(() => {
    done = true;
    buffer.wake();
  });
  try {
    while (!signal.aborted) {
      const more = buffer.filled();
      if (buffer.isEmpty && done) break;
      if (buffer.isEmpty) await Promise.race([more, aborted(stop)]);
      if (wish.follow) await world.clock.sleep(gatherMs, stop);
      else await reading;
      while (!buffer.isEmpty && !signal.aborted) yield buffer.take(batchLines);
    }
    await reading;
  } finally {
    ended.abort();
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted
    ? Promise.resolve()
    : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

class LineBuffer {
  #lines: LogLine[] = [];
  #dropped = 0;
  #wake: () => void = () => {};
  #filled: Promise<void> = Promise.resolve();

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
    if (this.#lines.length > keptLines) {
      const over = this.#lines.length - keptLines;
      this.#lines.splice(0, over);
      this.#dropped += over;
    }
    this.#wake();
  }

  take(count: number): LogBatch {
    this.#lines.sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
    const lines = this.#lines.splice(0, count);
    const dropped = this.#dropped;
    this.#dropped = 0;
    return { lines, dropped };
  }
}

const chosen = (world: LogsWorld, wish: LogsOf): readonly ObservedContainer[] =>
  world.live.state.observed.containers.filter(
    (container) => wish.services.has(container.service) && container.state !== 'created',
  );

async function readAll(
  world: LogsWorld,
  wish: LogsOf,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(
    chosen(world, wish).map((container) => readOne(world, container, wish, null, buffer, signal)),
  );
}

/** One reader for each container; one that ended begins again when its container runs again. */
async function followAll(
  world: LogsWorld,
  wish: LogsOf,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<void> {
  const readers = new Map<
    string,
    { readonly last: number | null; readonly reading: boolean; readonly startedAt: number | null }
  >();
  while (!signal.aborted) {
    const changed = world.live.changed(signal);
    for (const container of chosen(world, wish)) {
      const known = readers.get(container.id);
      if (known?.reading === true || (known !== undefined && known.startedAt === container.startedAt))
        continue;
      readers.set(container.id, { last: known?.last ?? null, reading: true, startedAt: container.startedAt });
      void readOne(world, container, wish, known?.last ?? null, buffer, signal).then((last) =>
        readers.set(container.id, {
          last: last ?? known?.last ?? null,
          reading: false,
          startedAt: container.startedAt,
        }),
      );
    }
    await changed;
  }
}

/** Returns the time of the last record. */
async function readOne(
  world: LogsWorld,
  container: ObservedContainer,
  wish: LogsOf,
  after: number | null,
  buffer: LineBuffer,
  signal: AbortSignal,
): Promise<number | null> {
  let pending = nothingPending;
  let last = after;
  // One millisecond on, so that the last record is not read twice.
  const since = after === null ? null : after + 1;
  const log = world.docker.logs(
    container.id,
    { follow: wish.follow, tail: wish.tail, sinceMs: since },
    signal,
  );
  for await (const record of log) {
    last = record.at ?? last;
    const split = splitPiece(pending, record);
    pending = split.pending;
    buffer.add(split.lines.map((line) => toLogLine(container.service, line, world.redact)));
  }
  buffer.add(endOfOutput(pending).map((line) => toLogLine(container.service, line, world.redact)));
  return last;
}
