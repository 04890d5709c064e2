import { setTimeout as pause } from 'node:timers/promises';

/** Asks until the answer is true. Returns false when it was not within `withinMs`. */
export async function eventually(
  ask: () => Promise<boolean> | boolean,
  withinMs: number,
  everyMs = 50,
): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (!(await ask())) {
    if (Date.now() > end) return false;
    await pause(everyMs);
  }
  return true;
}
