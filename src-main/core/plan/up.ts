import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { converge } from './converge.ts';
import { noProgress } from './converge-wish.ts';
import { closure } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import { removeLeftovers } from './leftovers.ts';
import { missingLenders } from './missing-lenders.ts';
import { removeOrphans, warnOfOrphans } from './orphans.ts';
import type { Plan } from './plan.ts';
import { asTheFileSays, withScale } from './up-flags.ts';
import { physicalVolumes, type UpInput } from './up-input.ts';
import { addFinalWaits } from './waits.ts';

/**
 * From observed to all wanted services running, healthy where they have a check, in the way of `docker compose up -d --wait`
 * (docker compose 2.40), with everything independent at once. `wanted` null: all services; else these and what they depend on.
 * No step: everything is as wanted. Problems: network-missing, volume-missing, request-invalid (a service that borrows from one
 * that is left out and has no container).
 */
export function planUp(
  given: UpInput & { readonly wanted: ReadonlySet<ServiceName> | null },
): Result<Plan, readonly Problem[]> {
  const { flags = asTheFileSays } = given;
  const input = { ...given, model: withScale(given.model, flags.scale) };
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const progress = noProgress();
  const wanted = input.wanted ?? Object.keys(input.model.services);
  const whole = closure(input.model, wanted);
  const services = flags.noDeps ? whole.filter((name) => new Set(wanted).has(name)) : whole;
  const missing = missingLenders(input, services);
  if (missing.length > 0) return fail(missing);
  if (flags.removeOrphans) removeOrphans(draft, input);
  const physical = physicalVolumes(input.generations);
  const named = input.wanted ?? new Set<ServiceName>();
  const problems = converge({ draft, progress, input, physical, services, named, floor: [] });
  addFinalWaits({ draft, progress, input }, services);
  if (!flags.removeOrphans) warnOfOrphans(draft, input);
  return problems.length > 0 ? fail(problems) : ok(finishDraft(draft, 'up', false));
}
