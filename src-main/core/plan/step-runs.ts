import { seedStep, seedsIn } from '../profile/seeds-in.ts';
import type { StepRule } from '../profile/profile.ts';
import type { Database, GenerationInput } from './generation-input.ts';

/** Random hex of 64 digits each, for the names of the one-off containers. */
export type ResetSlugs = { readonly migrate: string; readonly seed: string };

/** One command of the profile that fills a fresh database, in the order they run. */
export type StepRun = {
  readonly rule: StepRule;
  readonly slug: string;
  readonly because: string;
  readonly step: 'migrate' | 'seed';
};

/** Migrations always; the command of a seed only where the environment says so. */
export function stepRuns(input: GenerationInput, { rule }: Database, slugs: ResetSlugs): readonly StepRun[] {
  const seed = seedsIn(input.profile, input.environment) ? seedStep(rule) : null;
  return [
    ...(rule.migrate === null
      ? []
      : [{ rule: rule.migrate, slug: slugs.migrate, because: 'migrations', step: 'migrate' as const }]),
    ...(seed === null ? [] : [{ rule: seed, slug: slugs.seed, because: 'seed data', step: 'seed' as const }]),
  ];
}
