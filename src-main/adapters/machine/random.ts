import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Random } from '../../ports/random.ts';

/** Randomness of the operating system, through OpenSSL. */
export const systemRandom = (): Random => ({
  bytes: (length) => new Uint8Array(randomBytes(length)),
  async rsaPrivateKeyPem(bits) {
    const { privateKey } = await promisify(generateKeyPair)('rsa', {
      modulusLength: bits,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    });
    return privateKey;
  },
});
