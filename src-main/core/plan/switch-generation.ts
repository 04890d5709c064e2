import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { containersOf } from './decide.ts';
import { converge } from './converge.ts';
import type { Progress } from './converge-wish.ts';
import { closure, dependentsOf } from './dependencies.ts';
import { addStep, type Draft } from './draft.ts';
import type { Database } from './generation-input.ts';
import { addStopHooks } from './hooks.ts';
import type { Generation } from './generations.ts';
import type { PhysicalVolumes } from './mounts.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits, addWaits } from './waits.ts';

export type SwitchWish = {
  readonly draft: Draft;
  readonly progress: Progress;
  readonly input: UpInput;
  readonly database: Database;
  readonly to: Generation;
  /** Services that must run beside the database before `fill`; of these, what itself needs the database comes after. */
  readonly beside: readonly ServiceName[];
  /** Steps between the database being healthy on the new generation and the pointer; returns the last ones. */
  readonly fill: (after: readonly number[], physical: PhysicalVolumes) => readonly number[];
};

/**
 * Moves the database to another generation: its running dependents and then itself stop, it starts on the other volume, the
 * volume is filled, the pointer moves, and the dependents that ran start again. Until the pointer moves, the live data is the
 * old generation, untouched; a run that ends before is rolled back by an `up` on it.
 */
export function switchGeneration(wish: SwitchWish): Problem[] {
  const { draft, progress, input, database } = wish;
  const { rule, generations } = database;
  const physical = { [generations.volume]: wish.to.physical };
  const dependents = dependentsOf(input.model, rule.service).filter((name) => isRunning(input, name));
  const stops = stopAll(wish, dependents);
  const services = closure(input.model, [rule.service, ...wish.beside]).filter(
    (name) => name === rule.service || !closure(input.model, [name]).includes(rule.service),
  );
  const shared = { draft, progress, physical, named: new Set<ServiceName>() };
  const problems = converge({ ...shared, input, services, floor: stops });
  const healthy = readyDatabase(wish, services);
  const filled = wish.fill(healthy.length > 0 ? healthy : stops, physical);
  const pointer = addStep(draft, {
    service: rule.service,
    because: `the database is ready on generation ${wish.to.number}`,
    after: filled.length > 0 ? filled : healthy,
    action: {
      do: 'move pointer',
      volume: generations.volume,
      from: generations.current,
      to: wish.to.number,
      physical: wish.to.physical,
    },
  });
  // What depends on the dependents goes on running, as it does when one of them restarts by itself.
  const rest = closure(input.model, dependents).filter((name) => !services.includes(name));
  problems.push(...converge({ ...shared, input, services: rest, floor: [pointer] }));
  addFinalWaits(wish, rest);
  return problems;
}

const isRunning = (input: UpInput, service: ServiceName): boolean =>
  containersOf(input, service).some(
    (container) => container.state === 'running' || container.state === 'restarting',
  );

function stopAll(wish: SwitchWish, services: readonly ServiceName[]): number[] {
  return services.flatMap((service) =>
    containersOf(wish.input, service)
      .filter((container) => container.state === 'running' || container.state === 'restarting')
      .map((container) => {
        const because = `it uses ${wish.database.rule.service}, whose data is about to change`;
        const { draft, input } = wish;
        const id = addStep(draft, {
          service,
          because,
          after: addStopHooks({ draft, model: input.model, service, container, because, after: [] }),
          action: { do: 'stop container', container: container.name, graceSeconds: null },
        });
        wish.progress.stopped.set(container.name, id);
        return id;
      }),
  );
}

/** Steps after which the database answers, and so do the services beside it. */
function readyDatabase(wish: SwitchWish, services: readonly ServiceName[]): readonly number[] {
  addFinalWaits(wish, services);
  return services.flatMap((name) => {
    const healthy = [...wish.progress.waits].filter(([key]) => isWaitOf(wish, name, key)).map(([, id]) => id);
    return healthy.length > 0 ? healthy : addWaits(wish, name, 'service_started', true);
  });
}

const isWaitOf = (wish: SwitchWish, service: ServiceName, key: string): boolean => {
  const id = wish.progress.waits.get(key);
  return id !== undefined && wish.draft.steps[id - 1]?.service === service;
};
