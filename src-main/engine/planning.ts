import type { GoalFlags } from '../contract/goal-flags.ts';
import type { EpochMs, Environment, Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { PlanView } from '../contract/view.ts';
import type { Model } from '../core/compose/model.ts';
import { imageBefore } from '../core/database/image-before.ts';
import { sayUnseeded } from '../core/database/say-unseeded.ts';
import type { Stock } from '../core/database/stock.ts';
import { planDown } from '../core/plan/down.ts';
import { nothingMore } from '../core/plan/down-flags.ts';
import type { Generations } from '../core/plan/generations.ts';
import { generationsOf, unendedRun } from '../core/plan/ledger.ts';
import type { Observed } from '../core/plan/observed.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planId, printPlan } from '../core/plan/print-plan.ts';
import { planReset } from '../core/plan/reset.ts';
import type { ResetSlugs } from '../core/plan/step-runs.ts';
import { planUndo } from '../core/plan/undo.ts';
import { planUp } from '../core/plan/up.ts';
import type { RequestTexts } from '../core/plan/security-options.ts';
import { asTheFileSays, type OrphanRule, upFlagsOf } from '../core/plan/up-flags.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Profile } from '../core/profile/profile.ts';
import { seedBundle } from '../core/profile/seeds-in.ts';
import { stepView } from '../core/state/reduce-run.ts';
import type { Journal } from './journal.ts';
import { type Asked, besideReset, planDatabase } from './plan-database.ts';
import { foreignFlags, planServices, unknownServices } from './plan-services.ts';

export type PlanningInput = {
  readonly goal: Goal;
  readonly services: readonly string[];
  readonly flags?: GoalFlags;
  /** `settled`: an earlier part of the same run has pulled and built all there was to. */
  readonly images: 'wanted' | 'settled';
  /** What the environment says of them; absent: nothing. */
  readonly orphans?: OrphanRule;
  readonly model: Model;
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly observed: Observed;
  readonly journal: Journal;
  readonly hashes: Hashes;
  readonly slugs: ResetSlugs;
  readonly texts: RequestTexts;
  readonly now: EpochMs;
  /** What is prepared for a reset. null: nothing can be, and a reset fills its generation in place. */
  readonly stock?: Stock | null;
  /** What a goal about the data needs to know beside the engine; absent: it asks for none of it. */
  readonly asked?: Asked;
};

/** The plan for a goal, with what the database goes back to where it does not end well. */
export function planFor(input: PlanningInput): Result<Plan, readonly Problem[]> {
  const planned = planGoal(input);
  const service = input.profile?.database?.service;
  if (!planned.ok || service === undefined) return planned;
  const { journalled, before: own } = planned.value;
  if (!journalled || own !== undefined) return planned;
  const generations = generationsNow(input);
  const before = imageBefore({ ...input, generations, leftovers: [], flags: asTheFileSays }, service);
  return before === null ? planned : ok({ ...planned.value, before });
}

/** Each goal is one pure planner of the core; this only hands them what they need. */
function planGoal(input: PlanningInput): Result<Plan, readonly Problem[]> {
  const { model, profile, observed, hashes, environment, texts, now, goal, flags = {} } = input;
  const named = [...new Set([...input.services, ...Object.keys(flags.scale ?? {})])];
  const faults = [...unknownServices(model, named), ...foreignFlags(goal, flags)];
  if (faults.length > 0) return fail(faults);
  const generations = generationsNow(input);
  const leftovers = unendedRun(input.journal.records())?.oneOffs ?? [];
  const { seed = null } = input.asked ?? {};
  const shared = { model, profile, observed, hashes, generations, environment, leftovers, texts, now, seed };
  const services = input.services.length === 0 ? null : new Set(input.services);
  switch (goal) {
    case 'up': {
      const hasProfile = profile !== null;
      const upFlags = upFlagsOf(flags, input.images, input.orphans);
      const planned = planUp({ ...shared, wanted: services, hasProfile, flags: upFlags });
      const bundle = seedBundle(profile, environment);
      return planned.ok ? ok(sayUnseeded(planned.value, generations, bundle)) : planned;
    }
    case 'down':
      return ok(planDown({ ...shared, downFlags: { ...nothingMore, ...flags, services } }));
    case 'reset':
      return planReset(shared, input.slugs, input.stock ?? null, besideReset(input, generations));
    case 'undo':
      return planUndo(shared);
    case 'prepare':
    case 'snapshot':
    case 'restore':
    case 'keep':
    case 'prune':
    case 'export':
    case 'import':
    case 'upgrade':
      return planDatabase(goal, { ...shared, ...databaseParts(input) }, flags, input.asked ?? null);
    default:
      return planServices(goal, shared, services, flags);
  }
}

const databaseParts = ({ journal, stock = null, slugs }: PlanningInput) => ({
  records: journal.records(),
  stock,
  slugs,
});

/** The chain of the declared database volume as ledger and engine tell it now; null without one. */
export function generationsNow(
  input: Pick<PlanningInput, 'model' | 'profile' | 'journal'> & { readonly observed: Observed | null },
): Generations | null {
  const rule = input.profile?.database ?? null;
  const volume = rule === null ? undefined : input.model.volumes[rule.volume];
  if (rule === null || volume === undefined) return null;
  // One that was made and never started says nothing: a switch that is under way has begun with it.
  const ran = (input.observed?.containers ?? []).filter(
    ({ service, oneOff, startedAt }) => service === rule.service && !oneOff && startedAt !== null,
  );
  const telling = ran.find(({ state }) => state === 'running') ?? ran[0];
  const mounted = telling?.mounts.find(({ source }) => source.startsWith(`${volume.name}.g`))?.source ?? null;
  return generationsOf({
    records: input.journal.records(),
    volume: rule.volume,
    composeVolume: volume.name,
    project: input.model.name,
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
