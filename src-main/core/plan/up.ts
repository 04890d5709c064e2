import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { converge } from './converge.ts';
import { noProgress, type Progress } from './converge-wish.ts';
import { closure } from './dependencies.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import { removeLeftovers } from './leftovers.ts';
import { missingLenders } from './missing-lenders.ts';
import { removeOrphans, warnOfOrphans } from './orphans.ts';
import { imageOf } from './names.ts';
import { refusedServices } from './refused-services.ts';
import { secondServers } from './second-server.ts';
import { isImageAction, type Plan } from './plan.ts';
import { asTheFileSays, faultsOfFlags, type UpFlags, withoutOthers, withScale } from './up-flags.ts';
import { physicalVolumes, type UpInput } from './up-input.ts';
import { unmakeable } from './unmakeable.ts';
import { addFinalWaits } from './waits.ts';

/**
 * From observed to all wanted services running, healthy where they have a check, in the way of `docker compose up -d --wait`
 * (docker compose 2.40), with everything independent at once. `wanted` null: all services; else these and what they depend on.
 * No step: everything is as wanted. Problems: network-missing, network-foreign, network-changed, volume-missing, volume-changed,
 * volume-foreign, in-use, lender-missing, service-refused, compose-invalid (what cannot be made), request-invalid (flags that contradict each other).
 */
export function planUp(
  given: UpInput & { readonly wanted: ReadonlySet<ServiceName> | null },
): Result<Plan, readonly Problem[]> {
  const { flags = asTheFileSays } = given;
  const scaled = withScale(given.model, flags.scale);
  const wanted = given.wanted ?? Object.keys(scaled.services);
  const whole = closure(scaled, wanted);
  const services = flags.noDeps ? whole.filter((name) => new Set(wanted).has(name)) : whole;
  const input = { ...given, model: flags.noDeps ? withoutOthers(scaled, services) : scaled };
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const progress = noProgress();
  const faults = [
    ...faultsOfFlags(flags, given.model),
    ...missingLenders(input, services),
    ...refusedServices(input.model, services, input.hasProfile === true),
    ...secondServers({ ...input, flags }, services),
  ];
  if (faults.length > 0) return fail(faults);
  const floor = flags.removeOrphans ? removeOrphans(draft, input, flags.graceSeconds) : [];
  const physical = physicalVolumes(input.generations);
  const named = input.wanted ?? new Set<ServiceName>();
  const refused = converge({ draft, progress, input, physical, services, named, floor });
  const problems = [...refused, ...unmakeable(input.model, draft.steps, input.texts)];
  if (flags.starts) addFinalWaits({ draft, progress, input }, services);
  if (!flags.removeOrphans && !flags.ignoreOrphans) warnOfOrphans(draft, input);
  return problems.length > 0
    ? fail(problems)
    : ok(withSecondLook(finishDraft(draft, 'up', false), progress, input, flags));
}

/** Where images come within the run, whatever depends on what they turn out to be is planned when they are there. */
function withSecondLook(plan: Plan, { decided }: Progress, { model }: UpInput, { starts }: UpFlags): Plan {
  const coming = new Set(plan.steps.flatMap(({ action }) => (isImageAction(action) ? [action.image] : [])));
  if (coming.size === 0) return plan;
  const changes = [...decided].some(([name, decisions]) => {
    const service = model.services[name];
    if (service === undefined || !coming.has(imageOf(model, name, service))) return false;
    return decisions.some((decision) => decision.do !== 'create' && decision.do !== 'remove');
  });
  if (!changes) return starts ? { ...plan, secondLook: 'at the end' } : plan;
  const warning = 'Containers whose image comes out other than it was are made anew in the same run.';
  return { ...plan, secondLook: 'after images', warnings: [...plan.warnings, warning] };
}
