import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { closure, dependentsOf } from './dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import type { Observed, ObservedContainer } from './observed.ts';
import type { Plan } from './plan.ts';
import type { UpInput } from './up-input.ts';

/**
 * Stops and removes the project's containers, dependents first, then its networks, as `docker compose down` does. Volumes,
 * external networks, containers of disabled profiles and of services unknown to the file stay; one-off containers that ended
 * and are Berth's own go too.
 */
export function planDown(input: Pick<UpInput, 'model' | 'observed' | 'leftovers'>): Plan {
  const { model, observed } = input;
  const draft = emptyDraft();
  // A dependency may stop as soon as its dependents have stopped; that they are removed it need not wait for.
  const stopped = new Map<ServiceName, readonly number[]>();
  const removed: number[] = [];
  for (const service of closure(model, Object.keys(model.services)).reverse()) {
    const dependents = dependentsOf(model, service).flatMap((name) => stopped.get(name) ?? []);
    const containers = observed.containers.filter(
      (container) => container.service === service && !container.oneOff,
    );
    const stops = containers.flatMap((container) => stopContainer(draft, service, container, dependents));
    // A service without running containers passes on what its dependents wait for.
    stopped.set(service, stops.length > 0 ? stops : dependents);
    for (const container of containers) removed.push(removeContainer(draft, service, container, stops));
  }
  const oneOffs = observed.containers.filter(
    (container) => container.oneOff && (isOver(container) || input.leftovers.includes(container.name)),
  );
  removed.push(...oneOffs.map((container) => removeOneOff(draft, container)));
  removeNetworks(draft, input, removed);
  return finishDraft(draft, 'down', false);
}

const isOver = (container: ObservedContainer): boolean =>
  container.state === 'exited' || container.state === 'created';

const because = 'down was asked for';

function stopContainer(
  draft: Draft,
  service: ServiceName,
  container: ObservedContainer,
  after: readonly number[],
): readonly number[] {
  if (container.state !== 'running' && container.state !== 'restarting' && container.state !== 'paused')
    return [];
  const action = { do: 'stop container', container: container.name, graceSeconds: null } as const;
  return [addStep(draft, { service, because, after, action })];
}

const removeContainer = (
  draft: Draft,
  service: ServiceName,
  container: ObservedContainer,
  after: readonly number[],
): number =>
  addStep(draft, { service, because, after, action: { do: 'remove container', container: container.name } });

const removeOneOff = (draft: Draft, container: ObservedContainer): number =>
  addStep(draft, {
    service: container.service,
    because: 'a one-off container that ended',
    after: [],
    action: { do: 'remove container', container: container.name },
  });

function removeNetworks(
  draft: Draft,
  { model, observed }: { model: Model; observed: Observed },
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
      (container) => container.networks.includes(network.name) && stays(model, container),
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

const stays = (model: Model, container: ObservedContainer): boolean =>
  container.oneOff ? !isOver(container) : model.services[container.service] === undefined;
