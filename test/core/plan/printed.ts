import type { Model } from '../../../src-main/core/compose/model.ts';
import type { Observed } from '../../../src-main/core/plan/observed.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { asTheFileSays, type UpFlags } from '../../../src-main/core/plan/up-flags.ts';
import { hashesOf } from '../../support/builders.ts';

type Own = { readonly wanted?: readonly string[]; readonly flags?: Partial<UpFlags> };

export const tryUp = (of: Model, observed: Observed, { wanted, flags = {} }: Own = {}) =>
  planUp({
    model: of,
    observed,
    leftovers: [],
    hashes: hashesOf(of),
    generations: null,
    wanted: wanted === undefined ? null : new Set(wanted),
    flags: { ...asTheFileSays, ...flags },
  });

export function up(of: Model, observed: Observed, own: Own = {}): Plan {
  const plan = tryUp(of, observed, own);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}

/** The lines of a plan without its first. */
export const printed = (plan: Plan): string[] => printPlan(plan).split('\n').slice(1);
