import { bytesToHex } from '@noble/hashes/utils.js';
import type { GenerateRule } from '../profile/profile.ts';

/** A rule whose value is made of random bytes alone. An RSA key is made by the `Random` port. */
export type BytesRule = Exclude<GenerateRule, { readonly rsa: number }>;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
// The largest multiple of 62 that a byte can reach: a byte from here on is thrown away, or the first 8 letters would be
// more likely than the others.
const fairBytes = 256 - (256 % alphabet.length);

export const isBytesRule = (rule: GenerateRule): rule is BytesRule => !('rsa' in rule);

/** How many random bytes `generateValue` wants. A password gets spares: it throws away 3 % of them on average. */
export const bytesFor = (rule: BytesRule): number => ('hex' in rule ? rule.hex : rule.password * 2 + 64);

/** A secret by its rule: letters and digits, each as likely as any other, or bytes as lower-case hex. */
export function generateValue(rule: BytesRule, bytes: Uint8Array): string {
  if (bytes.length < bytesFor(rule))
    throw new Error(`needs ${bytesFor(rule)} random bytes, got ${bytes.length}`);
  if ('hex' in rule) return bytesToHex(bytes.slice(0, rule.hex));
  const letters = [...bytes]
    .filter((byte) => byte < fairBytes)
    .map((byte) => alphabet[byte % alphabet.length]);
  if (letters.length < rule.password) throw new Error('the random bytes are not random');
  return letters.slice(0, rule.password).join('');
}
