import type { FillingCommand, FreshView, SeedView } from '../../contract/database-view.ts';
import type { Environment } from '../../contract/names.ts';
import { shellText } from '../plan/shell-text.ts';
import type { DatabaseRule, Profile, StepRule } from '../profile/profile.ts';
import { resetsIn } from '../profile/resets-in.ts';
import { seedsIn } from '../profile/seeds-in.ts';

/** What a database holds after a reset: the same rules as those of the plan, told before there is one. null: it is not reset. */
export const freshDatabase = (
  rule: DatabaseRule,
  profile: Profile,
  environment: Environment,
): FreshView | null =>
  resetsIn(environment)
    ? {
        migrate: rule.migrate === null ? null : commandOf(rule.migrate),
        seed: seedOf(rule, profile, environment),
      }
    : null;

function seedOf({ seed }: DatabaseRule, profile: Profile, environment: Environment): SeedView {
  if (seed === null) return { kind: 'none', whyNot: 'berth.yaml names no seed.' };
  if (!seedsIn(profile, environment))
    return { kind: 'none', whyNot: `berth.yaml does not set \`seed: true\` for ${environment}.` };
  return 'bundle' in seed
    ? { kind: 'bundle', file: seed.bundle, signer: seed.signer, fromProject: seed.fromProject }
    : { kind: 'command', ...commandOf(seed) };
}

const commandOf = ({ service, command }: StepRule): FillingCommand => ({
  service,
  command: shellText(command),
});
