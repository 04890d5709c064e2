import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { addStop } from './container-steps.ts';
import type { ConvergeWish } from './converge-wish.ts';
import type { Decisions } from './decide.ts';
import { addStep } from './draft.ts';
import { volumeName } from './mounts.ts';
import { networkName } from './networking.ts';
import type { ObservedContainer } from './observed.ts';
import { networkKeysOf, volumeKeysOf } from './prepare.ts';
import { asTheFileSays } from './up-flags.ts';

/** Engine names of what is removed and made again because it is other than the file says. */
export type Anew = { readonly networks: ReadonlySet<string>; readonly volumes: ReadonlySet<string> };

const hashLabel = 'com.docker.compose.config-hash';

/**
 * What is other than the file says, and is to be made anew. Where that was not chosen, it is a problem: neither can be changed in
 * place, and what hangs on it goes along. What carries no hash is taken as it is, as compose does. Problems: network-changed,
 * volume-changed, volume-foreign (a generation of the database).
 */
export function changedResources(wish: ConvergeWish): {
  readonly anew: Anew;
  readonly problems: readonly Problem[];
} {
  const { changedNetworks, changedVolumes } = wish.input.flags ?? asTheFileSays;
  const networks = changedNetworks === 'keep' ? [] : networksThatDiffer(wish);
  const volumes = changedVolumes === 'keep' ? [] : volumesThatDiffer(wish);
  const problems = [
    ...(changedNetworks === 'refuse' ? networks.map((name) => networkChanged(wish, name)) : []),
    ...(changedVolumes === 'refuse'
      ? volumes.map((volume): Problem => ({ kind: 'volume-changed', volume }))
      : volumes.flatMap((volume) => mayBeEmptied(wish, volume))),
  ];
  const anew = {
    networks: new Set(changedNetworks === 'recreate' ? networks : []),
    volumes: new Set(changedVolumes === 'recreate' ? volumes : []),
  };
  return { anew, problems: problems.filter((problem) => isNew(wish, problem)) };
}

function networksThatDiffer({ input, services }: ConvergeWish): readonly string[] {
  return networkKeysOf(input, services).flatMap((key) => {
    const name = networkName(input.model, key);
    const hash = input.observed.networks.find((network) => network.name === name)?.labels[hashLabel];
    const own = input.model.networks[key]?.external !== true;
    return own && hash !== undefined && hash !== input.hashes.networks[key] ? [name] : [];
  });
}

function volumesThatDiffer({ input, services, physical }: ConvergeWish): readonly string[] {
  return volumeKeysOf(input, services).flatMap((key) => {
    const name = volumeName(input.model, physical, key);
    const hash = input.observed.volumes.find((volume) => volume.name === name)?.labels[hashLabel];
    const own = input.model.volumes[key]?.external !== true;
    return own && hash !== undefined && hash !== input.hashes.volumes[key] ? [name] : [];
  });
}

const networkChanged = ({ input }: ConvergeWish, network: string): Problem => ({
  kind: 'network-changed',
  network,
  containers: input.observed.containers
    .filter((container) => container.networks.includes(network))
    .map(({ name }) => name),
});

/** The data of a declared database goes by no other way than its generations. */
function mayBeEmptied({ input }: ConvergeWish, volume: string): readonly Problem[] {
  if (input.generations?.all.some(({ physical }) => physical === volume) !== true) return [];
  const why = 'It is a generation of the database: `berth reset` starts the next one, empty, and keeps this.';
  return [{ kind: 'volume-foreign', volume, why }];
}

/** Several calls for one plan see the same network: it is told once. */
function isNew({ progress }: ConvergeWish, problem: Problem): boolean {
  const key = JSON.stringify(problem);
  return !progress.told.has(key) && Boolean(progress.told.add(key));
}

/** Why a container has to go with what it hangs on; null where it may stay. */
export function hangsOn(anew: Anew, { networks, mounts }: ObservedContainer): string | null {
  if (networks.some((network) => anew.networks.has(network))) return 'its network is made anew';
  return mounts.some(({ type, source }) => type === 'volume' && anew.volumes.has(source))
    ? 'its volume is made anew'
    : null;
}

/** Containers that hang on what is made anew and are not part of the plan: it could not be removed. Problem: in-use. */
export function heldByOthers({ input }: ConvergeWish, decisions: Decisions, anew: Anew): Problem[] {
  const gone = new Set(
    [...decisions.values()]
      .flat()
      .flatMap((decision) =>
        decision.do === 'recreate' || decision.do === 'remove' ? decision.container.id : [],
      ),
  );
  const others = input.observed.containers.filter(({ id }) => !gone.has(id));
  const held = (thing: string, name: string): Problem[] => {
    const holders = others.filter((container) => thingsOf(container).includes(name));
    const detail = `It is to be made anew, and what holds it is not part of this run: ${holders.map((each) => each.name).join(', ')}.`;
    return holders.length === 0 ? [] : [{ kind: 'in-use', thing: `The ${thing} ${name}`, detail }];
  };
  return [
    ...[...anew.networks].flatMap((name) => held('network', name)),
    ...[...anew.volumes].flatMap((name) => held('volume', name)),
  ];
}

/** For each network and volume that is made anew the steps after which nothing hangs on it. By engine name. */
export type Freed = ReadonlyMap<string, readonly number[]>;

/** Containers on a network or volume that is made anew are stopped and removed first: the engine removes neither in use. */
export function freeForAnew(wish: ConvergeWish, decisions: Decisions, anew: Anew): Freed {
  const freed = new Map<string, number[]>([...anew.networks, ...anew.volumes].map((name) => [name, []]));
  if (freed.size === 0) return freed;
  for (const [service, decided] of decisions) {
    for (const decision of decided) {
      if (decision.do !== 'recreate' && decision.do !== 'remove') continue;
      const because = hangsOn(anew, decision.container);
      if (because === null) continue;
      const removed = removeNow(wish, service, decision.container, because);
      for (const name of thingsOf(decision.container)) freed.get(name)?.push(removed);
    }
  }
  for (const volume of anew.volumes)
    wish.draft.loses.push(`Volume ${volume} is made anew. Nothing brings its data back.`);
  return freed;
}

const thingsOf = ({ networks, mounts }: ObservedContainer): readonly string[] => [
  ...networks,
  ...mounts.filter(({ type }) => type === 'volume').map(({ source }) => source),
];

function removeNow(
  wish: ConvergeWish,
  service: ServiceName,
  container: ObservedContainer,
  because: string,
): number {
  const after = addStop(wish, service, container, because, wish.floor);
  const action = { do: 'remove container', container: container.name } as const;
  const removed = addStep(wish.draft, { service, because, after, action });
  wish.progress.stopped.set(container.name, removed);
  return removed;
}
