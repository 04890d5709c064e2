import type { Leash } from './leash.ts';

/** What can go wrong with one request, before it is known what was asked (`problems.ts` turns it into a Problem). */
export type Fault =
  /** The engine answered with an error status and its own words. */
  | { readonly kind: 'answer'; readonly status: number; readonly message: string }
  /** The connection could not be made or was cut; `code` as Node names it (`ENOENT`, `ECONNRESET`), or ''. */
  | { readonly kind: 'connection'; readonly code: string; readonly message: string }
  | { readonly kind: 'silent'; readonly afterMs: number }
  | { readonly kind: 'cancelled' }
  /** Something answered that does not speak the Engine API. */
  | { readonly kind: 'garbled'; readonly message: string };

/** Thrown inside the adapter, never out of it, for an answer with an error status. */
export class EngineRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Thrown inside the adapter, never out of it, for an answer that cannot be read. */
export class GarbledAnswer extends Error {}

/** Says what an error thrown while a request ran means. */
export function faultOf(error: unknown, held: Leash): Fault {
  const ended = held.ended();
  if (ended === 'deadline') return { kind: 'silent', afterMs: held.limitMs() };
  if (ended === 'cancelled') return { kind: 'cancelled' };
  if (error instanceof EngineRefusal) return { kind: 'answer', status: error.status, message: error.message };
  if (error instanceof GarbledAnswer) return { kind: 'garbled', message: error.message };
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (code.startsWith('HPE_')) return { kind: 'garbled', message: 'what answers does not speak HTTP' };
  return { kind: 'connection', code, message };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  // Several addresses tried, all in vain: the first tells as much as all.
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return '';
}
