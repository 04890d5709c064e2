import type { Problem } from '../contract/problem.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';

// What SIGKILL leaves. A program that ends itself says something else.
const killed = 137;
// Nobody kills one by hand as often.
const restartsMeanKiller = 5;

// What may be a consequence of one that is stuck, and costs nothing to wait for again.
const endOfWait: ReadonlySet<Problem['kind']> = new Set([
  'container-exited',
  'container-stuck',
  'container-unhealthy',
  'wait-overdue',
]);

/**
 * The containers that only being made anew helps, by name; none where anything but waits failed too. Three kinds were met of engine
 * 28.5 after it was killed while it started one: it refuses each further start (container-stuck); it minds one container twice,
 * and each of the two minders kills what the other started, for ever; or it minds one not at all, and never runs its check.
 */
export function stuckContainers(
  problems: readonly Problem[],
  containers: readonly ObservedContainer[],
): ReadonlySet<string> {
  if (problems.some(({ kind }) => !endOfWait.has(kind))) return new Set();
  return new Set(problems.flatMap((problem) => stuckBy(problem, containers)));
}

function stuckBy(problem: Problem, containers: readonly ObservedContainer[]): readonly string[] {
  if (problem.kind === 'container-stuck') return [problem.container];
  const its = 'service' in problem ? containers.filter(({ service }) => service === problem.service) : [];
  return its.filter((container) => isGivenUp(problem, container)).map(({ name }) => name);
}

function isGivenUp(problem: Problem, { restarts, state, health, probe }: ObservedContainer): boolean {
  if (problem.kind === 'container-exited')
    return problem.exitCode === killed && !problem.outOfMemory && restarts >= restartsMeanKiller;
  // Even one that only times out leaves a word of it.
  const unasked = state === 'running' && health === 'starting' && probe === null;
  return problem.kind === 'wait-overdue' && problem.condition === 'healthy' && unasked;
}
