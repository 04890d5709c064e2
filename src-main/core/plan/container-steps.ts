import type { ServiceName } from '../../contract/names.ts';
import type { ConvergeWish } from './converge-wish.ts';
import { createRequest } from './create-request.ts';
import { type Decision, imageFor } from './decide.ts';
import { requiredBy } from './dependencies.ts';
import { addStep } from './draft.ts';
import { addStopHooks } from './hooks.ts';
import { madeFor } from './made-containers.ts';
import { volumeName } from './mounts.ts';
import { imageOf, temporaryName } from './names.ts';
import { networkName } from './networking.ts';
import type { ObservedContainer } from './observed.ts';
import { volumeKeysOf } from './prepare.ts';
import { holdsProcess } from './stop-services.ts';
import { asTheFileSays } from './up-flags.ts';

/**
 * Stops a container after its hooks, unless an earlier step of the plan did. Returns the steps after which it is stopped, the
 * stop itself first.
 */
export function addStop(
  wish: ConvergeWish,
  service: ServiceName,
  container: ObservedContainer,
  because: string,
  after: readonly number[],
  hooks: 'with hooks' | 'without hooks' = 'with hooks',
): readonly number[] {
  const before = wish.progress.stopped.get(container.name);
  if (before !== undefined) return [before, ...after];
  const { draft, input } = wish;
  const stop = { draft, model: input.model, service, container, because, after };
  const { graceSeconds } = input.flags ?? asTheFileSays;
  const action = { do: 'stop container', container: container.name, graceSeconds } as const;
  const ready = hooks === 'with hooks' ? addStopHooks(stop) : after;
  return [addStep(draft, { service, because, after: ready, action })];
}

type Create = Extract<Decision, { do: 'create' }>;
type Recreate = Extract<Decision, { do: 'recreate' }>;

/** One container, under its final name or, beside its predecessor, under a temporary one. */
export function addCreate(
  wish: ConvergeWish,
  service: ServiceName,
  decision: Create | Recreate,
  extra: readonly number[],
): number {
  const { input, physical, progress } = wish;
  const { flags = asTheFileSays, model } = input;
  const made = madeFor(
    { decided: progress.decided, observed: input.observed.containers },
    model.services[service],
  );
  const replaces = decision.do === 'recreate' ? decision.container : null;
  const request = createRequest({
    model,
    service,
    physical,
    image: progress.prepared.has(imageKey(wish, service)) ? null : imageFor(input, service),
    configHash: input.hashes.services[service] ?? '',
    made,
    texts: input.texts ?? {},
    kind: { as: 'replica', number: decision.number, replaces, inherits: !flags.renewAnonymousVolumes },
  });
  // With its predecessor removed before, it takes its final name at once.
  const gone = replaces !== null && isRemovedBefore(wish, replaces.name);
  const name = gone ? decision.name : request.name;
  const others = Object.values(made).flatMap((containers) =>
    containers.flatMap((container) => progress.made.get(container.name) ?? []),
  );
  const after = [...preparedFor(wish, service), ...others, ...extra];
  return addStep(wish.draft, {
    service,
    because: decision.because,
    after,
    action: { do: 'create container', request: { ...request, name } },
  });
}

function isRemovedBefore(wish: ConvergeWish, container: string): boolean {
  const action = wish.draft.steps[(wish.progress.stopped.get(container) ?? 0) - 1]?.action;
  return action?.do === 'remove container';
}

const imageKey = ({ input }: ConvergeWish, service: ServiceName): string => {
  const model = input.model.services[service];
  return `image ${model === undefined ? service : imageOf(input.model, service, model)}`;
};

/** Steps that make the image, networks and volumes a container of the service needs. */
function preparedFor(wish: ConvergeWish, service: ServiceName): number[] {
  const { input, progress } = wish;
  const networks = Object.keys(input.model.services[service]?.networks ?? {}).map(
    (key) => `network ${networkName(input.model, key)}`,
  );
  const volumes = volumeKeysOf(input, [service]).map(
    (key) => `volume ${volumeName(input.model, wish.physical, key)}`,
  );
  // What a service cannot do without is not to be had: then nothing is made for it, as compose makes nothing.
  const needed = requiredBy(input.model, service).map((name) => imageKey(wish, name));
  return [imageKey(wish, service), ...needed, ...networks, ...volumes].flatMap(
    (key) => progress.prepared.get(key) ?? [],
  );
}

/** As compose replaces: make the new one beside the old, stop and remove the old, give the new one its name. */
export function addReplacement(
  wish: ConvergeWish,
  service: ServiceName,
  decision: Recreate,
  others: { readonly dependents: readonly number[]; readonly removed: readonly number[] },
): readonly number[] {
  const { draft } = wish;
  const { dependents, removed: cleared } = others;
  const old = decision.container;
  const because = decision.because;
  const gone = wish.progress.stopped.get(old.name);
  if (gone !== undefined && isRemovedBefore(wish, old.name)) {
    return [addCreate(wish, service, decision, [gone, ...cleared, ...dependents])];
  }
  const created = addCreate(wish, service, decision, cleared);
  const stop =
    holdsProcess(old) || gone !== undefined
      ? // as compose does: a hook of the file as it is now may not fit the container as it was
        addStop(wish, service, old, because, [...wish.floor, ...dependents], 'without hooks')
      : [];
  const removed = addStep(draft, {
    service,
    because,
    after: [...wish.floor, ...stop, created],
    action: { do: 'remove container', container: old.name },
  });
  const rename = {
    do: 'rename container',
    container: temporaryName(old.id, decision.name),
    to: decision.name,
  } as const;
  return [addStep(draft, { service, because, after: [removed], action: rename })];
}

/** Stops and removes a container. Returns the last step. */
export function addRemoval(
  wish: ConvergeWish,
  service: ServiceName,
  decision: Extract<Decision, { do: 'remove' }>,
): number {
  const container = decision.container.name;
  const gone = wish.progress.stopped.get(container);
  if (gone !== undefined && isRemovedBefore(wish, container)) return gone;
  const after = holdsProcess(decision.container)
    ? addStop(wish, service, decision.container, decision.because, wish.floor)
    : wish.floor;
  return addStep(wish.draft, {
    service,
    because: decision.because,
    after,
    action: { do: 'remove container', container },
  });
}
