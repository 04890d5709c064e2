import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';

type Entry = {
  readonly ticket: string;
  readonly at: number;
  readonly what: 'want' | 'alive' | 'free';
  readonly holder: string;
  readonly goal: string;
};

export type LockWish = {
  readonly files: Files;
  readonly clock: Clock;
  readonly file: string;
  /** Differs for each attempt. */
  readonly ticket: string;
  readonly holder: string;
  readonly goal: string;
};

export type Lock = { readonly release: () => Promise<void> };

const sayAliveMs = 1_000;
/** A holder that said nothing for so long has died. */
export const silenceMs = 5_000;

/**
 * One run per project, across processes: each appends a wish to one file (an append is whole or not at all) and the first wish
 * that was neither given back nor fell silent holds. Problem: busy, with who holds it.
 */
export async function takeLock(wish: LockWish): Promise<Result<Lock, Problem>> {
  const wanted = await say(wish, 'want');
  if (!wanted.ok) return wanted;
  const text = await wish.files.readText(wish.file, 16 * 1024 * 1024);
  if (!text.ok) return text;
  const holder = holderOf(readEntries(text.value ?? ''), wish.clock.now());
  if (holder !== null && holder.ticket !== wish.ticket) {
    await say(wish, 'free');
    return fail({ kind: 'busy', goal: holder.goal, holder: holder.holder });
  }
  const stop = new AbortController();
  const alive = sayAlive(wish, stop.signal);
  return ok({
    release: async () => {
      stop.abort();
      await alive;
      await say(wish, 'free');
    },
  });
}

const say = ({ files, clock, file, ticket, holder, goal }: LockWish, what: Entry['what']) =>
  files.appendFlushed(
    file,
    `${JSON.stringify({ ticket, at: clock.now(), what, holder, goal } satisfies Entry)}\n`,
  );

async function sayAlive(wish: LockWish, signal: AbortSignal): Promise<void> {
  for (;;) {
    await wish.clock.sleep(sayAliveMs, signal);
    if (signal.aborted) return;
    await say(wish, 'alive');
  }
}

/** Lines that are no entry (cut off by a crash) count for nothing. */
function readEntries(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry = JSON.parse(line) as Entry;
      return typeof entry.ticket === 'string' ? [entry] : [];
    } catch {
      return [];
    }
  });
}

function holderOf(entries: readonly Entry[], now: number): Entry | null {
  const freed = new Set(entries.filter(({ what }) => what === 'free').map(({ ticket }) => ticket));
  const heard = new Map(entries.map((entry) => [entry.ticket, entry.at]));
  const first = entries.find(
    ({ what, ticket }) => what === 'want' && !freed.has(ticket) && now - (heard.get(ticket) ?? 0) < silenceMs,
  );
  return first ?? null;
}
