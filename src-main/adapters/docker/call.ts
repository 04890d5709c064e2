import type { Problem } from '../../contract/problem.ts';
import type { Result } from '../../contract/result.ts';
import { fail, ok } from '../../contract/result.ts';
import type { Fault } from './fault.ts';
import { answered, problemOf } from './problems.ts';
import type { Wire } from './wire.ts';

/** The outcome of a call as the port gives it: a value, or the Problem that its fault is. */
export function outcome<T, U>(
  result: Result<T, Fault>,
  wire: Wire,
  call: string,
  value: (found: T) => U,
): Result<U, Problem> {
  return result.ok
    ? ok(value(result.value))
    : fail(problemOf(result.error, { endpoint: wire.endpoint, call }));
}

/** As `outcome`, where 404 is an answer and no fault: null. */
export function outcomeOrNull<T, U>(
  result: Result<T, Fault>,
  wire: Wire,
  call: string,
  value: (found: T) => U | null,
): Result<U | null, Problem> {
  if (!result.ok && answered(result.error, 404)) return ok(null);
  return outcome(result, wire, call, value);
}

/** As `outcome` for a call whose aim is reached as well when the engine answers with one of these statuses. */
export function done(
  result: Result<unknown, Fault>,
  wire: Wire,
  call: string,
  asGood: readonly number[] = [],
): Result<void, Problem> {
  if (!result.ok && asGood.some((status) => answered(result.error, status))) return ok(undefined);
  return outcome(result, wire, call, () => undefined);
}
