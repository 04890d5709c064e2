import type { Fault } from './fault.ts';

/** How often a pull is tried in all. The engine keeps the layers that came whole, so each try goes on from there. */
export const pullAttempts = 4;

/** The wait before a further attempt, in milliseconds: doubled each time, and never the same for two pulls at once. */
export const pauseMs = (attempt: number, random: () => number = Math.random): number =>
  Math.round(2 ** (attempt - 1) * 500 * (0.5 + random()));

/**
 * Whether the same pull may go well a moment later: a stream that was cut, and what a registry or network says while it is
 * overloaded. Never where nobody may have the image or there is none. Texts of engine 20.10 to 28.5, which answers 429,
 * 500, or 200 with an error line for what its registry said.
 */
export function mayGoWell(failed: string | Fault): boolean {
  if (typeof failed === 'string') return isPassing(failed);
  if (failed.kind === 'connection') return cutCodes.has(failed.code) || failed.message === 'aborted';
  return (
    failed.kind === 'answer' && (failed.status === 429 || failed.status >= 500) && isPassing(failed.message)
  );
}

const cutCodes = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const isPassing = (words: string): boolean => passing.test(words) && !lasting.test(words);

const passing =
  /unexpected EOF|EOF$|connection reset|broken pipe|timeout|timed out|deadline exceeded|too ?many ?requests|\b429\b|\b50[0234]\b/i;

const lasting =
  /unauthorized|authentication required|denied|forbidden|no basic auth|not found|manifest unknown|name unknown|no match(ing)? (for platform|manifest)|invalid reference|verification failed/i;
