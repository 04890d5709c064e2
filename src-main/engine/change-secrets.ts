import type { Environment, KeyName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { SecretView } from '../contract/view.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { GenerateRule, Profile } from '../core/profile/profile.ts';
import { bytesFor, generateValue, isBytesRule } from '../core/secrets/generate.ts';
import { accountOf, type Keychain } from '../ports/keychain.ts';
import type { Random } from '../ports/random.ts';

export type SecretsInput = {
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly keychain: Keychain;
  readonly random: Random;
};

/** Puts a value into the keychain. Problems: key-unknown, secret-empty, keychain-*. */
export async function setSecret(
  input: SecretsInput,
  name: KeyName,
  value: string,
): Promise<Result<void, Problem>> {
  const account = secretAccount(input, name);
  if (!account.ok) return account;
  if (value === '') return fail({ kind: 'secret-empty', key: name });
  return input.keychain.write(account.value, value);
}

/** True when there was one. Problems: key-unknown, keychain-*. */
export async function forgetSecret(input: SecretsInput, name: KeyName): Promise<Result<boolean, Problem>> {
  const account = secretAccount(input, name);
  return account.ok ? input.keychain.forget(account.value) : account;
}

/**
 * Makes values by the rules of the profile: for one secret, replacing its value, or for all that are missing and have a
 * rule. Returns the names that were set. Problems: key-unknown, secret-not-generated, keychain-*.
 */
export async function generateSecrets(
  input: SecretsInput,
  name: KeyName | null,
  views: readonly SecretView[],
): Promise<Result<readonly KeyName[], Problem>> {
  const names =
    name === null
      ? views.filter((view) => view.status === 'missing' && view.canGenerate).map((view) => view.name)
      : [name];
  for (const wanted of names) {
    const account = secretAccount(input, wanted);
    if (!account.ok) return account;
    const rule = input.profile?.keys[wanted]?.generate ?? null;
    if (rule === null) return fail({ kind: 'secret-not-generated', key: wanted });
    const written = await input.keychain.write(account.value, await generated(rule, input.random));
    if (!written.ok) return written;
  }
  return ok(names);
}

const generated = (rule: GenerateRule, random: Random): Promise<string> | string =>
  isBytesRule(rule) ? generateValue(rule, random.bytes(bytesFor(rule))) : random.rsaPrivateKeyPem(rule.rsa);

function secretAccount({ profile, environment }: SecretsInput, name: KeyName): Result<string, Problem> {
  const known = Object.entries(profile?.keys ?? {}).flatMap(([key, rule]) => (rule.secret ? [key] : []));
  if (profile !== null && known.includes(name)) return ok(accountOf(profile.project, environment, name));
  return fail({ kind: 'key-unknown', name, known, nearest: nearestName(name, known) });
}
