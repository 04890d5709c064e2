import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { converge } from './converge.ts';
import { noProgress } from './converge-wish.ts';
import { closure } from './dependencies.ts';
import { addStep, emptyDraft, finishDraft } from './draft.ts';
import type { Plan } from './plan.ts';
import { physicalVolumes, type UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

export type RollbackInput = UpInput & {
  /** Names of containers that the failed run made for itself. */
  readonly oneOffs: readonly string[];
  /** Services that ran before the failed run. */
  readonly ran: ReadonlySet<ServiceName>;
  /** The database service: where it did not run before, its new container is removed. */
  readonly database: ServiceName;
};

/** Puts a reset or undo that ended before its pointer moved back to how it was: the services that ran, on the live generation. */
export function planRollback(input: RollbackInput): Result<Plan, readonly Problem[]> {
  const draft = emptyDraft();
  const because = 'the run did not come to its end';
  const present = new Set(input.observed.containers.map((container) => container.name));
  const oneOffs = input.oneOffs.filter((name) => present.has(name));
  const unwanted = input.ran.has(input.database)
    ? []
    : input.observed.containers.filter(
        (container) => container.service === input.database && !container.oneOff,
      );
  for (const container of [...oneOffs, ...unwanted.map(({ name }) => name)]) {
    const service = input.observed.containers.find(({ name }) => name === container)?.service ?? null;
    addStep(draft, { service, because, after: [], action: { do: 'remove container', container } });
  }
  const services = closure(input.model, input.ran);
  const physical = physicalVolumes(input.generations);
  const progress = noProgress();
  const problems = converge({ draft, progress, input, physical, services, named: new Set(), floor: [] });
  addFinalWaits({ draft, progress, input }, services);
  return problems.length > 0 ? fail(problems) : ok(finishDraft(draft, 'up', false));
}
