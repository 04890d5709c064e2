import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { containersOf } from './decide.ts';
import { converge } from './converge.ts';
import { closure, dependentsOf } from './dependencies.ts';
import type { Generation } from './generations.ts';
import type { PhysicalVolumes } from './mounts.ts';
import { addPointer, readyDatabase, stopDependents, type SwitchParts } from './switch-steps.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

export type SwitchWish = SwitchParts & {
  readonly to: Generation;
  /** Steps after which the database may be started on it; nothing is stopped before. */
  readonly ready: readonly number[];
  /** Services that must run beside the database before `fill`; of these, what itself needs the database comes after. */
  readonly beside: readonly ServiceName[];
  /** Steps between the database being healthy on the new generation and the pointer; returns the last ones. */
  readonly fill: (after: readonly number[], physical: PhysicalVolumes) => readonly number[];
};

/**
 * Moves the database to a generation that is filled in place: its running dependents and then itself stop, it starts on the
 * other volume, the volume is filled, the pointer moves, and the dependents that ran start again. Until the pointer moves, the
 * live data is the old generation, untouched; a run that ends before is rolled back by an `up` on it.
 */
export function switchGeneration(wish: SwitchWish): Problem[] {
  const { draft, progress, input, database, ready } = wish;
  const { rule, generations } = database;
  const physical = { [generations.volume]: wish.to.physical };
  const dependents = dependentsOf(input.model, rule.service).filter((name) => isRunning(input, name));
  const stops = stopDependents(wish, dependents, ready);
  const services = closure(input.model, [rule.service, ...wish.beside]).filter(
    (name) => name === rule.service || !closure(input.model, [name]).includes(rule.service),
  );
  const shared = { draft, progress, physical, named: new Set<ServiceName>() };
  const problems = converge({ ...shared, input, services, floor: [...ready, ...stops] });
  const healthy = readyDatabase(wish, services);
  const filled = wish.fill(healthy.length > 0 ? healthy : stops, physical);
  const pointer = addPointer(wish, wish.to, filled.length > 0 ? filled : healthy);
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
