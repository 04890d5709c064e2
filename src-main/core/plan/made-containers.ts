import type { ServiceName } from '../../contract/names.ts';
import type { ServiceModel } from '../compose/model.ts';
import type { Decisions } from './decide.ts';
import type { ObservedContainer } from './observed.ts';

/** A container that another is made upon. `id` null: a step of the same plan makes it, its id is known only then. */
export type MadeContainer = { readonly name: string; readonly id: string | null };

/** The containers of other services, lowest name first, that a container's own request speaks of. */
export type MadeContainers = Readonly<Record<ServiceName, readonly MadeContainer[]>>;

/** Services whose first container lends its network, IPC or PID namespace or its volumes. */
export const lendersOf = (service: ServiceModel): readonly ServiceName[] => [
  ...new Set([
    ...[service.network_mode, service.ipc, service.pid].flatMap((mode) =>
      mode?.startsWith('service:') === true ? [mode.slice('service:'.length)] : [],
    ),
    ...(service.volumes_from ?? []).flatMap((from) => {
      const [name = ''] = from.split(':');
      return name === 'container' ? [] : [name];
    }),
  ]),
];

/** Services that `links` names. */
export const linkedOf = (service: ServiceModel): readonly ServiceName[] => [
  ...new Set((service.links ?? []).map((link) => link.split(':')[0] ?? '')),
];

/** In the order in which compose looks for a service's first container. */
const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/** The first container of a service as the engine has it now; null where it has none. */
export const firstContainer = (
  containers: readonly ObservedContainer[],
  service: ServiceName,
): ObservedContainer | null =>
  containers.filter((container) => container.service === service && !container.oneOff).sort(byName)[0] ??
  null;

type MadeWish = {
  /** Of the services that were decided so far. */
  readonly decided: Decisions;
  readonly observed: readonly ObservedContainer[];
};

/** The containers that a service will have; those it has where nothing was decided about it. */
export function containersAfter({ decided, observed }: MadeWish, service: ServiceName): MadeContainer[] {
  const decisions = decided.get(service);
  if (decisions === undefined) {
    const there = observed.filter((each) => each.service === service && !each.oneOff);
    return there.map(({ name, id }) => ({ name, id })).sort(byName);
  }
  return decisions
    .flatMap((decision): MadeContainer[] => {
      if (decision.do === 'remove') return [];
      const stays = decision.do === 'keep' || decision.do === 'start';
      return [{ name: decision.name, id: stays ? decision.container.id : null }];
    })
    .sort(byName);
}

/** What a request of a service needs to know of others. */
export function madeFor(wish: MadeWish, service: ServiceModel | undefined): MadeContainers {
  if (service === undefined) return {};
  const names = new Set([...lendersOf(service), ...linkedOf(service)]);
  return Object.fromEntries([...names].map((name) => [name, containersAfter(wish, name)]));
}
