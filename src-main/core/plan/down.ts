import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { loseAnonymous } from './anonymous-volumes.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import { type DownFlags, nothingMore } from './down-flags.ts';
import type { ObservedContainer } from './observed.ts';
import { orphansOf, type Removal, removeAll } from './orphans.ts';
import type { Plan } from './plan.ts';
import { networkKeysOf, volumeKeysOf } from './prepare.ts';
import { leftToProviders } from './refused-services.ts';
import { removeImages, removeVolumes } from './remove-data.ts';
import { stopServices } from './stop-services.ts';
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
  const { services, graceSeconds } = flags;
  const draft = emptyDraft();
  const removals: Removal[] = [];
  stopServices({
    draft,
    model,
    observed,
    services,
    graceSeconds,
    because,
    stopped: (service, containers, after) => {
      if (flags.removeVolumes) loseAnonymous(draft, containers);
      for (const container of containers)
        removals.push({ container, step: removeContainer(draft, { service, container, after, volumes }) });
    },
  });
  const oneOffs = observed.containers.filter((each) => each.oneOff && goes(input, each));
  for (const container of oneOffs.filter(isOver))
    removals.push({ container, step: removeOneOff(draft, container) });
  const running = oneOffs.filter((container) => !isOver(container));
  removals.push(...removeAll(draft, running, { because: 'a one-off container', graceSeconds }));
  if (flags.removeOrphans)
    removals.push(...removeAll(draft, orphansOf(input), { because: noService, graceSeconds, volumes }));
  if (services === null) draft.warnings.push(...leftToProviders(model));
  const removed = removals.map(({ step }) => step);
  const own = { ...input, model: partOf(model, services) };
  removeNetworks(draft, own, removals);
  if (flags.removeVolumes) removeVolumes(draft, own, removed);
  removeImages(draft, own, flags.images, removed);
  return finishDraft(draft, 'down', false);
}

/** What is asked for of some services concerns the networks, volumes and images of those alone; null: of all. */
function partOf(model: Model, services: DownFlags['services']): Model {
  if (services === null) return model;
  const names = [...services];
  const kept = <T>(all: Readonly<Record<string, T>>, keys: readonly string[]): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)));
  return {
    ...model,
    services: kept(model.services, names),
    disabled: [...model.disabled, ...Object.keys(model.services)],
    networks: kept(model.networks, networkKeysOf({ model }, names)),
    volumes: kept(model.volumes, volumeKeysOf({ model }, names)),
  };
}

/** One-off containers that ended, and with the orphans those too that run. */
const goes = ({ leftovers, downFlags }: DownInput, container: ObservedContainer): boolean =>
  isOver(container) || leftovers.includes(container.name) || downFlags?.removeOrphans === true;

const isOver = ({ state }: ObservedContainer): boolean => state === 'exited' || state === 'created';

const because = 'down was asked for';
const noService = 'the Compose file no longer has it';

type ContainerRemoval = {
  readonly service: ServiceName;
  readonly container: ObservedContainer;
  readonly after: readonly number[];
  readonly volumes: 'removed' | undefined;
};

function removeContainer(draft: Draft, { service, container, after, volumes }: ContainerRemoval): number {
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

/** A network goes as soon as the containers on it have: the engine takes longer over a network than over a container. */
function removeNetworks(
  draft: Draft,
  { model, observed, downFlags: flags = nothingMore }: DownInput,
  removals: readonly Removal[],
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
      because,
      after: removals.flatMap(({ container, step }) =>
        container.networks.includes(network.name) ? [step] : [],
      ),
      action: { do: 'remove network', network: network.name, inUse: 'stays' },
    });
  }
}

function stays(model: Model, flags: DownFlags, container: ObservedContainer): boolean {
  if (container.oneOff) return !isOver(container) && !flags.removeOrphans;
  if (model.services[container.service] === undefined)
    return !flags.removeOrphans || model.disabled.includes(container.service);
  return flags.services?.has(container.service) === false;
}
