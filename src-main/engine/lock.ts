import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { Machine } from '../ports/machine.ts';

type Holding = {
  readonly ticket: string;
  readonly holder: string;
  readonly goal: string;
  /** Absent in a file of an older Berth. */
  readonly since?: string;
};

export type LockWish = {
  readonly files: Files;
  readonly clock: Clock;
  readonly machine: Pick<Machine, 'holder' | 'isHolderAlive'>;
  readonly file: string;
  /** Differs for each attempt. */
  readonly ticket: string;
  readonly goal: string;
  /** As a person reads it, with its time zone. */
  readonly since: string;
};

export type Lock = { readonly release: () => Promise<void> };

const limitBytes = 64 * 1024;
// A holder writes its name at once after it made the file; a file without one after this was cut off.
const unsignedMs = 200;

/**
 * One run per project, across processes: the lock is a file that only one can make. One whose holder died is taken over, by
 * exactly one of those who see it. Problem: busy, with who holds it.
 */
export async function takeLock(wish: LockWish): Promise<Result<Lock, Problem>> {
  const { files, file, machine } = wish;
  const own: Holding = { ticket: wish.ticket, holder: machine.holder, goal: wish.goal, since: wish.since };
  const made = await files.createExclusive(file, JSON.stringify(own));
  if (!made.ok) return made;
  if (made.value) return ok(lockOf(wish, own));
  const held = await readHolding(wish, file);
  if (!held.ok) return held;
  if (held.value !== null && isAlive(machine, held.value)) return fail(busy(held.value, file));
  return takeOver(wish, own, held.value);
}

const busy = ({ goal, holder, since }: Holding, path: string): Problem => ({
  kind: 'busy',
  goal,
  holder,
  since: since ?? null,
  lock: { kind: 'file', path },
});

const isAlive = (machine: LockWish['machine'], { holder, since }: Holding): boolean =>
  machine.isHolderAlive(holder, since ?? null);

/** The right to remove a dead holder's file is itself a file that only one can make. */
async function takeOver(
  wish: LockWish,
  own: Holding,
  dead: Holding | null,
  tries = 2,
): Promise<Result<Lock, Problem>> {
  const { files, file, machine } = wish;
  const right = `${file}.after`;
  const granted = await files.createExclusive(right, JSON.stringify(own));
  if (!granted.ok) return granted;
  if (!granted.value) {
    const rival = await readHolding(wish, right);
    if (rival.ok && rival.value !== null && isAlive(machine, rival.value))
      return fail(busy(rival.value, file));
    await files.remove(right);
    if (tries > 1) return takeOver(wish, own, dead, tries - 1);
    return fail(busy(dead ?? { ticket: '', holder: 'another process', goal: wish.goal }, file));
  }
  // Whoever had the right before may have used it already: then the file has a new holder.
  const now = await readHolding(wish, file);
  if (now.ok && now.value?.ticket === dead?.ticket) await files.remove(file);
  const made = await files.createExclusive(file, JSON.stringify(own));
  await files.remove(right);
  if (!made.ok) return made;
  return made.value
    ? ok(lockOf(wish, own))
    : fail(busy(now.ok && now.value !== null ? now.value : own, file));
}

/** null: the file is gone or holds no name. */
async function readHolding(
  { files, clock }: LockWish,
  file: string,
): Promise<Result<Holding | null, Problem>> {
  for (const last of [false, true]) {
    const text = await files.readText(file, limitBytes);
    if (!text.ok) return text;
    const holding = parseHolding(text.value ?? '');
    if (holding !== null || last) return ok(holding);
    await clock.sleep(unsignedMs, new AbortController().signal);
  }
  return ok(null);
}

function parseHolding(text: string): Holding | null {
  try {
    const holding = JSON.parse(text) as Holding;
    return typeof holding.ticket === 'string' && typeof holding.holder === 'string' ? holding : null;
  } catch {
    return null;
  }
}

const lockOf = (wish: LockWish, own: Holding): Lock => ({
  release: async () => {
    const held = await readHolding(wish, wish.file);
    if (held.ok && held.value?.ticket === own.ticket) await wish.files.remove(wish.file);
  },
});
