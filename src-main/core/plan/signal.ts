import type { ServiceName } from '../../contract/names.ts';
import { closure } from './dependencies.ts';
import { addStep, emptyDraft, finishDraft } from './draft.ts';
import type { ObservedContainer } from './observed.ts';
import type { Action, Plan } from './plan.ts';
import { holdsProcess, replicasOf } from './stop-services.ts';
import type { UpInput } from './up-input.ts';

export type SignalInput = Pick<UpInput, 'model' | 'observed'> & {
  readonly goal: 'kill' | 'pause' | 'unpause';
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  /** Only for `kill`. */
  readonly signal: string;
};

/** Kills, pauses or lets go on what is in the state for it, all at once, as docker compose does. */
export function planSignal(input: SignalInput): Plan {
  const { goal, model, observed } = input;
  const draft = emptyDraft();
  for (const service of closure(model, input.services ?? Object.keys(model.services))) {
    if (input.services?.has(service) === false) continue;
    for (const container of replicasOf(observed, service).filter((each) => concerns(goal, each))) {
      const action = actionOf(input, container.name);
      addStep(draft, { service, because: `${goal} was asked for`, after: [], action });
    }
  }
  return finishDraft(draft, goal, false);
}

function concerns(goal: SignalInput['goal'], container: ObservedContainer): boolean {
  if (goal === 'kill') return holdsProcess(container);
  return container.state === (goal === 'pause' ? 'running' : 'paused');
}

function actionOf({ goal, signal }: SignalInput, container: string): Action {
  if (goal === 'kill') return { do: 'signal container', container, signal };
  return { do: goal === 'pause' ? 'pause container' : 'unpause container', container };
}
