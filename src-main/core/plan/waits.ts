import type { ServiceName } from '../../contract/names.ts';
import type { DependencyCondition } from '../../contract/view.ts';
import type { ConvergeWish } from './converge-wish.ts';
import type { Decision } from './decide.ts';
import { imageFor } from './decide.ts';
import { dependentEdges, isJob } from './dependencies.ts';
import { addStep } from './draft.ts';
import { hasHealthCheck, healthDeadlineMs } from './health-check.ts';

type WaitWish = Pick<ConvergeWish, 'draft' | 'progress' | 'input'>;

/** Steps after which the condition holds for all containers of a service; none where it holds already. */
export function addWaits(
  wish: WaitWish,
  service: ServiceName,
  condition: DependencyCondition,
  required: boolean,
): readonly number[] {
  const started = wish.progress.started.get(service) ?? [];
  if (condition === 'service_started') return started;
  const decisions = (wish.progress.decided.get(service) ?? []).filter((decision) => decision.do !== 'remove');
  return decisions.flatMap((decision) => {
    if (holds(decision, condition, wish, service)) return [];
    const key = `${decision.name} ${condition} ${required}`;
    const known = wish.progress.waits.get(key);
    if (known !== undefined) return [known];
    const model = wish.input.model.services[service];
    const deadlineMs =
      condition === 'service_healthy' && model !== undefined ? healthDeadlineMs(model) : null;
    const id = addStep(wish.draft, {
      service,
      because: waitCause(wish, service, condition),
      after: startOf(wish, service, decision.name),
      action: { do: 'wait for', container: decision.name, condition, required, deadlineMs },
    });
    wish.progress.waits.set(key, id);
    return [id];
  });
}

const startOf = (wish: WaitWish, service: ServiceName, container: string): readonly number[] =>
  (wish.progress.started.get(service) ?? []).filter((id) => {
    const action = wish.draft.steps[id - 1]?.action;
    const starts =
      action?.do === 'start container' || action?.do === 'unpause container' || action?.do === 'run hook';
    return starts && action.container === container;
  });

function holds(
  decision: Decision,
  condition: DependencyCondition,
  wish: WaitWish,
  service: ServiceName,
): boolean {
  if (decision.do !== 'keep' || startOf(wish, service, decision.name).length > 0) return false;
  const { container } = decision;
  return condition === 'service_healthy'
    ? container.state === 'running' && container.health === 'healthy'
    : container.state === 'exited' && container.exitCode === 0;
}

function waitCause(wish: WaitWish, service: ServiceName, condition: DependencyCondition): string {
  const dependents = dependentEdges(wish.input.model, service)
    .filter(({ name, edge }) => edge.condition === condition && wish.progress.decided.has(name))
    .map(({ name }) => name);
  if (dependents.length === 0)
    return condition === 'service_healthy' ? 'green means healthy' : 'green means completed';
  return `${dependents.join(', ')} ${dependents.length === 1 ? 'waits' : 'wait'} for it`;
}

/** What makes a service green, beyond having been started: healthy where it has a check, completed where it is a job. */
export function addFinalWaits(wish: WaitWish, services: readonly ServiceName[]): void {
  for (const name of services) {
    const model = wish.input.model.services[name];
    if (model === undefined) continue;
    if (isJob(wish.input.model, name)) addWaits(wish, name, 'service_completed_successfully', true);
    else if (hasHealthCheck(model, imageFor(wish.input, name))) addWaits(wish, name, 'service_healthy', true);
  }
}
