import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { containersOf, imageFor } from './decide.ts';
import { converge } from './converge.ts';
import { noProgress } from './converge-wish.ts';
import { closure, dependentEdges } from './dependencies.ts';
import { addStep, type Draft } from './draft.ts';
import type { Database } from './generation-input.ts';
import type { Generation } from './generations.ts';
import { hasHealthCheck } from './health-check.ts';
import type { ObservedContainer } from './observed.ts';
import { otherServersOn } from './second-server.ts';
import { addOwnPassword, addPointer, readyDatabase, stopDependents } from './switch-steps.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

export type PreparedSwitch = {
  readonly draft: Draft;
  readonly input: UpInput;
  readonly database: Database;
  readonly to: Generation;
  /** Steps after which the generation is whole; nothing is stopped before. */
  readonly ready: readonly number[];
  /** True: the data came from another machine, with the password of that one. Absent: false. */
  readonly imported?: boolean;
};

/** A dependent that does not answer its own check again within this is restarted. */
const reconnectMs = 6_000;

/**
 * Moves the database to a generation whose data is complete: its new container is made beside the old one, which is then
 * stopped; nothing else is on the way. Dependents stay up where they have a check that tells whether they are well again, as
 * they do when a database restarts; those without one, and those that ask for it (`restart: true`), stop and start with it.
 * Returns the pointer's step and problems.
 */
export function switchPrepared(wish: PreparedSwitch): {
  readonly problems: Problem[];
  readonly pointer: number;
} {
  const { draft, input, database, to, ready, imported = false } = wish;
  const { rule, generations } = database;
  const physical = { [generations.volume]: to.physical };
  const progress = noProgress();
  for (const id of ready) progress.prepared.set(`volume ${to.physical}`, id);
  const running = runningDependents(input, rule.service);
  const anew = running.filter((name) => mustRestart(input, rule.service, name));
  const shared = { draft, progress, input, database };
  const stops = stopDependents(shared, anew, ready);
  const services = closure(input.model, [rule.service]);
  const base = { draft, progress, input, physical, named: new Set<ServiceName>() };
  const problems = [
    ...otherServersOn(input, [rule.service], to.physical),
    ...converge({ ...base, services, floor: [...ready, ...stops] }),
  ];
  const answers = readyDatabase(shared, services);
  const healthy = imported ? [...answers, ...addOwnPassword(shared, rule.service)] : answers;
  const pointer = addPointer(shared, to, healthy.length > 0 ? healthy : [...ready, ...stops]);
  for (const name of running.filter((each) => !anew.includes(each)))
    for (const container of containersOf(input, name))
      if (isRunning(container)) addReconnect(draft, name, container, healthy);
  const rest = closure(input.model, anew).filter((name) => !services.includes(name));
  problems.push(...converge({ ...base, services: rest, floor: [pointer] }));
  addFinalWaits({ draft, progress, input }, rest);
  return { problems, pointer };
}

const isRunning = ({ state }: ObservedContainer): boolean => state === 'running' || state === 'restarting';

const runningDependents = (input: UpInput, service: ServiceName): readonly ServiceName[] =>
  dependentEdges(input.model, service)
    .map(({ name }) => name)
    .filter((name) => containersOf(input, name).some(isRunning));

function mustRestart(input: UpInput, database: ServiceName, name: ServiceName): boolean {
  const service = input.model.services[name];
  const asks = service?.depends_on?.[database]?.restart === true;
  return asks || service === undefined || !hasHealthCheck(service, imageFor(input, name));
}

/** Not before the database answers: until then it could only fail, and take the processor from what it waits for. */
const addReconnect = (
  draft: Draft,
  service: ServiceName,
  container: ObservedContainer,
  after: readonly number[],
): number =>
  addStep(draft, {
    service,
    because: 'its database was changed',
    after,
    action: { do: 'await reconnect', container: container.name, deadlineMs: reconnectMs },
  });
