import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';

const codeBytes = 16;
const tokenBytes = 32;
const codeLifeMs = 30_000;
const openCodes = 8;

/**
 * One-time codes and the tokens they buy. A code travels in a URL fragment, which no server, log or referrer sees; it buys
 * one token once, within 30 s. Kept as hashes, compared in constant time, in memory only.
 */
export class Admissions {
  readonly #clock: Clock;
  readonly #random: Random;
  #codes: { readonly hash: Buffer; readonly until: number }[] = [];
  readonly #tokens: Buffer[] = [];

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A fresh code, 32 hex digits. Only the newest few stay open. */
  issueCode(): string {
    const code = hex(this.#random.bytes(codeBytes));
    this.#codes = [...this.#codes, { hash: hashOf(code), until: this.#clock.now() + codeLifeMs }].slice(
      -openCodes,
    );
    return code;
  }

  /** The token for a code, 64 hex digits; null for a code that was used, is too old or never was. */
  redeem(code: string): string | null {
    const hash = hashOf(code);
    const found = this.#codes.find((open) => timingSafeEqual(open.hash, hash));
    if (found === undefined) return null;
    this.#codes = this.#codes.filter((open) => open !== found);
    if (this.#clock.now() > found.until) return null;
    const token = hex(this.#random.bytes(tokenBytes));
    this.#tokens.push(hashOf(token));
    return token;
  }

  knows(token: string): boolean {
    const hash = hashOf(token);
    return this.#tokens.some((known) => timingSafeEqual(known, hash));
  }
}

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
