import type { ServiceName } from '../../contract/names.ts';
import type { RunView, StepView, Verdict } from '../../contract/view.ts';
import { isJob } from '../plan/dependencies.ts';
import { wantedReplicas } from '../plan/names.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { startsContainer } from '../plan/print-plan.ts';
import type { State } from '../state/state.ts';

/** The containers of a service, lowest number first, without one-off ones and replacements in the making. */
export const containersOfService = (state: State, service: ServiceName): ObservedContainer[] =>
  state.observed.containers
    .filter((container) => container.service === service && !container.oneOff)
    .sort((a, b) => a.number - b.number || (a.name < b.name ? -1 : 1));

/** The container that says most about a service: the worst of its replicas. */
export function worstContainer(state: State, service: ServiceName): ObservedContainer | null {
  const ranked = containersOfService(state, service).map((container) => ({
    container,
    rank: order.indexOf(containerVerdict(state, container)),
  }));
  return ranked.sort((a, b) => a.rank - b.rank)[0]?.container ?? null;
}

const order: readonly Verdict[] = ['failing', 'starting', 'waiting', 'idle', 'green'];

// 128 + SIGTERM, SIGINT, SIGKILL: what a container answers when it is told to stop.
const stopCodes: readonly number[] = [0, 130, 137, 143];

export function containerVerdict(state: State, container: ObservedContainer): Verdict {
  switch (container.state) {
    case 'running':
      return runningVerdict(container);
    case 'restarting':
      return 'failing';
    case 'dead':
      return 'failing';
    case 'exited':
      return exitedVerdict(state, container);
    default:
      return 'idle';
  }
}

function runningVerdict({ health }: ObservedContainer): Verdict {
  if (health === 'starting') return 'starting';
  return health === 'unhealthy' ? 'failing' : 'green';
}

function exitedVerdict(state: State, container: ObservedContainer): Verdict {
  if (container.exitCode === 0 && state.model !== null && isJob(state.model, container.service))
    return 'green';
  if (container.outOfMemory) return 'failing';
  return stopCodes.includes(container.exitCode ?? 0) ? 'idle' : 'failing';
}

export const runningSteps = (run: RunView | null, service: ServiceName): readonly StepView[] =>
  run === null || run.status !== 'running' ? [] : run.steps.filter((step) => step.service === service);

/** True while a run has still to start the service. */
export const isAwaited = (state: State, service: ServiceName): boolean =>
  runningSteps(state.run, service).some(
    (step) => startsContainer(step.title) && (step.status === 'pending' || step.status === 'running'),
  );

/** True once a run has started the service, whatever became of it since. */
export const wasStarted = (state: State, service: ServiceName): boolean =>
  runningSteps(state.run, service).some((step) => startsContainer(step.title) && step.status === 'done');

/** One word for the board. */
export function verdictOf(state: State, service: ServiceName): Verdict {
  const containers = containersOfService(state, service);
  const wanted = wantedReplicas(state.model?.services[service] ?? { command: null, entrypoint: null });
  const worst = worstContainer(state, service);
  const verdict = worst === null ? 'idle' : containerVerdict(state, worst);
  if (verdict === 'green' && containers.length < wanted)
    return isAwaited(state, service) ? 'waiting' : 'failing';
  if (verdict === 'green' || verdict === 'starting') return verdict;
  if (isAwaited(state, service)) return 'waiting';
  return verdict === 'idle' && ownProblem(state, service) ? 'failing' : verdict;
}

/** Whether the last run failed at a step of this service, or at this service's port. */
export const ownProblem = (state: State, service: ServiceName): boolean =>
  state.run !== null &&
  state.run.status === 'failed' &&
  state.run.goal !== 'down' &&
  (state.run.steps.some((step) => step.service === service && step.problem !== null) ||
    state.run.problems.some((problem) => 'service' in problem && problem.service === service)) &&
  !wasStartedSince(state, service);

/**
 * Whether something started the service after the last run had ended: what that run met says nothing of it any more. A restart
 * policy starts a container too, and that is no news. Told by what was seen at the end: the engine's clock is not this machine's.
 */
export function wasStartedSince(state: State, service: ServiceName): boolean {
  const { seenAtEnd = null } = state;
  if (seenAtEnd === null) return false;
  return containersOfService(state, service).some(({ id, startedAt, restarts }) => {
    const before = seenAtEnd.find((container) => container.id === id)?.startedAt ?? null;
    return restarts === 0 && startedAt !== null && startedAt !== before;
  });
}
