import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { addStarts } from './add-starts.ts';
import { addCreate, addRemoval, addReplacement, addStop } from './container-steps.ts';
import type { ConvergeWish } from './converge-wish.ts';
import { type Decision, type Decisions, decide } from './decide.ts';
import { dependenciesOf } from './dependencies.ts';
import { changedResources, freeForAnew, heldByOthers } from './make-anew.ts';
import { prepareImage, prepareNetworks, prepareVolumes } from './prepare.ts';
import { asTheFileSays } from './up-flags.ts';

/** Writes the steps that bring services from observed to wanted, running, with all that their dependents wait for. */
export function converge(wish: ConvergeWish): Problem[] {
  const { draft, progress, input, services } = wish;
  const { anew, problems: changed } = changedResources(wish);
  const stopped = new Set(progress.stopped.keys());
  const decisions = decide({
    input,
    physical: wish.physical,
    services,
    named: wish.named,
    anew,
    stopped,
    decided: progress.decided,
  });
  for (const [name, decided] of decisions) progress.decided.set(name, decided);
  for (const name of services)
    prepareImage(draft, progress.prepared, input, name, needsImage(decisions, name));
  const freed = freeForAnew(wish, decisions, anew);
  const problems = [
    ...changed,
    ...heldByOthers(wish, decisions, anew),
    ...prepareNetworks(draft, progress.prepared, input, services, freed),
    ...prepareVolumes(wish, freed),
  ];
  const restarted = stopDependents(wish, decisions);
  const ready = new Map(
    services.map((name) => [name, addContainers(wish, decisions, name, restarted)] as const),
  );
  const { starts } = input.flags ?? asTheFileSays;
  if (!starts) return problems;
  for (const name of services) addStarts(wish, decisions, name, ready.get(name) ?? new Map(), restarted);
  return problems;
}

const needsImage = (decisions: Decisions, name: ServiceName): boolean =>
  (decisions.get(name) ?? []).some((decision) => decision.do === 'create' || decision.do === 'recreate');

/**
 * Running dependents with `restart: true` stop before what they depend on is recreated, and start again after; so do those
 * that share with it, which are recreated themselves. Container name → the step that stops it.
 */
function stopDependents(wish: ConvergeWish, decisions: Decisions): ReadonlyMap<string, number> {
  const restarted = new Map<string, number>();
  const recreated = (name: ServiceName): boolean =>
    (decisions.get(name) ?? []).some((decision) => decision.do === 'recreate');
  for (const [service, decided] of decisions) {
    const cause = dependenciesOf(wish.input.model, service).find(
      ([name, edge]) => edge.restart === true && recreated(name),
    );
    if (cause === undefined) continue;
    for (const decision of decided) {
      if (decision.do !== 'keep' && decision.do !== 'recreate') continue;
      const { container } = decision;
      if (container.state !== 'running' || wish.progress.stopped.has(container.name)) continue;
      const [id] = addStop(wish, service, container, `${cause[0]} is recreated`, wish.floor);
      if (id === undefined) continue;
      restarted.set(decision.name, id);
      if (decision.do === 'recreate') wish.progress.stopped.set(container.name, id);
    }
  }
  return restarted;
}

/** Creates, replaces and removes containers; none of it waits for another service. Container name → steps that make it. */
function addContainers(
  wish: ConvergeWish,
  decisions: Decisions,
  service: ServiceName,
  restarted: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly number[]> {
  const ready = new Map<string, readonly number[]>();
  const dependents = dependentStops(wish, service, decisions, restarted);
  const decided = decisions.get(service) ?? [];
  // First, because a leftover or an orphan may hold the name that a new container needs.
  const removed = [
    ...holdersOf(wish, decided),
    ...decided.flatMap((decision) => (decision.do === 'remove' ? [addRemoval(wish, service, decision)] : [])),
  ];
  for (const decision of decided) {
    if (decision.do === 'create') ready.set(decision.name, [addCreate(wish, service, decision, removed)]);
    if (decision.do === 'recreate') {
      ready.set(decision.name, addReplacement(wish, service, decision, { dependents, removed }));
    }
    const made = ready.get(decision.name);
    if (made !== undefined) wish.progress.made.set(decision.name, made);
  }
  return ready;
}

/** The removals before anything starts that give a new container its name. */
function holdersOf({ draft, floor }: ConvergeWish, decided: readonly Decision[]): readonly number[] {
  const names = new Set(decided.flatMap(({ do: what, name }) => (what === 'create' ? [name] : [])));
  return floor.filter((id) => {
    const action = draft.steps[id - 1]?.action;
    return action?.do === 'remove container' && names.has(action.container);
  });
}

function dependentStops(
  wish: ConvergeWish,
  service: ServiceName,
  decisions: Decisions,
  restarted: ReadonlyMap<string, number>,
): number[] {
  if (restarted.size === 0) return [];
  return [...decisions].flatMap(([name, decided]) =>
    dependenciesOf(wish.input.model, name).some(
      ([target, edge]) => target === service && edge.restart === true,
    )
      ? decided.flatMap((decision) => restarted.get(decision.name) ?? [])
      : [],
  );
}
