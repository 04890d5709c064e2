import { describe } from '../../contract/describe.ts';
import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { CauseLink, DependencyCondition } from '../../contract/view.ts';
import type { Dependency } from '../compose/model.ts';
import { dependenciesOf } from '../plan/dependencies.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { State } from '../state/state.ts';
import { wantedReplicas } from '../plan/names.ts';
import {
  containersOfService,
  containerVerdict,
  isAwaited,
  verdictOf,
  wasStarted,
  wasStartedSince,
  worstContainer,
} from './service-facts.ts';

/**
 * Why a service is not green, nearest cause first: what it waits for, what that waits for, down to a probe's answer, an exit
 * code, a port or a key. Empty for a service that is green, or idle without a reason.
 */
export function why(
  state: State,
  service: ServiceName,
  visited: ReadonlySet<ServiceName> = new Set(),
): readonly CauseLink[] {
  const verdict = verdictOf(state, service);
  if (verdict === 'green' || visited.has(service)) return [];
  const problem = problemOf(state, service);
  if (problem !== null) return [problemLink(service, problem)];
  const container = worstContainer(state, service);
  if (verdict === 'failing' || verdict === 'starting')
    return container === null ? [] : [containerLink(state, service, container)];
  const blocking = blockingDependency(state, service);
  if (blocking !== null && (verdict === 'waiting' || wasSkipped(state, service))) {
    const [name, edge] = blocking;
    return [waitLink(state, service, name, edge), ...why(state, name, new Set([...visited, service]))];
  }
  return verdict === 'waiting' ? preparation(state, service) : skipped(state, service, container);
}

/** What of a run stands against this service: a step of its own that failed, or a problem that names it. */
function problemOf(state: State, service: ServiceName): Problem | null {
  const { run } = state;
  if (run === null || run.goal === 'down') return null;
  const step = run.steps.find((candidate) => candidate.service === service && candidate.problem !== null);
  const named = run.problems.find((problem) => 'service' in problem && problem.service === service);
  const problem = step?.problem ?? named ?? null;
  return problem === null || wasStartedSince(state, service) ? null : problem;
}

function problemLink(service: ServiceName, problem: Problem): CauseLink {
  const { title, detail } = describe(problem);
  return { service, text: lowerFirst(title, service), evidence: detail };
}

/** The title of a problem starts a sentence there; here the service's name does. */
const lowerFirst = (title: string, service: ServiceName): string =>
  title.startsWith(service) ? title : `${service}: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;

function containerLink(state: State, service: ServiceName, container: ObservedContainer): CauseLink {
  // The worst of them is well: there are too few.
  if (containerVerdict(state, container) === 'green')
    return { service, text: counted(state, service), evidence: null };
  const probe = container.probe;
  const evidence = probe === null ? null : `${probe.output.trim()} (exit code ${probe.exitCode})`.trim();
  if (container.state === 'running' && container.health === 'starting') {
    return {
      service,
      text: `${service} is starting: ${probe === null ? 'its health check has not answered yet' : 'its health check fails so far'}`,
      evidence,
    };
  }
  if (container.state === 'running') {
    return {
      service,
      text: `${service} is not healthy: its health check failed ${times(container.failingStreak)}`,
      evidence,
    };
  }
  if (container.outOfMemory)
    return { service, text: `${service} ran out of memory`, evidence: exitEvidence(container) };
  if (container.state === 'restarting') {
    return {
      service,
      text: `${service} keeps stopping: restarted ${times(container.restarts)}`,
      evidence: exitEvidence(container),
    };
  }
  if (container.state === 'exited') {
    return {
      service,
      text: `${service} stopped with exit code ${container.exitCode ?? 0}`,
      evidence: exitEvidence(container),
    };
  }
  return { service, text: `${service} is ${container.state}`, evidence: null };
}

function counted(state: State, service: ServiceName): string {
  const wanted = wantedReplicas(state.model?.services[service] ?? { command: null, entrypoint: null });
  return `${service} has ${containersOfService(state, service).length} of ${wanted} containers`;
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
const exitEvidence = (container: ObservedContainer): string => `exit code ${container.exitCode ?? 0}`;

/** The first dependency whose condition does not hold yet. */
function blockingDependency(state: State, service: ServiceName): readonly [ServiceName, Dependency] | null {
  if (state.model === null) return null;
  return (
    dependenciesOf(state.model, service).find(([name, edge]) => !isMet(state, name, edge.condition)) ?? null
  );
}

/** Whether a condition of depends_on holds now. What a run has still to start, or to make anew, does not count as it is. */
export function isMet(state: State, service: ServiceName, condition: DependencyCondition): boolean {
  if (isAwaited(state, service)) return false;
  if (condition === 'service_started' && wasStarted(state, service)) return true;
  const containers = containersOfService(state, service);
  if (containers.length === 0) return false;
  return containers.every((container) => {
    if (condition === 'service_completed_successfully')
      return container.state === 'exited' && container.exitCode === 0;
    return (
      container.state === 'running' && (condition === 'service_started' || container.health === 'healthy')
    );
  });
}

const conditionWords: Readonly<Record<DependencyCondition, string>> = {
  service_started: 'to be started',
  service_healthy: 'to be healthy',
  service_completed_successfully: 'to complete',
};

/** What `from` waits for at `to`, as a clause; null when it does not wait. */
export const waitingClause = (
  state: State,
  from: ServiceName,
  to: ServiceName,
  condition: DependencyCondition,
): string | null =>
  isAwaited(state, from) && !isMet(state, to, condition) ? `for ${to} ${conditionWords[condition]}` : null;

function waitLink(state: State, service: ServiceName, target: ServiceName, edge: Dependency): CauseLink {
  const words = `${target} ${conditionWords[edge.condition]}`;
  return isAwaited(state, service)
    ? { service, text: `${service} waits for ${words}`, evidence: null }
    : { service, text: `${service} was not started: it needs ${words}`, evidence: null };
}

/** A service that a run will start, and that waits for no other service: for its image, or to be made. */
function preparation(state: State, service: ServiceName): readonly CauseLink[] {
  const step = state.run?.steps.find(
    (candidate) => candidate.service === service && candidate.status === 'running',
  );
  if (step === undefined) return [{ service, text: `${service} is about to start`, evidence: null }];
  return [{ service, text: `${service}: ${step.title}`, evidence: step.progress }];
}

const wasSkipped = (state: State, service: ServiceName): boolean =>
  state.run?.steps.some(
    (step) => step.service === service && (step.status === 'skipped' || step.status === 'cancelled'),
  ) === true && !wasStartedSince(state, service);

function skipped(
  state: State,
  service: ServiceName,
  container: ObservedContainer | null,
): readonly CauseLink[] {
  if (state.run?.status === 'cancelled' && wasSkipped(state, service)) {
    return [{ service, text: `${service} was not started: the run was cancelled`, evidence: null }];
  }
  if (state.run?.status === 'failed' && wasSkipped(state, service)) {
    const problem = state.run.problems[0];
    if (problem !== undefined)
      return [{ service, text: `${service} was not started`, evidence: describe(problem).title }];
  }
  return container === null || container.state === 'created'
    ? []
    : [
        {
          service,
          text: `${service} is ${container.state === 'paused' ? 'paused' : 'stopped'}`,
          evidence: null,
        },
      ];
}
