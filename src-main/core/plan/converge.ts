import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { addStarts } from './add-starts.ts';
import { addCreate, addRemoval, addReplacement, addStop } from './container-steps.ts';
import type { ConvergeWish } from './converge-wish.ts';
import { type Decisions, decide } from './decide.ts';
import { dependenciesOf } from './dependencies.ts';
import { addStep } from './draft.ts';
import { imageOf } from './names.ts';
import { divergedNetworks, prepareImage, prepareNetworks, prepareVolumes } from './prepare.ts';

/** Writes the steps that bring services from observed to wanted, running, with all that their dependents wait for. */
export function converge(wish: ConvergeWish): Problem[] {
  const { draft, progress, input, services } = wish;
  const newNetworks = divergedNetworks(input, services);
  const stopped = new Set(progress.stopped.keys());
  const decisions = decide({
    input,
    physical: wish.physical,
    services,
    named: wish.named,
    newNetworks,
    stopped,
    decided: progress.decided,
  });
  for (const [name, decided] of decisions) progress.decided.set(name, decided);
  for (const name of services)
    prepareImage(draft, progress.prepared, input, name, needsImage(decisions, name));
  const freed = freeNetworks(wish, decisions, newNetworks);
  const problems = [
    ...prepareNetworks(draft, progress.prepared, input, services, freed),
    ...prepareVolumes(draft, progress.prepared, input, services, wish.physical),
  ];
  warnOfImages(wish, decisions);
  const restarted = stopDependents(wish, decisions);
  const ready = new Map(
    services.map((name) => [name, addContainers(wish, decisions, name, restarted)] as const),
  );
  for (const name of services) addStarts(wish, decisions, name, ready.get(name) ?? new Map(), restarted);
  return problems;
}

const needsImage = (decisions: Decisions, name: ServiceName): boolean =>
  (decisions.get(name) ?? []).some((decision) => decision.do === 'create' || decision.do === 'recreate');

/** What a pull or build brings is known when it is done; the plan is made before. */
function warnOfImages({ draft, progress, input }: ConvergeWish, decisions: Decisions): void {
  for (const [name, decided] of decisions) {
    const model = input.model.services[name];
    const image = model === undefined ? null : imageOf(input.model.name, name, model);
    const stays = decided.some((decision) => decision.do === 'keep' || decision.do === 'start');
    if (image === null || !stays || !progress.prepared.has(`image ${image}`)) continue;
    draft.warnings.push(`Where ${image} comes out other than it was, the next up makes ${name} anew.`);
  }
}

/** Containers on a network that is made anew are stopped and removed first: no other way gives their aliases back. */
function freeNetworks(
  wish: ConvergeWish,
  decisions: Decisions,
  networks: ReadonlySet<string>,
): ReadonlyMap<string, readonly number[]> {
  const freed = new Map<string, number[]>([...networks].map((name) => [name, []]));
  for (const [service, decided] of decisions) {
    for (const decision of decided) {
      if (decision.do !== 'recreate' || !decision.container.networks.some((name) => networks.has(name)))
        continue;
      const because = 'its network is made anew';
      const stop = addStop(wish, service, decision.container, because, wish.floor);
      const removed = addStep(wish.draft, {
        service,
        because,
        after: stop,
        action: { do: 'remove container', container: decision.container.name },
      });
      for (const name of decision.container.networks) freed.get(name)?.push(removed);
      wish.progress.stopped.set(decision.container.name, removed);
    }
  }
  return freed;
}

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
  // First, because a leftover may hold the name that a replacement needs.
  const removed = decided.flatMap((decision) =>
    decision.do === 'remove' ? [addRemoval(wish, service, decision)] : [],
  );
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
