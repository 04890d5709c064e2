import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Bundles, SigningKey } from '../../ports/bundles.ts';
import type { Keychain } from '../../ports/keychain.ts';
import { type KeysPlace, trustKey } from './known-keys.ts';

export type SigningWorld = KeysPlace & {
  readonly bundles: Bundles;
  readonly keychain: Keychain;
  /** Who runs Berth: `ada@laptop`. */
  readonly signer: string;
};

const account = 'berth/bundles/signing-key';

/**
 * The key that this user signs bundles with on this machine: made when it is first needed, kept in the keychain and nowhere
 * else. Its public half is known here from then on. Problems: keychain-*, file-unwritable.
 */
export async function signingKey(world: SigningWorld): Promise<Result<SigningKey, Problem>> {
  const { bundles, keychain, signer } = world;
  const kept = await keychain.read(account);
  if (!kept.ok) return kept;
  const key = kept.value === null ? await makeKey(world) : ok(bundles.keyOf(kept.value));
  if (!key.ok) return key;
  if (key.value === null) {
    const detail = `the entry ${account} is no key; remove it, and the next export makes a new one`;
    return fail({ kind: 'keychain-failed', operation: 'reading', detail });
  }
  const known = await trustKey(world, { name: signer, id: key.value.id });
  return known.ok ? ok(key.value) : known;
}

async function makeKey({ bundles, keychain }: SigningWorld): Promise<Result<SigningKey, Problem>> {
  const made = bundles.newKey();
  const kept = await keychain.write(account, made.secret);
  return kept.ok ? ok(made) : kept;
}
