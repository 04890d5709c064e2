import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Calls } from './calls.ts';
import { problemOf } from './problems.ts';

export type Answer<T> = Promise<Result<T, Problem>>;

/** `provenAtMs`: when the keychain last proved to be open, by the clock of `performance`. */
export type State = { readonly calls: Calls; provenAtMs: number };

// Finding nothing is believed without a probe for this long after that.
const trustMs = 5000;

export const failed = (operation: string, detail: string): Problem => ({
  kind: 'keychain-failed',
  operation,
  detail,
});

/** One entry as it stands; null: not found, which a locked keychain says too. */
export async function get(state: State, account: string, operation: string): Answer<string | null> {
  const outcome = await state.calls.ask({ act: 'get', account });
  const problem = problemOf(outcome, operation);
  if (problem !== null) return fail(problem);
  const value = outcome.kind === 'reply' && outcome.reply.ok ? outcome.reply.value : null;
  if (typeof value === 'string') state.provenAtMs = performance.now();
  return ok(typeof value === 'string' ? value : null);
}

/** Creates or replaces one entry. */
export async function set(state: State, account: string, value: string): Answer<void> {
  const problem = problemOf(await state.calls.ask({ act: 'set', account, value }), 'writing');
  return problem === null ? ok(undefined) : fail(problem);
}

/** Removes one entry; a missing one is no problem. */
export async function remove(state: State, account: string): Answer<void> {
  const problem = problemOf(await state.calls.ask({ act: 'delete', account }), 'forgetting');
  return problem === null ? ok(undefined) : fail(problem);
}

/** Proves that the keychain keeps values, by an entry that is written, read back and removed. */
export async function isOpen(state: State): Answer<void> {
  if (performance.now() - state.provenAtMs < trustMs) return ok(undefined);
  const account = `berth/probe/${process.pid}`;
  const kept = await set(state, account, 'probe');
  if (!kept.ok) return kept;
  const found = await get(state, account, 'reading a probe');
  if (!found.ok) return found;
  if (found.value !== 'probe') return fail(failed('reading a probe', 'what was written was not there'));
  const removed = await remove(state, account);
  if (!removed.ok) return removed;
  state.provenAtMs = performance.now();
  return ok(undefined);
}
