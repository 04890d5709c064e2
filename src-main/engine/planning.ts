import type { Environment, Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { PlanView } from '../contract/view.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Model } from '../core/compose/model.ts';
import { planDown } from '../core/plan/down.ts';
import type { Generations } from '../core/plan/generations.ts';
import { generationsOf, unendedRun } from '../core/plan/ledger.ts';
import type { Observed } from '../core/plan/observed.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planId, printPlan } from '../core/plan/print-plan.ts';
import { planReset, type ResetSlugs } from '../core/plan/reset.ts';
import { planUndo } from '../core/plan/undo.ts';
import { planUp } from '../core/plan/up.ts';
import type { RequestTexts } from '../core/plan/security-options.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Profile } from '../core/profile/profile.ts';
import { stepView } from '../core/state/reduce-run.ts';
import type { Journal } from './journal.ts';

export type PlanningInput = {
  readonly goal: Goal;
  readonly services: readonly string[];
  readonly model: Model;
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly observed: Observed;
  readonly journal: Journal;
  readonly hashes: Hashes;
  readonly slugs: ResetSlugs;
  readonly texts: RequestTexts;
};

/** The plan for a goal. Each goal is one pure planner of the core; this only hands them what they need. */
export function planFor(input: PlanningInput): Result<Plan, readonly Problem[]> {
  const unknown = unknownServices(input.model, input.services);
  if (unknown.length > 0) return fail(unknown);
  const { model, profile, observed, hashes, environment, texts } = input;
  const generations = generationsNow(input);
  const leftovers = unendedRun(input.journal.records())?.oneOffs ?? [];
  const shared = { model, profile, observed, hashes, generations, environment, leftovers, texts };
  switch (input.goal) {
    case 'up':
      return planUp({ ...shared, wanted: input.services.length === 0 ? null : new Set(input.services) });
    case 'down':
      return ok(planDown(shared));
    case 'reset':
      return planReset(shared, input.slugs);
    case 'undo':
      return planUndo(shared);
  }
}

function unknownServices(model: Model, names: readonly string[]): Problem[] {
  const known = Object.keys(model.services);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ kind: 'service-unknown', name, known, nearest: nearestName(name, known) }));
}

/** The chain of the declared database volume as ledger and engine tell it now; null without one. */
export function generationsNow(
  input: Pick<PlanningInput, 'model' | 'profile' | 'journal'> & { readonly observed: Observed | null },
): Generations | null {
  const rule = input.profile?.database ?? null;
  const volume = rule === null ? undefined : input.model.volumes[rule.volume];
  if (rule === null || volume === undefined) return null;
  const mounts = input.observed?.containers
    .filter(
      (container) => container.service === rule.service && !container.oneOff && container.state === 'running',
    )
    .flatMap((container) => container.mounts.map((mount) => mount.source));
  const mounted = mounts?.find((source) => source.startsWith(`${volume.name}.g`)) ?? null;
  return generationsOf({
    records: input.journal.records(),
    volume: rule.volume,
    composeVolume: volume.name,
    observed: input.observed?.volumes ?? null,
    mounted,
  });
}

/** The plan as doors show it. */
export function planView(plan: Plan): PlanView {
  const text = printPlan(plan);
  return {
    id: planId(text),
    goal: plan.goal,
    text,
    steps: plan.steps.map((step) => {
      const { id, after, service, title, because, equivalent } = stepView(step);
      return { id, after, service, title, because, equivalent };
    }),
    loses: plan.loses,
    warnings: plan.warnings,
  };
}
