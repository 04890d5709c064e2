import type { Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Files } from '../ports/files.ts';
import type { Machine } from '../ports/machine.ts';

/** Held while a run changes a project. `await using` releases it. */
export type Lock = AsyncDisposable;

type Held = { readonly goal: string; readonly holder: string };

/**
 * One run at a time per Compose project on this machine, whichever door started it. A lock whose process is gone is taken
 * over. Problem: busy, with what runs and who holds it.
 */
export async function takeLock(
  files: Files,
  machine: Machine,
  file: string,
  goal: Goal,
): Promise<Result<Lock, Problem>> {
  const mine = JSON.stringify({ goal, holder: machine.holder } satisfies Held);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const created = await files.createExclusive(file, mine);
    if (!created.ok) return created;
    if (created.value) return ok({ [Symbol.asyncDispose]: () => files.remove(file) });
    const found = await files.readText(file, 4096);
    if (!found.ok) return found;
    if (found.value === null) continue;
    const held = readHeld(found.value);
    if (held !== null && machine.isHolderAlive(held.holder)) return fail({ kind: 'busy', ...held });
    await files.remove(file);
  }
  return fail({ kind: 'busy', goal, holder: 'another process' });
}

function readHeld(text: string): Held | null {
  try {
    const held: unknown = JSON.parse(text);
    if (typeof held !== 'object' || held === null || !('goal' in held) || !('holder' in held)) return null;
    return { goal: String(held.goal), holder: String(held.holder) };
  } catch {
    return null;
  }
}
