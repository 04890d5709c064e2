import type http from 'node:http';
import type { Duplex, Readable } from 'node:stream';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import { parseJson, whole } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import { type Fault, faultOf } from './fault.ts';
import { type Leash, leash } from './leash.ts';
import { dial, dialUpgrade, lazyModem } from './modem.ts';

/** One request of the Engine API. */
export type Ask = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version, made with `pathOf`: `/containers/db/start`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** A plain tar, sent as it is. Never compressed (CVE-2026-41567). */
  readonly archive?: Buffer | Readable;
  readonly headers?: Readonly<Record<string, string>>;
  /** For `json` until the whole answer is there; for `open` until it begins. */
  readonly deadlineMs: number;
  /** True: without a version in the path, as `/version` must be asked before one is settled. */
  readonly unversioned?: boolean;
};

/** A request for a connection that speaks HTTP/2 from then on. */
export type UpgradeAsk = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly deadlineMs: number;
};

/** An answer that is read piece by piece; whoever opened it closes it. */
export type Reply = {
  /** Throws while it is read when the connection is cut or the leash ends it. */
  readonly body: AsyncIterable<Buffer>;
  readonly leash: Leash;
  close(): void;
};

/** The connection to one engine. Neither function throws. */
export type Wire = {
  readonly endpoint: string;
  /** Null until `settle`: then `1.41` to `1.51`. */
  apiVersion(): string | null;
  settle(apiVersion: string): void;
  /** The answer's JSON, null where it is empty. T is what the Engine API promises; every field of it may be missing. */
  json<T>(ask: Ask, signal: AbortSignal): Promise<Result<T | null, Fault>>;
  open(ask: Ask, signal: AbortSignal): Promise<Result<Reply, Fault>>;
  /** Whoever asked for the connection destroys it; the signal no longer does once it is there. */
  upgrade(ask: UpgradeAsk, signal: AbortSignal): Promise<Result<Duplex, Fault>>;
};

/** A path of escaped segments: a name that holds `?`, `/` or `..` names nothing else. */
export const pathOf = (...segments: readonly string[]): string =>
  `/${segments.map(encodeURIComponent).join('/')}`;

/** A filter as the Engine API wants it in the query. */
export const filtersOf = (
  filters: Readonly<Record<string, readonly string[]>>,
): { readonly filters: string } => ({
  filters: JSON.stringify(filters),
});

/**
 * Everything goes through dockerode's modem and not through its named methods: those send the body of a create a second time
 * as query string (a secret in a URL), do not escape names, hold unfollowed logs in memory, and open an authentication
 * session for BuildKit that answers every registry with the same password.
 */
export function wireTo(endpoint: Endpoint): Wire {
  const modem = lazyModem(endpoint);
  let version: string | null = null;
  const prefix = (): string => (version === null ? '' : `/v${version}`);
  const dialled = (ask: Ask, held: Leash): Promise<http.IncomingMessage> =>
    dial(modem(), ask, ask.unversioned === true ? '' : prefix(), held.signal);
  return {
    endpoint: endpoint.name,
    apiVersion: () => version,
    settle: (next) => {
      version = next;
    },
    json: async <T>(ask: Ask, signal: AbortSignal) => {
      const held = leash(ask.deadlineMs, signal);
      try {
        const response = await dialled(ask, held);
        return ok(parseJson(await whole(response, 256 * 1024 * 1024)) as T | null);
      } catch (error) {
        return fail(faultOf(error, held));
      } finally {
        held.release();
      }
    },
    open: async (ask, signal) => {
      const held = leash(ask.deadlineMs, signal);
      try {
        const response = await dialled(ask, held);
        held.extend(null);
        return ok({ body: untilEnded(response, held), leash: held, close: () => close(held) });
      } catch (error) {
        close(held);
        return fail(faultOf(error, held));
      }
    },
    upgrade: async (ask, signal) => {
      const held = leash(ask.deadlineMs, signal);
      try {
        return ok(await dialUpgrade(modem(), ask, prefix(), held.signal));
      } catch (error) {
        return fail(faultOf(error, held));
      } finally {
        held.release();
      }
    },
  };
}

/** An answer that ends with its connection (exec) also ends, without an error, when the leash cuts it. */
async function* untilEnded(response: http.IncomingMessage, held: Leash): AsyncIterable<Buffer> {
  for await (const chunk of response) yield chunk;
  if (held.ended() !== null) throw new Error('ended early');
}

function close(held: Leash): void {
  held.release();
  held.cut();
}
