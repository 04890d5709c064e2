import { StringDecoder } from 'node:string_decoder';
import type { LogRecord, LogWish } from '../../ports/docker.ts';
import { deadlines } from './deadlines.ts';
import { framesOf } from './frames.ts';
import { inspectJson } from './observe.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * GET /containers/{name}/logs with the engine's time stamps, asked for only as fast as records are taken. Ends, without a word,
 * where there is no such container, when the engine goes, and with the signal; `tail` below 0 means all.
 */
export async function* followLogs(
  wire: Wire,
  name: string,
  wish: LogWish,
  signal: AbortSignal,
): AsyncIterable<LogRecord> {
  // Before API v1.42 the answer does not say whether it is framed; the container's own setting always does.
  const container = await inspectJson(wire, name, signal);
  if (!container.ok || container.value === null) return;
  const ask = { method: 'GET', path: pathOf('containers', name, 'logs'), query: queryOf(wish) } as const;
  const reply = await wire.open({ ...ask, deadlineMs: deadlines.quick }, signal);
  if (!reply.ok) return;
  const { body } = reply.value;
  try {
    yield* container.value.Config?.Tty === true ? rawRecords(body) : framedRecords(body);
  } catch {
    // Cut: by the signal, or because the engine went, which the event stream reports.
  } finally {
    reply.value.close();
  }
}

function queryOf({ follow, tail, sinceMs }: LogWish): Record<string, string> {
  return {
    stdout: '1',
    stderr: '1',
    timestamps: '1',
    follow: follow ? '1' : '0',
    tail: Number.isFinite(tail) && tail >= 0 ? String(Math.trunc(tail)) : 'all',
    ...(sinceMs === null ? {} : { since: (sinceMs / 1000).toFixed(3) }),
  };
}

/** Without a terminal: each frame is one message of the log driver (16 KiB or a line) with its own time stamp. */
export async function* framedRecords(body: AsyncIterable<Buffer>): AsyncIterable<LogRecord> {
  // A message may end inside a character; the rest of it begins the next message of the same stream.
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  for await (const { stream, bytes } of framesOf(body)) {
    const space = bytes.subarray(0, stampLimit).indexOf(0x20);
    const at = space < 0 ? null : stampOf(bytes.subarray(0, space).toString('latin1'));
    const text = decoders[stream].write(at === null ? bytes : bytes.subarray(space + 1));
    if (text !== '') yield { stream, at, text };
  }
}

/** With a terminal: no frames, one stream, a time stamp before each line. */
export async function* rawRecords(body: AsyncIterable<Buffer>): AsyncIterable<LogRecord> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of body) {
    rest += decoder.write(chunk);
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
      yield rawRecord(rest.slice(0, end + 1));
      rest = rest.slice(end + 1);
    }
  }
  if (rest !== '') yield rawRecord(rest);
}

function rawRecord(line: string): LogRecord {
  const space = line.slice(0, stampLimit).indexOf(' ');
  const at = space < 0 ? null : stampOf(line.slice(0, space));
  return { stream: 'stdout', at, text: at === null ? line : line.slice(space + 1) };
}

/** RFC 3339 with nine digits and Z or an offset: at most 35 characters, and the space. */
const stampLimit = 36;

function stampOf(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$/.exec(text);
  if (parts === null) return null;
  return Date.parse(`${parts[1]}${(parts[2] ?? '').slice(0, 4)}${parts[3]}`);
}
