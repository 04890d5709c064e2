import { ORPCError } from '@orpc/server';
import { describe } from '../contract/describe.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';

/** The data of the one typed error of the contract. */
export type ProblemData = { readonly problems: readonly Problem[] };

/** Problems as the contract's typed error PROBLEM; its status must be the one the contract names, or it is not 'defined'. */
export function problemError(problems: readonly Problem[]): ORPCError<'PROBLEM', ProblemData> {
  const first = problems[0];
  const message = first === undefined ? 'A problem was met' : describe(first).title;
  return new ORPCError('PROBLEM', { status: 422, defined: true, message, data: { problems } });
}

/** The value, or the problems thrown as the typed error. The only place where a Result becomes an exception. */
export function valueOrThrow<T>(result: Result<T, Problem | readonly Problem[]>): T {
  if (result.ok) return result.value;
  throw problemError(isList(result.error) ? result.error : [result.error]);
}

/** The problems that an error of any wire carries; null when it is something else (a bug, a lost connection). */
export function problemsOf(error: unknown): readonly Problem[] | null {
  if (!(error instanceof ORPCError) || error.code !== 'PROBLEM') return null;
  const data: unknown = error.data;
  if (typeof data !== 'object' || data === null || !('problems' in data) || !Array.isArray(data.problems))
    return null;
  return data.problems;
}

/** oRPC refuses an input that the contract's schema refuses with BAD_REQUEST; a user meets it as `request-invalid`. */
export function withTypedInputFault(error: unknown): unknown {
  if (!(error instanceof ORPCError) || error.code !== 'BAD_REQUEST') return error;
  return problemError([{ kind: 'request-invalid', message: issuesText(error.data) }]);
}

const isList = (error: Problem | readonly Problem[]): error is readonly Problem[] => Array.isArray(error);

type Issue = { readonly message: string; readonly path?: readonly unknown[] };

/** Names the field and the rule, never the value: a value may be a secret. */
function issuesText(data: unknown): string {
  const issues = typeof data === 'object' && data !== null && 'issues' in data ? data.issues : null;
  if (!Array.isArray(issues)) return 'The input does not have the expected form.';
  return issues
    .map((issue: Issue) => `${(issue.path ?? []).map(fieldName).join('.') || 'input'}: ${issue.message}`)
    .join('; ');
}

const fieldName = (part: unknown): string =>
  String(typeof part === 'object' && part !== null && 'key' in part ? part.key : part);
