import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { addStarts } from './add-starts.ts';
import { type ConvergeWish, noProgress } from './converge-wish.ts';
import { containersOf, type Decision, type Decisions, stateWords } from './decide.ts';
import { closure, dependentEdges } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import { wantedReplicas } from './names.ts';
import type { Plan } from './plan.ts';
import { jobIsDone } from './settle-job.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

/**
 * Starts containers that are there, as `docker compose start` does: what the services depend on first, nothing is made. A
 * paused one goes on. What was never made is passed over with a word. Problem: container-missing, for what is named, what another
 * one waits to be healthy or completed, and everything where nothing was made.
 */
export function planStart(
  input: UpInput & { readonly services: ReadonlySet<ServiceName> | null },
): Result<Plan, readonly Problem[]> {
  const { model } = input;
  const services = closure(model, input.services ?? Object.keys(model.services));
  const missing = services.filter((name) => lacksContainer(input, name));
  const needed = missing.filter((name) => isNeeded(input, services, name));
  if (needed.length > 0)
    return fail(needed.map((service) => ({ kind: 'container-missing', service, container: null })));
  const draft = emptyDraft();
  if (missing.length > 0)
    draft.warnings.push(`Without a container, and left out: ${missing.join(', ')}. \`berth up\` makes one.`);
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

function isNeeded(
  input: UpInput & { readonly services: ReadonlySet<ServiceName> | null },
  services: readonly ServiceName[],
  missing: ServiceName,
): boolean {
  if (input.services?.has(missing) === true) return true;
  const made = new Set(services.filter((name) => containersOf(input, name).length > 0));
  const waitedFor = dependentEdges(input.model, missing).some(
    ({ name, edge }) => made.has(name) && edge.required && edge.condition !== 'service_started',
  );
  return made.size === 0 || waitedFor;
}

function decideStarts({ input, named }: ConvergeWish, name: ServiceName): readonly Decision[] {
  return containersOf(input, name).map((container): Decision => {
    const runs = container.state === 'running' || container.state === 'restarting';
    if (runs || (!named.has(name) && jobIsDone(input.model, name, container)))
      return { do: 'keep', name: container.name, container };
    return { do: 'start', name: container.name, container, because: stateWords(container) };
  });
}
