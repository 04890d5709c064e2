import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { addStarts } from './add-starts.ts';
import { type ConvergeWish, noProgress } from './converge-wish.ts';
import { containersOf, type Decision, type Decisions, stateWords } from './decide.ts';
import { closure } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import { wantedReplicas } from './names.ts';
import type { Plan } from './plan.ts';
import { jobIsDone } from './settle-job.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

/**
 * Starts containers that are there, as `docker compose start` does: what the services depend on first, nothing is made. A
 * paused one goes on. Problem: container-missing, for every service without a container.
 */
export function planStart(
  input: UpInput & { readonly services: ReadonlySet<ServiceName> | null },
): Result<Plan, readonly Problem[]> {
  const { model } = input;
  const services = closure(model, input.services ?? Object.keys(model.services));
  const missing = services.filter((name) => lacksContainer(input, name));
  if (missing.length > 0)
    return fail(missing.map((service) => ({ kind: 'container-missing', service, container: null })));
  const draft = emptyDraft();
  const named = input.services ?? new Set<ServiceName>();
  const progress = noProgress();
  const wish: ConvergeWish = { draft, progress, input, physical: {}, services, named, floor: [] };
  const decisions: Decisions = new Map(services.map((name) => [name, decideStarts(wish, name)] as const));
  for (const [name, decided] of decisions) progress.decided.set(name, decided);
  for (const name of services) addStarts(wish, decisions, name, new Map(), new Map());
  addFinalWaits(wish, services);
  return ok(finishDraft(draft, 'start', false));
}

function lacksContainer(input: UpInput, name: ServiceName): boolean {
  const service = input.model.services[name];
  return service !== undefined && wantedReplicas(service) > 0 && containersOf(input, name).length === 0;
}

function decideStarts({ input, named }: ConvergeWish, name: ServiceName): readonly Decision[] {
  return containersOf(input, name).map((container): Decision => {
    const runs = container.state === 'running' || container.state === 'restarting';
    if (runs || (!named.has(name) && jobIsDone(input.model, name, container)))
      return { do: 'keep', name: container.name, container };
    return { do: 'start', name: container.name, container, because: stateWords(container) };
  });
}
