import type { Generations } from '../plan/generations.ts';
import type { Plan } from '../plan/plan.ts';
import { currentPhysical } from '../plan/up-input.ts';
import type { BundleRule } from '../profile/profile.ts';

/**
 * An up starts what docker compose would start, so a database that is not there yet begins empty, whatever seed the profile
 * names: a reset loads it. Where that is a bundle, which is all the data there is, the plan says so.
 */
export function sayUnseeded(plan: Plan, generations: Generations | null, seed: BundleRule | null): Plan {
  const physical = generations === null ? null : currentPhysical(generations);
  const begins = plan.steps.some(
    ({ action }) => action.do === 'create volume' && action.request.Name === physical,
  );
  if (seed === null || !begins) return plan;
  const warning = `The database begins empty. \`berth reset\` gives it the seed of this project, ${seed.bundle}, and migrates it.`;
  return { ...plan, warnings: [...plan.warnings, warning] };
}
