import type { ServiceName } from '../../contract/names.ts';
import { divergence } from './divergence.ts';
import { type Anew, hangsOn } from './make-anew.ts';
import type { PhysicalVolumes } from './mounts.ts';
import { containerName, imageOf, temporary, wantedReplicas } from './names.ts';
import { containersAfter, firstContainer, lendersOf } from './made-containers.ts';
import type { ObservedContainer, ObservedImage } from './observed.ts';
import { settleJob } from './settle-job.ts';
import { asTheFileSays, recreatePolicy } from './up-flags.ts';
import type { UpInput } from './up-input.ts';

/** What is to happen to one container of a service. */
export type Decision =
  | { readonly do: 'keep'; readonly name: string; readonly container: ObservedContainer }
  | {
      readonly do: 'start';
      readonly name: string;
      readonly container: ObservedContainer;
      readonly because: string;
    }
  | { readonly do: 'create'; readonly name: string; readonly number: number; readonly because: string }
  | {
      readonly do: 'recreate';
      readonly name: string;
      readonly number: number;
      readonly container: ObservedContainer;
      readonly because: string;
    }
  | {
      readonly do: 'remove';
      readonly name: string;
      readonly container: ObservedContainer;
      readonly because: string;
    };

export type Decisions = ReadonlyMap<ServiceName, readonly Decision[]>;

export type DecideWish = {
  readonly input: UpInput;
  readonly physical: PhysicalVolumes;
  /** In dependency order. */
  readonly services: readonly ServiceName[];
  /** Services that the user named: a completed job among them runs again. */
  readonly named: ReadonlySet<ServiceName>;
  /** Networks and volumes that are made anew: containers on them too. */
  readonly anew: Anew;
  /** Containers that an earlier step of the same plan stops. */
  readonly stopped: ReadonlySet<string>;
  /** What was decided by an earlier call for the same plan. */
  readonly decided: Decisions;
};

/** One decision per container, before any step is written: steps of one service depend on what others do. */
export function decide(wish: DecideWish): Decisions {
  const first = new Map<ServiceName, readonly Decision[]>();
  const known = new Map(wish.decided);
  // In dependency order: a service that borrows from another one asks what became of that.
  for (const name of wish.services) {
    const decisions = decideService(wish, name, known);
    first.set(name, decisions);
    known.set(name, decisions);
  }
  return new Map(
    [...first].map(([name, decisions]) => [name, settleJob(wish, first, name, decisions)] as const),
  );
}

/** The image of a service as the engine has it; null where it is not there. */
export const imageFor = (input: UpInput, service: ServiceName): ObservedImage | null => {
  const model = input.model.services[service];
  return model === undefined ? null : (input.observed.images[imageOf(input.model, service, model)] ?? null);
};

/** The replicas of a service, lowest number first; one-off containers are none. */
export const containersOf = (input: UpInput, service: ServiceName): ObservedContainer[] =>
  input.observed.containers
    .filter((container) => container.service === service && !container.oneOff)
    .sort((a, b) => a.number - b.number);

function decideService(wish: DecideWish, name: ServiceName, decided: Decisions): readonly Decision[] {
  const service = wish.input.model.services[name];
  if (service === undefined) return [];
  const all = containersOf(wish.input, name);
  const existing = all.filter((container) => !isCutReplacement(container, all));
  const wanted = wantedReplicas(service);
  const lent = newLender(wish, name, decided);
  const decisions = existing.map((container) => decideContainer(wish, name, container, lent));
  const surplus = surplusOf(decisions, existing.length - wanted);
  const highest = existing.at(-1)?.number ?? 0;
  const missing = Math.max(0, wanted - existing.length);
  const created = Array.from({ length: missing }, (_, index): Decision => {
    const number = highest + index + 1;
    const because = existing.length === 0 ? 'no container yet' : `${wanted} containers are wanted`;
    return { do: 'create', name: containerName(wish.input.model, name, number), number, because };
  });
  return [
    ...all.filter((container) => !existing.includes(container)).map(cutReplacement),
    ...decisions.map((decision) => (surplus.has(decision) ? removal(decision, wanted) : decision)),
    ...created,
  ];
}

