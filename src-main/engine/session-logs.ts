import type { ServiceName } from '../contract/names.ts';
import type { LogBatch, LogLine } from '../contract/view.ts';
import { endOfOutput, nothingPending, splitPiece } from '../core/logs/lines.ts';
import { toLogLine } from '../core/logs/log-line.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Docker, LogWish } from '../ports/docker.ts';

export type LogSource = {
  readonly docker: Docker;
  readonly redact: (text: string) => string;
  /** Containers to read, as they are now. With `follow` also those that appear later. */
  readonly containers: (signal: AbortSignal) => AsyncIterable<readonly ObservedContainer[]>;
};

const batchLines = 500;
const heldLines = 20_000;

/**
 * The lines of several containers as one stream, in batches. A reader that is slower than the services loses the oldest
 * lines beyond `heldLines`; each batch says how many. Without `follow` it ends when every container's past was read.
 */
export async function* mergedLogs(
  source: LogSource,
  wish: LogWish,
  signal: AbortSignal,
): AsyncGenerator<LogBatch, void, void> {
  const held: LogLine[] = [];
  let dropped = 0;
  let open = 1;
  let wake: () => void = () => {};
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  const add = (line: LogLine) => {
    held.push(line);
    if (held.length > heldLines * 1.25) dropped += held.splice(0, held.length - heldLines).length;
    wake();
  };
  const began = new Set<string>();
  const begin = (container: ObservedContainer) => {
    if (began.has(container.id)) return;
    began.add(container.id);
    open += 1;
    void readContainer(source, container, wish, until, add).finally(ended);
  };
  const ended = () => {
    open -= 1;
    wake();
  };
  until.addEventListener('abort', () => wake(), { once: true });
  void (async () => {
    for await (const containers of source.containers(until)) {
      for (const container of containers) begin(container);
      if (!wish.follow) return;
    }
  })().finally(ended);
  try {
    while (!signal.aborted) {
      if (held.length > 0) {
        const lines = held.splice(0, batchLines);
        yield { lines, dropped };
        dropped = 0;
      } else if (open === 0) return;
      else {
        const more = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if (held.length === 0 && open > 0 && !signal.aborted) await more;
      }
    }
  } finally {
    stop.abort();
  }
}

async function readContainer(
  source: LogSource,
  container: ObservedContainer,
  wish: LogWish,
  signal: AbortSignal,
  add: (line: LogLine) => void,
): Promise<void> {
  const service: ServiceName = container.service;
  let pending = nothingPending;
  for await (const record of source.docker.logs(container.id, wish, signal)) {
    const split = splitPiece(pending, record);
    pending = split.pending;
    for (const line of split.lines) add(toLogLine(service, line, source.redact));
  }
  for (const line of endOfOutput(pending)) add(toLogLine(service, line, source.redact));
}
