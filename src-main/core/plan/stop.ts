import type { ServiceName } from '../../contract/names.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { stopServices } from './stop-services.ts';
import type { UpInput } from './up-input.ts';

export type StopInput = Pick<UpInput, 'model' | 'observed'> & {
  /** null: all. */
  readonly services: ReadonlySet<ServiceName> | null;
  readonly graceSeconds: number | null;
};

/** Stops services and keeps their containers, dependents first, with their pre_stop hooks, as `docker compose stop` does. */
export function planStop(input: StopInput): Plan {
  const draft = emptyDraft();
  stopServices({ ...input, draft, because: 'a stop was asked for' });
  return finishDraft(draft, 'stop', false);
}
