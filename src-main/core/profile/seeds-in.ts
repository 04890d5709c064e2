import type { Environment } from '../../contract/names.ts';
import type { BundleRule, DatabaseRule, Profile, StepRule } from './profile.ts';

/** Whether seed data may be loaded. Never in production, whatever a profile says of it. */
export const seedsIn = (profile: Profile | null, environment: Environment): boolean =>
  environment !== 'production' && profile?.environments[environment]?.seed === true;

/** The command that loads the seed data; null: there is no seed, or it is a bundle. */
export const seedStep = ({ seed }: DatabaseRule): StepRule | null =>
  seed !== null && !('bundle' in seed) ? seed : null;

/** The bundle that a fresh database is made of; null: it begins empty, or the environment loads no seed. */
export function seedBundle(profile: Profile | null, environment: Environment): BundleRule | null {
  const seed = profile?.database?.seed ?? null;
  return seed !== null && 'bundle' in seed && seedsIn(profile, environment) ? seed : null;
}