/**
 * One that has not got its name, where another has it by now or gets it first: the run that was to give it the name ended in
 * between, or lost a race against docker compose.
 */
const isCutReplacement = (container: ObservedContainer, all: readonly ObservedContainer[]): boolean =>
  temporary.test(container.name) &&
  all.some(
    (other) =>
      other.name === finalName(container) ||
      (temporary.test(other.name) && finalName(other) === finalName(container) && other.id < container.id),
  );

const finalName = ({ name }: ObservedContainer): string => name.replace(temporary, '');

const cutReplacement = (container: ObservedContainer): Decision => ({
  do: 'remove',
  name: container.name,
  container,
  because: 'left over by a replacement that was cut off',
});

/** When scaling down, containers that no longer fit go first, then the highest numbers (as compose does). */
function surplusOf(decisions: readonly Decision[], count: number): ReadonlySet<Decision> {
  if (count <= 0) return new Set();
  const ordered = [...decisions]
    .reverse()
    .sort((a, b) => Number(b.do === 'recreate') - Number(a.do === 'recreate'));
  return new Set(ordered.slice(0, count));
}

const removal = (decision: Decision, wanted: number): Decision =>
  decision.do === 'create'
    ? decision
    : { do: 'remove', name: decision.name, container: decision.container, because: `only ${wanted} wanted` };

function decideContainer(
  wish: DecideWish,
  name: ServiceName,
  container: ObservedContainer,
  lent: string | null,
): Decision {
  const { input, physical } = wish;
  const model = input.model;
  const service = model.services[name];
  if (service === undefined) throw new Error(`the model has no service ${name}`);
  const finalName = containerName(model, name, container.number);
  const wanted = {
    model,
    service,
    physical,
    configHash: input.hashes.services[name] ?? '',
    image: imageFor(input, name),
    networks: input.observed.networks,
  };
  const policy = recreatePolicy(input.flags ?? asTheFileSays, wish.named, name);
  const differs = policy === 'never' ? null : (lent ?? divergence(wanted, container));
  const because =
    differs ??
    hangsOn(wish.anew, container) ??
    leftover(container) ??
    (cannotStart(container) ? 'the engine can no longer start it' : null) ??
    (policy === 'always' ? 'it was asked for' : null);
  if (because !== null)
    return { do: 'recreate', name: finalName, number: container.number, container, because };
  if (wish.stopped.has(container.name))
    return { do: 'start', name: container.name, container, because: 'it was stopped for this' };
  if (container.state === 'running' || container.state === 'restarting')
    return { do: 'keep', name: container.name, container };
  return { do: 'start', name: container.name, container, because: stateWords(container) };
}

/** Who lends to the service and has another first container than the config hash was made with. */
function newLender(wish: DecideWish, name: ServiceName, decided: Decisions): string | null {
  const { model, observed } = wish.input;
  const service = model.services[name];
  const changed = (service === undefined ? [] : lendersOf(service)).find((lender) => {
    const [first] = containersAfter({ decided, observed: observed.containers }, lender);
    return first !== undefined && first.id !== (firstContainer(observed.containers, lender)?.id ?? '');
  });
  return changed === undefined ? null : `it shares with ${changed}, which is made anew`;
}

/**
 * A replacement that was cut off before it got its name is made anew. Any other name stays, as with docker compose: one that
 * somebody gave it, or that of the other way to name (`--compatibility`).
 */
const leftover = ({ name }: ObservedContainer): string | null =>
  temporary.test(name) ? `it is still called ${name}` : null;

/** Also one that the engine had begun to remove when it ended: it refuses to start what is marked so. */
const cannotStart = ({ state, stuck }: ObservedContainer): boolean =>
  stuck === true || state === 'dead' || state === 'removing';

/** Why a container that does not run is started. */
export const stateWords = (container: ObservedContainer): string =>
  container.state === 'created' ? 'it was never started' : `it is ${container.state}`;
