import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { converge } from './converge.ts';
import { noProgress } from './converge-wish.ts';
import { closure } from './dependencies.ts';
import { type Draft, emptyDraft, finishDraft } from './draft.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import { physicalVolumes, type UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

/**
 * From observed to all wanted services running, healthy where they have a check, in the way of `docker compose up -d --wait`
 * (docker compose 2.40), with everything independent at once. `wanted` null: all services; else these and what they depend on.
 * No step: everything is as wanted. Problems: network-missing, volume-missing.
 */
export function planUp(
  input: UpInput & { readonly wanted: ReadonlySet<ServiceName> | null },
): Result<Plan, readonly Problem[]> {
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const progress = noProgress();
  const services = closure(input.model, input.wanted ?? Object.keys(input.model.services));
  const physical = physicalVolumes(input.generations);
  const named = input.wanted ?? new Set<ServiceName>();
  const problems = converge({ draft, progress, input, physical, services, named, floor: [] });
  addFinalWaits({ draft, progress, input }, services);
  warnOfOrphans(draft, input);
  return problems.length > 0 ? fail(problems) : ok(finishDraft(draft, 'up', false));
}

function warnOfOrphans(draft: Draft, { model, observed }: UpInput): void {
  const known = new Set([...Object.keys(model.services), ...model.disabled]);
  const orphans = observed.containers.filter(
    (container) => !container.oneOff && !known.has(container.service),
  );
  if (orphans.length === 0) return;
  const names = orphans.map((container) => container.name).join(', ');
  draft.warnings.push(`Containers of services that the Compose file no longer has: ${names}.`);
}
