import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { closure, dependentsOf } from './dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import { type DownFlags, nothingMore } from './down-flags.ts';
import { addStopHooks } from './hooks.ts';
import type { ObservedContainer } from './observed.ts';
import { orphansOf, removeAll } from './orphans.ts';
import type { Plan } from './plan.ts';
import { removeImages, removeVolumes } from './remove-data.ts';
import type { UpInput } from './up-input.ts';

export type DownInput = Pick<UpInput, 'model' | 'observed' | 'leftovers'> & {
  /** Absent: the profile names no database. */
  readonly generations?: UpInput['generations'];
  /** Absent: no flag at all. */
  readonly downFlags?: DownFlags;
};

/**
 * Stops and removes the project's containers, dependents first, then its networks, as `docker compose down` does. Volumes,
 * images, external networks, containers of disabled profiles and of services unknown to the file stay unless a flag says
 * otherwise; one-off containers that ended and are Berth's own go too.
 */
export function planDown(input: DownInput): Plan {
  const { model, observed, downFlags: flags = nothingMore } = input;
  const volumes = flags.removeVolumes ? 'removed' : undefined;
  const draft = emptyDraft();
  // A dependency may stop as soon as its dependents have stopped; that they are removed it need not wait for.
  const stopped = new Map<ServiceName, readonly number[]>();
  const removed: number[] = [];
  const all = closure(model, Object.keys(model.services)).reverse();
  for (const service of all.filter((name) => flags.services?.has(name) ?? true)) {
    const dependents = dependentsOf(model, service).flatMap((name) => stopped.get(name) ?? []);
    const containers = observed.containers.filter(
      (container) => container.service === service && !container.oneOff,
    );
    const stop = { draft, model, service, graceSeconds: flags.graceSeconds, after: dependents };
    const stops = containers.flatMap((container) => stopContainer(stop, container));
    // A service without running containers passes on what its dependents wait for.
    stopped.set(service, stops.length > 0 ? stops : dependents);
    for (const container of containers)
      removed.push(removeContainer(draft, { service, container, after: stops, volumes }));
  }
  const oneOffs = observed.containers.filter(
    (container) => container.oneOff && (isOver(container) || input.leftovers.includes(container.name)),
  );
  removed.push(...oneOffs.map((container) => removeOneOff(draft, container)));
  if (flags.removeOrphans) removed.push(...removeAll(draft, orphansOf(input), noService, volumes));
  removeNetworks(draft, input, removed);
  if (flags.removeVolumes) removeVolumes(draft, input, removed);
  removeImages(draft, input, flags.images, removed);
  return finishDraft(draft, 'down', false);
}

const isOver = (container: ObservedContainer): boolean =>
  container.state === 'exited' || container.state === 'created';

const because = 'down was asked for';
const noService = 'the Compose file no longer has it';

type StopWish = {
  readonly draft: Draft;
  readonly model: Model;
  readonly service: ServiceName;
  readonly graceSeconds: number | null;
  readonly after: readonly number[];
};

function stopContainer(wish: StopWish, container: ObservedContainer): readonly number[] {
  const { draft, service, graceSeconds } = wish;
  if (container.state !== 'running' && container.state !== 'restarting' && container.state !== 'paused')
    return [];
  const action = { do: 'stop container', container: container.name, graceSeconds } as const;
  const after = addStopHooks({ ...wish, container, because });
  return [addStep(draft, { service, because, after, action })];
}

type Removal = {
  readonly service: ServiceName;
  readonly container: ObservedContainer;
  readonly after: readonly number[];
  readonly volumes: 'removed' | undefined;
};

function removeContainer(draft: Draft, { service, container, after, volumes }: Removal): number {
  const removal = { do: 'remove container', container: container.name } as const;
  const action = volumes === undefined ? removal : { ...removal, volumes };
  return addStep(draft, { service, because, after, action });
}

const removeOneOff = (draft: Draft, container: ObservedContainer): number =>
  addStep(draft, {
    service: container.service,
    because: 'a one-off container that ended',
    after: [],
    action: { do: 'remove container', container: container.name },
  });

function removeNetworks(
  draft: Draft,
  { model, observed, downFlags: flags = nothingMore }: DownInput,
  after: readonly number[],
): void {
  for (const [key, network] of Object.entries(model.networks)) {
    const found = observed.networks.find((candidate) => candidate.name === network.name);
    if (
      network.external === true ||
      found === undefined ||
      found.labels['com.docker.compose.network'] !== key
    )
      continue;
    if (found.labels['com.docker.compose.project'] !== model.name) continue;
    const users = observed.containers.filter(
      (container) => container.networks.includes(network.name) && stays(model, flags, container),
    );
    if (users.length > 0) {
      draft.warnings.push(
        `Network ${network.name} stays: ${users.map((container) => container.name).join(', ')} is attached to it.`,
      );
      continue;
    }
    addStep(draft, {
      service: null,
      because: 'down was asked for',
      after,
      action: { do: 'remove network', network: network.name },
    });
  }
}

function stays(model: Model, flags: DownFlags, container: ObservedContainer): boolean {
  if (container.oneOff) return !isOver(container);
  if (model.services[container.service] === undefined)
    return !flags.removeOrphans || model.disabled.includes(container.service);
  return flags.services?.has(container.service) === false;
}
