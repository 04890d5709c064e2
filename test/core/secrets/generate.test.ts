import { expect, test } from 'vitest';
import { bytesFor, generateValue, isBytesRule } from '../../../src-main/core/secrets/generate.ts';

const counting = (length: number): Uint8Array => Uint8Array.from({ length }, (_, index) => index % 256);

test('a password has the length asked for, of letters and digits alone', () => {
  const rule = { password: 24 };
  expect(generateValue(rule, counting(bytesFor(rule)))).toMatch(/^[A-Za-z0-9]{24}$/u);
});

test('every letter and digit is as likely as any other', () => {
  const counts = new Map<string, number>();
  const rule = { password: 248 };
  // Every byte value once: a modulo without rejection would give the first eight letters five times, the others four.
  const bytes = new Uint8Array(bytesFor(rule));
  bytes.set(counting(256));
  for (const letter of generateValue(rule, bytes)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  expect(new Set(counts.values())).toEqual(new Set([4]));
  expect(counts.size).toBe(62);
});

test('hex has two digits a byte', () => {
  expect(generateValue({ hex: 16 }, counting(16))).toBe('000102030405060708090a0b0c0d0e0f');
});

test('too few random bytes, or bytes that are all thrown away, are a fault and never a short password', () => {
  expect(() => generateValue({ hex: 16 }, counting(15))).toThrow(/16 random bytes/u);
  expect(() => generateValue({ password: 24 }, new Uint8Array(112).fill(255))).toThrow(/not random/u);
});

test('an RSA key is not made of bytes here', () => {
  expect([isBytesRule({ rsa: 2048 }), isBytesRule({ hex: 16 }), isBytesRule({ password: 9 })]).toEqual([
    false,
    true,
    true,
  ]);
});
