import { type Cursor, YamlFault } from './yaml-cursor.ts';

const meant: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\u0007',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\u001b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\u0085',
  _: '\u00a0',
  L: '\u2028',
  P: '\u2029',
};

/** Hexadecimal digits after the letter. */
const lengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** What a backslash in double quotes and what follows it stand for, in Go's yaml.v3: `\'` is known there, `\/` is not. */
export function unescapeAt(cursor: Cursor): string {
  const { text, at } = cursor;
  const letter = text.charAt(at + 1);
  const length = Object.hasOwn(lengths, letter) ? lengths[letter] : undefined;
  if (length !== undefined) return codePointAt(cursor, length);
  const plain = Object.hasOwn(meant, letter) ? meant[letter] : undefined;
  if (plain === undefined) {
    throw new YamlFault(
      at,
      `\\${letter} means nothing in double quotes: write \\\\${letter}, or use single quotes`,
    );
  }
  cursor.at += 2;
  return plain;
}

function codePointAt(cursor: Cursor, length: number): string {
  const { text, at } = cursor;
  const digits = text.slice(at + 2, at + 2 + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    throw new YamlFault(at, `\\${text.charAt(at + 1)} needs ${length} hexadecimal digits`);
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
    throw new YamlFault(at, `there is no character U+${digits.toUpperCase()}`);
  cursor.at += 2 + length;
  return String.fromCodePoint(code);
}
