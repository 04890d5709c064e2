import type { Environment, KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Profile } from '../core/profile/profile.ts';
import { accountOf, type Keychain } from '../ports/keychain.ts';
import type { SecretSource } from '../ports/secret-source.ts';

export type SecretSourceInput = {
  readonly profile: Profile;
  readonly environment: Environment;
  readonly variables: Readonly<Record<string, string>>;
  readonly keychain: Keychain;
};

/** An explicit environment variable first, then the keychain. Problems: secret-missing and those of the keychain. */
export function secretSource({ profile, environment, variables, keychain }: SecretSourceInput): SecretSource {
  return {
    async reveal(name: KeyName): Promise<Result<string, Problem>> {
      const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
      if (variable !== undefined && variable !== '') return ok(variable);
      const kept = await keychain.read(accountOf(profile.project, environment, name));
      if (!kept.ok) return kept;
      return kept.value === null ? fail(missing(profile, environment, name)) : ok(kept.value);
    },
  };
}

function missing(profile: Profile, environment: Environment, key: KeyName): Problem {
  const rule = Object.hasOwn(profile.keys, key) ? profile.keys[key] : undefined;
  return {
    kind: 'secret-missing',
    key,
    environment,
    describe: rule?.describe ?? 'A secret',
    canGenerate: (rule?.generate ?? null) !== null,
  };
}

/** Without a profile there is no secret: nothing in the model is sealed. */
export const noSecrets: SecretSource = {
  reveal: (key) =>
    Promise.resolve(
      fail({
        kind: 'secret-missing',
        key,
        environment: 'local',
        describe: 'There is no profile',
        canGenerate: false,
      }),
    ),
};
