import { Buffer } from 'node:buffer';
import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pieceRedactor, redactor } from '../../../src-main/core/secrets/redact.ts';

const value = 'p/ss+w "örd\\%~\'1?';
const forms: Readonly<Record<string, string>> = {
  itself: value,
  base64: Buffer.from(value).toString('base64'),
  'base64 without padding': Buffer.from(value).toString('base64').replace(/=+$/u, ''),
  base64url: Buffer.from(value).toString('base64url'),
  'URL-encoded': encodeURIComponent(value),
  'URL-encoded in lower case': encodeURIComponent(value).replaceAll(/%[0-9A-F]{2}/gu, (code) =>
    code.toLowerCase(),
  ),
  'as a form field': new URLSearchParams({ v: value }).toString().slice(2),
  hex: Buffer.from(value).toString('hex'),
  'hex in upper case': Buffer.from(value).toString('hex').toUpperCase(),
  'JSON-escaped': JSON.stringify(value).slice(1, -1),
  'JSON-escaped in ASCII': JSON.stringify(value).slice(1, -1).replaceAll('ö', '\\u00f6'),
  'JSON-escaped with slashes': JSON.stringify(value).slice(1, -1).replaceAll('/', '\\/'),
  'in single quotes of a shell': value.replaceAll("'", "'\\''"),
  'in single quotes of SQL or YAML': value.replaceAll("'", "''"),
  'in single quotes of a program': value.replaceAll('\\', '\\\\').replaceAll("'", "\\'"),
  'in double quotes of a shell': value.replaceAll(/["\\$`]/gu, '\\$&'),
  'in JSON within JSON': JSON.stringify(JSON.stringify(value)).slice(3, -3),
};

for (const [name, form] of Object.entries(forms)) {
  test(`a value is redacted when it stands there ${name}`, () => {
    expect(redactor({ DB__PASSWORD: value })(`before ${form} after`)).toBe('before •••DB__PASSWORD••• after');
  });
}

test('a value is redacted as the JSON of Go and as HTML have it', () => {
  const redact = redactor({ PASSWORD: 'p&ss<w>rd"' });
  expect(redact('{"p":"p\\u0026ss\\u003cw\\u003erd\\""}')).toBe('{"p":"•••PASSWORD•••"}');
  expect(redact('<b>p&amp;ss&lt;w&gt;rd&quot;</b>')).toBe('<b>•••PASSWORD•••</b>');
});

test('a value is redacted without the line break at its end, and with the line breaks of others', () => {
  expect(redactor({ PASSWORD: 'hunter22pw\r\n' })('login with hunter22pw failed')).toBe(
    'login with •••PASSWORD••• failed',
  );
  expect(redactor({ PAIR: 'user\r\nhunter22pw' })('got user\nhunter22pw!')).toBe('got •••PAIR•••!');
});

test('a value with dollar signs is redacted as docker compose doubles them', () => {
  expect(redactor({ PASSWORD: 'pa$$w$rd' })('x: pa$$$$w$$rd')).toBe('x: •••PASSWORD•••');
});

test('a value is redacted in the base64 of a longer text, wherever it begins there', () => {
  const redact = redactor({ PASSWORD: 'correct-horse' });
  for (const before of ['', 'a', 'app', 'user:', 'someone:']) {
    for (const after of ['', '@', '@db', '@db/app']) {
      for (const code of ['base64', 'base64url'] as const) {
        const text = redact(`Basic ${Buffer.from(`${before}correct-horse${after}`).toString(code)}`);
        expect(text).toContain('•••PASSWORD•••');
        const rest = text.replace('Basic ', '').split('•••PASSWORD•••');
        expect(rest.map((part) => Buffer.from(part, code).toString()).join('')).not.toMatch(
          /orrec|t-hor|orse/,
        );
      }
    }
  }
});

test('what holds other secrets is redacted whole', () => {
  const redact = redactor({ PASSWORD: 'correcthorse', URL: 'postgresql://app:correcthorse@db/app' });
  expect(redact('url=postgresql://app:correcthorse@db/app pw=correcthorse')).toBe(
    'url=•••URL••• pw=•••PASSWORD•••',
  );
});

test('a value shorter than four characters is left alone', () => {
  expect(redactor({ PIN: '123', EMPTY: '' })('12345 and 123')).toBe('12345 and 123');
  expect(redactor({ PIN: '1234' })('12345')).toBe('•••PIN•••5');
});

test('each line of a key is redacted where lines come one by one, and its markers stay', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const redact = redactor({ KEY: privateKey });
  const lines = privateKey.trim().split('\n');
  const redacted = lines.map(redact);
  expect(redacted[0]).toBe('-----BEGIN PRIVATE KEY-----');
  expect(redacted.slice(1, -2).every((line) => line === '•••KEY•••')).toBe(true);
  expect(redact(JSON.stringify({ key: privateKey }))).toBe('{"key":"•••KEY•••"}');
});

test('signs of patterns in a value are plain text', () => {
  const redact = redactor({ ODD: '.*+?^${}()|[]\\/-' });
  expect(redact('aaaa .*+?^${}()|[]\\/-')).toBe('aaaa •••ODD•••');
  expect(redact('ordinary text')).toBe('ordinary text');
});

test('a replacement is no pattern either', () => {
  expect(redactor({ A$B: 'valuevalue' })('valuevalue')).toBe('•••A$B•••');
});

test('a stream cut anywhere is redacted as the whole text', () => {
  const values = { A: 'secret-one', B: 'secret-one-and-more', C: value };
  const words = fc.constantFrom(
    'secret-one',
    'secret-one-and-more',
    'secret',
    '-',
    ' ',
    ...Object.values(forms),
    'x',
  );
  fc.assert(
    fc.property(
      fc.array(words, { maxLength: 30 }),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }),
      (parts, sizes) => {
        const text = parts.join('');
        const stream = pieceRedactor(values);
        const out: string[] = [];
        for (let at = 0, n = 0; at < text.length; n += 1) {
          const size = (sizes[n % sizes.length] ?? 0) + 1;
          out.push(stream.push(text.slice(at, at + size)));
          at += size;
        }
        out.push(stream.end());
        expect(out.join('')).toBe(redactor(values)(text));
      },
    ),
    { numRuns: 500 },
  );
});

test('the time is linear in the text', () => {
  const values = Object.fromEntries(
    Array.from({ length: 30 }, (_, n) => [`K${n}`, `aaaaaaaaaaaaaaaaaaaaaaaaaaaaa${n}`]),
  );
  const redact = redactor(values);
  const time = (length: number): number => {
    const text = 'a'.repeat(length);
    const begun = performance.now();
    redact(text);
    return performance.now() - begun;
  };
  time(10_000);
  expect(time(800_000)).toBeLessThan(16 * Math.max(time(200_000), 5));
});
