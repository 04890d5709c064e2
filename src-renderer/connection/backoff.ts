const firstMs = 200;
const longestMs = 5_000;

/** Milliseconds to wait before attempt number `attempt` (from 1): 0.2 s, doubled each time, never over 5 s. */
export function backoffMs(attempt: number): number {
  return Math.min(longestMs, firstMs * 2 ** (attempt - 1));
}
