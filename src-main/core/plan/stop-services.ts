import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { closure, dependentsOf } from './dependencies.ts';
import { addStep, type Draft } from './draft.ts';
import { addStopHooks } from './hooks.ts';
import type { Observed, ObservedContainer } from './observed.ts';

export type StopServices = {
  readonly draft: Draft;
  readonly model: Model;
  readonly observed: Observed;
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  readonly graceSeconds: number | null;
  readonly because: string;
  /** Called for each service after its stops are written, dependents first. */
  readonly stopped?: (service: ServiceName, containers: readonly ObservedContainer[], stops: Stops) => void;
};

/** The steps after which a service no longer runs. */
export type Stops = readonly number[];

/**
 * Stops the replicas of services, dependents first: what is depended on stops as soon as its dependents have, which may be while
 * the engine still clears them up. One-off containers are none of it. Returns the stops of each service that has any.
 */
export function stopServices(wish: StopServices): ReadonlyMap<ServiceName, Stops> {
  const { draft, model, services, graceSeconds, because } = wish;
  const passed = new Map<ServiceName, Stops>();
  const own = new Map<ServiceName, Stops>();
  const all = closure(model, Object.keys(model.services)).reverse();
  for (const service of all.filter((name) => services?.has(name) ?? true)) {
    const after = dependentsOf(model, service).flatMap((name) => passed.get(name) ?? []);
    const containers = replicasOf(wish.observed, service);
    const stops = containers.filter(holdsProcess).map((container) => {
      const hooked = addStopHooks({ draft, model, service, container, because, after });
      const action = { do: 'stop container', container: container.name, graceSeconds } as const;
      return addStep(draft, { service, because, after: hooked, ...endOf(after, hooked), action });
    });
    // A service without running containers passes on what its dependents wait for.
    passed.set(service, stops.length > 0 ? stops : after);
    if (stops.length > 0) own.set(service, stops);
    wish.stopped?.(service, containers, stops);
  }
  return own;
}

/** Its own hook must be done; of its dependents it is enough that their processes have ended. */
const endOf = (dependents: Stops, before: readonly number[]): { readonly afterEnd?: Stops } =>
  dependents.length > 0 && before === dependents ? { afterEnd: dependents } : {};

/** The replicas of a service, one-off containers left out. */
export const replicasOf = (observed: Observed, service: ServiceName): readonly ObservedContainer[] =>
  observed.containers.filter((container) => container.service === service && !container.oneOff);

/** Whether there is a process to stop. */
export const holdsProcess = ({ state }: ObservedContainer): boolean =>
  state === 'running' || state === 'restarting' || state === 'paused';
