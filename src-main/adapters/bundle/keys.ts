import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';
import type { SigningKey } from '../../ports/bundles.ts';

/** A new Ed25519 pair. */
export function newKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const secret = privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const pair = keyOf(secret);
  if (pair === null) throw new Error('a key that was just made is none');
  return pair;
}

/** `secret`: PKCS #8 as base64. */
export function keyOf(secret: string): SigningKey | null {
  try {
    const privateKey = privateKeyOf(secret);
    const { x: key = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
    return privateKey.asymmetricKeyType === 'ed25519' ? { secret, key, id: keyId(key) } : null;
  } catch {
    return null;
  }
}

const privateKeyOf = (secret: string) =>
  createPrivateKey({ key: Buffer.from(secret, 'base64'), format: 'der', type: 'pkcs8' });

/** 32 hex digits of the SHA-256 of the public key's 32 bytes. */
export const keyId = (key: string): string =>
  createHash('sha256').update(Buffer.from(key, 'base64url')).digest('hex').slice(0, 32);

/** 64 bytes. */
export const signatureOf = ({ secret }: SigningKey, bytes: Uint8Array): Buffer =>
  sign(null, bytes, privateKeyOf(secret));

/** Whether the signature is one of this public key over these bytes. */
export function isSignedBy(key: string, bytes: Uint8Array, signature: Uint8Array): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verify(null, bytes, publicKey, signature);
  } catch {
    return false;
  }
}
