import type { Environment, KeyName } from '../contract/names.ts';
import { fail, ok } from '../contract/result.ts';
import type { Profile } from '../core/profile/profile.ts';
import { accountOf, type Keychain } from '../ports/keychain.ts';
import type { SecretSource } from '../ports/secret-source.ts';

export type SecretPlace = {
  /** null: a project without one; values then come from the environment alone. */
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly keychain: Keychain;
  /** False: the environment's policy keeps the keychain out (ci). */
  readonly usesKeychain: boolean;
};

/**
 * Values at the moment they are used: an environment variable first, then the keychain. With a profile only of the secrets that it
 * declares: what else the environment holds is nobody's business. Problems: secret-missing, keychain-*.
 */
export const secretSource = (place: () => SecretPlace): SecretSource => ({
  reveal: async (name: KeyName) => {
    const at = place();
    const mayAsk = at.profile === null || at.profile.keys[name]?.secret === true;
    const variable = mayAsk ? at.variables[name] : undefined;
    if (variable !== undefined && variable !== '') return ok(variable);
    const kept =
      mayAsk && at.usesKeychain && at.profile !== null
        ? await at.keychain.read(accountOf(at.profile.project, at.environment, name))
        : ok(null);
    if (!kept.ok) return kept;
    if (kept.value !== null) return ok(kept.value);
    const rule = at.profile?.keys[name];
    return fail({
      kind: 'secret-missing',
      key: name,
      environment: at.environment,
      describe: rule?.describe ?? name,
      canGenerate: (rule?.generate ?? null) !== null,
    });
  },
});
