import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { addStarts } from './add-starts.ts';
import { type ConvergeWish, noProgress } from './converge-wish.ts';
import { containersOf, type Decision, type Decisions } from './decide.ts';
import { closure, dependentEdges } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { stopServices } from './stop-services.ts';
import type { UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

export type RestartInput = UpInput & {
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  /** True: without the dependents that say `restart: true`. */
  readonly noDeps: boolean;
  readonly graceSeconds: number | null;
};

/**
 * Stops and starts the containers that are there, as `docker compose restart` does: with the hooks, with the dependents that
 * say `restart: true`, in order of dependence, and here also waiting as `up` waits. What was stopped is started.
 */
export function planRestart(input: RestartInput): Plan {
  const { model, observed, graceSeconds } = input;
  const because = 'a restart was asked for';
  const chosen = withRestarted(model, input.services ?? new Set(Object.keys(model.services)), input.noDeps);
  const services = closure(model, chosen).filter((name) => chosen.has(name));
  const draft = emptyDraft();
  const stops = stopServices({ draft, model, observed, services: chosen, graceSeconds, because });
  const progress = noProgress();
  const wish: ConvergeWish = { draft, progress, input, physical: {}, services, named: chosen, floor: [] };
  const decisions: Decisions = new Map(
    services.map((name): [ServiceName, readonly Decision[]] => [
      name,
      containersOf(input, name).map((container) => ({
        do: 'start',
        name: container.name,
        container,
        because,
      })),
    ]),
  );
  for (const [name, decided] of decisions) progress.decided.set(name, decided);
  for (const id of [...stops.values()].flat()) {
    const action = draft.steps[id - 1]?.action;
    if (action?.do === 'stop container') progress.stopped.set(action.container, id);
  }
  for (const name of services) addStarts(wish, decisions, name, new Map(), new Map());
  addFinalWaits(wish, services);
  return finishDraft(draft, 'restart', false);
}

/** The services with all dependents that are to restart with them. */
function withRestarted(
  model: Model,
  named: ReadonlySet<ServiceName>,
  noDeps: boolean,
): ReadonlySet<ServiceName> {
  const chosen = new Set(named);
  if (noDeps) return chosen;
  // A set that grows while it is walked is walked to its end.
  for (const service of chosen) {
    for (const { name, edge } of dependentEdges(model, service)) if (edge.restart === true) chosen.add(name);
  }
  return chosen;
}
