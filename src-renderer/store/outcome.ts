import { ORPCError } from '@orpc/client';
import type { Problem } from '../../src-main/contract/problem.ts';
import { fail, ok, type Result } from '../../src-main/contract/result.ts';

/** Why an intent did not do what was wished: problems a user can meet, a wire that is gone, or a fault of Berth. */
export type Failure =
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] }
  | { readonly kind: 'lost' }
  | { readonly kind: 'fault'; readonly message: string };

export type Outcome<T> = Result<T, Failure>;

/** Runs a call of the contract and turns what it throws into a Failure. */
export async function outcomeOf<T>(call: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return ok(await call());
  } catch (error) {
    return fail(failureOf(error));
  }
}

/** An error of a wire as a Failure; whatever carries no problems and no code of the contract is a lost wire. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof ORPCError)) return { kind: 'lost' };
  const problems = problemsIn(error.data);
  return problems === null ? { kind: 'fault', message: error.message } : { kind: 'problems', problems };
}

function problemsIn(data: unknown): readonly Problem[] | null {
  const isObject = typeof data === 'object' && data !== null;
  return isObject && 'problems' in data && Array.isArray(data.problems) ? data.problems : null;
}
