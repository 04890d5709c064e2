/** Randomness fit for secrets. */
export interface Random {
  bytes(length: number): Uint8Array;
  /** A private RSA key in PEM (PKCS #8). */
  rsaPrivateKeyPem(bits: number): Promise<string>;
}
