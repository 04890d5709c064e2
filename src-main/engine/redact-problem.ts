import type { Problem } from '../contract/problem.ts';
import { cleanLines } from '../core/logs/clean.ts';
import type { Redact } from '../core/secrets/redact.ts';

// What these fields hold are words of Berth's own, by which a problem is told from another: a secret that happens to be one of
// them ("engine", "command") would take the problem apart.
const ownWords: ReadonlySet<string> = new Set(['kind', 'part', 'hook', 'step', 'environment']);

/** A problem without values of secrets and without what acts on a terminal or turns text around, whatever its texts quote. */
export const redactProblem = (problem: Problem, redact: Redact): Problem =>
  redactIn(problem, redact) as Problem;

/** The same for each of them. */
export const redactProblems = (problems: readonly Problem[], redact: Redact): readonly Problem[] =>
  problems.map((problem) => redactProblem(problem, redact));

function redactIn(value: unknown, redact: Redact): unknown {
  if (typeof value === 'string') return redact(cleanLines(value));
  if (Array.isArray(value)) return value.map((item: unknown) => redactIn(item, redact));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, ownWords.has(name) ? item : redactIn(item, redact)]),
  );
}
