import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { closure, dependentsOf } from './dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import type { Observed, ObservedContainer } from './observed.ts';
import type { Plan } from './plan.ts';

/**
 * Stops and removes the project's containers, dependents first, then its networks, as `docker compose down` does. Volumes,
 * external networks, containers of disabled profiles and of services unknown to the file stay; one-off containers that ended
 * and are Berth's own go too.
 */
export function planDown(input: { readonly model: Model; readonly observed: Observed }): Plan {
  const { model, observed } = input;
  const draft = emptyDraft();
  const gone = new Map<ServiceName, readonly number[]>();
  for (const service of closure(model, Object.keys(model.services)).reverse()) {
    const dependents = dependentsOf(model, service).flatMap((name) => gone.get(name) ?? []);
    const containers = observed.containers.filter(
      (container) => container.service === service && !container.oneOff,
    );
    const own = containers.map((container) => removeContainer(draft, service, container, dependents));
    // A service without containers passes on what its dependents wait for.
    gone.set(service, own.length > 0 ? own : dependents);
  }
  const all = [...gone.values()].flat();
  const oneOffs = observed.containers.filter((container) => container.oneOff && isOver(container));
  const removed = oneOffs.map((container) => removeOneOff(draft, container));
  removeNetworks(draft, input, [...all, ...removed]);
  return finishDraft(draft, 'down', false);
}

const isOver = (container: ObservedContainer): boolean =>
  container.state === 'exited' || container.state === 'created';

function removeContainer(
  draft: Draft,
  service: ServiceName,
  container: ObservedContainer,
  dependents: readonly number[],
): number {
  const because = 'down was asked for';
  const running =
    container.state === 'running' || container.state === 'restarting' || container.state === 'paused';
  const after = running
    ? [
        addStep(draft, {
          service,
          because,
          after: dependents,
          action: { do: 'stop container', container: container.name, graceSeconds: null },
        }),
      ]
    : dependents;
  return addStep(draft, {
    service,
    because,
    after,
    action: { do: 'remove container', container: container.name },
  });
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
