import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import type { DecideWish, Decision, Decisions } from './decide.ts';
import { dependentsOf, isJob } from './dependencies.ts';
import type { ObservedContainer } from './observed.ts';

/**
 * Decision: compose starts every exited container again, jobs too, at each `up`. Berth leaves a job alone that ended with 0,
 * has not changed, was not named, and whose dependents all stay as they are: an `up` of a green project has no step.
 */
export function settleJob(
  wish: DecideWish,
  all: Decisions,
  name: ServiceName,
  decisions: readonly Decision[],
): readonly Decision[] {
  if (wish.named.has(name) || !isJob(wish.input.model, name) || isNeeded(wish, all, name)) return decisions;
  return decisions.map((decision) =>
    decision.do === 'start' && jobIsDone(wish.input.model, name, decision.container)
      ? { do: 'keep', name: decision.name, container: decision.container }
      : decision,
  );
}

/** A job that has ended with 0. */
export const jobIsDone = (model: Model, name: ServiceName, { state, exitCode }: ObservedContainer): boolean =>
  isJob(model, name) && state === 'exited' && exitCode === 0;

/** Whether a dependent of the job is about to start. Dependents that are themselves completed jobs ask in turn. */
function isNeeded(wish: DecideWish, all: Decisions, job: ServiceName): boolean {
  const { model } = wish.input;
  return dependentsOf(model, job)
    .filter((name) => all.has(name))
    .some((name) => {
      const settled = all.get(name) ?? [];
      const done = settled.every((decision) => decision.do === 'start' && decision.container.exitCode === 0);
      if (isJob(model, name) && done && !wish.named.has(name)) return isNeeded(wish, all, name);
      return settled.some((decision) => decision.do !== 'keep' && decision.do !== 'remove');
    });
}
