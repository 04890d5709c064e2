import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanText, withoutColours } from '../../../src-main/core/logs/clean.ts';

const cases: readonly (readonly [what: string, text: string, cleaned: string])[] = [
  ['colours stay', '\x1b[1;31mred\x1b[0m', '\x1b[1;31mred\x1b[0m'],
  ['a colour left open is closed', '\x1b[31mred', '\x1b[31mred\x1b[0m'],
  ['moving the cursor goes', 'a\x1b[2J\x1b[Hb\x1b[3Ac', 'abc'],
  ['a title goes', '\x1b]0;title\x07x', 'x'],
  ['writing the clipboard goes', '\x1b]52;c;aGk=\x1b\\x', 'x'],
  ['a hyperlink leaves its text', '\x1b]8;;http://evil\x1b\\text\x1b]8;;\x1b\\', 'text'],
  ['a device string goes', 'a\x1bP1$r0m\x1b\\b', 'ab'],
  ['C1 sequences go', 'a\x9b2Jb\x9d0;t\x9cc', 'abc'],
  ['an unfinished string goes to its end', 'a\x1b]0;never ends', 'a'],
  ['an unfinished sequence goes', 'a\x1b[31', 'a'],
  ['a lone escape goes', 'a\x1b', 'a'],
  ['a reset of the terminal goes', '\x1bca', 'a'],
  ['another charset goes', '\x1b(0lqk', 'lqk'],
  ['a private mode is no colour', '\x1b[?25lx\x1b[>4;1mx', 'xx'],
  ['control characters go, tabs stay', 'a\x00\x07\x08\x7f\tb', 'a\tb'],
  ['what was overwritten goes', '10%\r50%\r100%', '100%'],
  ['a carriage return at the end overwrites nothing', 'done\r', 'done'],
  ['turning the direction is made visible', 'user\u202E\u2066nimda', 'user<U+202E><U+2066>nimda'],
  ['half a character is replaced', 'a\uD800b', 'a\uFFFDb'],
  ['other languages and emoji stay', 'Grüße שלום 日本 👍🏽', 'Grüße שלום 日本 👍🏽'],
];

for (const [what, text, cleaned] of cases) test(what, () => expect(cleanText(text)).toBe(cleaned));

const sign = fc.oneof(
  fc.constantFrom(
    '\x1b',
    '[',
    ']',
    '\x9b',
    '\x9d',
    'P',
    '\\',
    '\x07',
    'm',
    ';',
    '3',
    '?',
    'J',
    'x',
    '\r',
    '\u202e',
    '\x90',
    '_',
  ),
  fc.string({ unit: 'binary', maxLength: 2 }),
);

test('whatever comes, only colours are left of control', () => {
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
      const left = withoutColours(cleanText(signs.join('')));
      expect(left.replaceAll('\t', '')).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
    }),
    { numRuns: 2000 },
  );
});

test('cleaning what is clean changes nothing', () => {
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 40 }), (signs) => {
      const once = cleanText(signs.join(''));
      expect(cleanText(once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('a line full of beginnings is cleaned, and does not take for ever', () => {
  for (const begin of ['\x1b[', '\x1b]', '\x1b', '\x9b0', '\x1bP']) {
    expect(cleanText(begin.repeat(300_000))).not.toContain('\x1b');
  }
});
