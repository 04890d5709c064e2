import type { Environment } from '../../contract/names.ts';
import type { Profile } from './profile.ts';

/** Whether seed data may be loaded. Never in production, whatever a profile says of it. */
export const seedsIn = (profile: Profile | null, environment: Environment): boolean =>
  environment !== 'production' && profile?.environments[environment]?.seed === true;
