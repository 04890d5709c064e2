import { Readable } from 'node:stream';
import { fail, ok } from '../../contract/result.ts';
import type { Answer, EngineArchive } from '../../ports/docker.ts';
import { done } from './call.ts';
import { deadlines } from './deadlines.ts';
import { faultOf } from './fault.ts';
import { problemOf } from './problems.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * GET /containers/{id}/archive: a plain tar of a folder, piece by piece; a volume that is mounted there is in it, also where the
 * container was never started (engine 20.10 to 28.5). Whoever
 * asked for it closes it: a container whose archive is not read to its end answers no other call.
 */
export async function readArchive(
  wire: Wire,
  name: string,
  path: string,
  signal: AbortSignal,
): Answer<EngineArchive> {
  const call = `read ${path} of ${name}`;
  const ask = {
    method: 'GET',
    path: pathOf('containers', name, 'archive'),
    query: { path },
    deadlineMs: deadlines.create,
  } as const;
  const reply = await wire.open(ask, signal);
  if (!reply.ok) return fail(problemOf(reply.error, { endpoint: wire.endpoint, call }));
  const { body, leash, close } = reply.value;
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    try {
      leash.extend(deadlines.idle);
      for await (const piece of body) {
        // Whoever reads may be slow; the engine is not to be blamed for it.
        leash.extend(null);
        yield piece;
        leash.extend(deadlines.idle);
      }
    } catch (error) {
      const { kind } = problemOf(faultOf(error, leash), { endpoint: wire.endpoint, call });
      throw new Error(`the engine's archive was cut off (${kind})`, { cause: error });
    }
  }
  return ok({ content: pieces(), close });
}

/**
 * PUT /containers/{id}/archive of a plain tar, piece by piece, into a folder. Where `content` throws the engine never sees the
 * end of it, and the answer is `cancelled`. Problems: disk-full, engine-*.
 */
export async function writeArchive(
  wire: Wire,
  name: string,
  path: string,
  content: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Answer<void> {
  const stop = new AbortController();
  const cancel = (): void => stop.abort();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  let silent = false;
  const watch = idleWatch(deadlines.idle, () => {
    silent = true;
    cancel();
  });
  async function* pieces(): AsyncGenerator<Uint8Array, void> {
    try {
      for await (const piece of content) {
        watch.restart();
        yield piece;
      }
      watch.restart();
    } catch {
      // An error of its body would leave the request as it is: waiting for more.
      cancel();
    }
  }
  const archive = Readable.from(pieces(), { objectMode: false });
  const ask = {
    method: 'PUT',
    path: pathOf('containers', name, 'archive'),
    query: { path },
    deadlineMs: dayMs,
    archive,
  } as const;
  const answer = await wire.json(ask, stop.signal);
  watch.stop();
  archive.destroy();
  signal.removeEventListener('abort', cancel);
  const call = `fill ${path} of ${name}`;
  if (silent) return fail({ kind: 'engine-silent', endpoint: wire.endpoint, call, afterMs: deadlines.idle });
  return done(answer, wire, call);
}

// Silence is what ends it, see `idleWatch`.
const dayMs = 86_400_000;

function idleWatch(
  limitMs: number,
  idle: () => void,
): { readonly restart: () => void; readonly stop: () => void } {
  let timer = setTimeout(idle, limitMs);
  const stop = (): void => clearTimeout(timer);
  return {
    stop,
    restart: () => {
      stop();
      timer = setTimeout(idle, limitMs);
    },
  };
}
