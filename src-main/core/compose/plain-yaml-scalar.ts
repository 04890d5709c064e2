import { charAt, type Cursor, take, takeLineEnd, unsure } from './plain-yaml-cursor.ts';
import type { YamlScalar } from './yaml-node.ts';

const scalar = (offset: number, text: string, isPlain: boolean): YamlScalar => ({
  kind: 'scalar',
  offset,
  anchor: null,
  tag: null,
  text,
  isPlain,
});

/** What stands for a value that is not written. */
export const emptyScalar = (offset: number): YamlScalar => scalar(offset, '', true);

const blockPlain = /[^\s,[\]{}#&*!|>'"%@`?:-][^\n]*|[-?:][^\s,[\]{}][^\n]*/y;
const flowPlain = /(?:[^\s,[\]{}#&*!|>'"%@`?:-]|-(?! |\n))[^\n,[\]{}?]*/y;

/** An unquoted scalar that ends with its line. */
export function readBlockPlain(cursor: Cursor): YamlScalar {
  const offset = cursor.at;
  const line = take(cursor, blockPlain);
  if (line === null) throw unsure;
  const comment = line.search(/ #/);
  const text = (comment < 0 ? line : line.slice(0, comment)).trimEnd();
  if (/:(?: |$)/.test(text)) throw unsure;
  return scalar(offset, text, true);
}

/** An unquoted scalar inside brackets. */
export function readFlowPlain(cursor: Cursor): YamlScalar {
  const offset = cursor.at;
  const taken = take(cursor, flowPlain);
  if (taken === null) throw unsure;
  const comment = taken.search(/ #/);
  const text = comment < 0 ? taken : taken.slice(0, comment);
  cursor.at = offset + text.length;
  const next = charAt(cursor);
  if (/:(?: |$)/.test(endsInColon(text, next) ? text.slice(0, -1) : text)) throw unsure;
  if (next === '{' || next === '[') throw unsure;
  return scalar(offset, text.trimEnd(), true);
}

/** Go's yaml.v3 takes a colon right before `,`, `]` or `}` as part of the text. */
const endsInColon = (text: string, next: string): boolean => text.endsWith(':') && /[,\]}]/.test(next);

const singleQuoted = /'((?:[^'\n]|'')*)'/y;
const doubleQuoted = /"((?:[^"\\\n]|\\[^\n])*)"/y;

/** A quoted scalar on one line. */
export function readQuoted(cursor: Cursor): YamlScalar {
  const offset = cursor.at;
  const isSingle = charAt(cursor) === "'";
  const quoted = take(cursor, isSingle ? singleQuoted : doubleQuoted);
  if (quoted === null) throw unsure;
  const inner = quoted.slice(1, -1);
  return scalar(offset, isSingle ? inner.replaceAll("''", "'") : unescape(inner), false);
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, char: string) => {
    const meant = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
    if (meant === undefined) throw unsure;
    return meant;
  });
}

const literalHeader = /\|([-+]?)(?= *(?:#|\n))/y;
const literalLine = /( *)([^\n]*)\n/y;

/** A literal block (`|`) below a line whose text starts at column `indent`. */
export function readLiteral(cursor: Cursor, indent: number): YamlScalar {
  const offset = cursor.at;
  const chomp = take(cursor, literalHeader)?.slice(1);
  if (chomp === undefined || cursor.hasReturns || !takeLineEnd(cursor)) throw unsure;
  const lines: string[] = [];
  let column = -1;
  for (let next = peekLine(cursor); next !== null; next = peekLine(cursor)) {
    const isBlank = next.text === '';
    if (!isBlank && column < 0) column = next.indent;
    if (!isBlank && (next.indent <= indent || next.indent < column)) break;
    if (isBlank && column < 0 && next.indent > 0) throw unsure;
    lines.push(`${' '.repeat(column < 0 ? 0 : Math.max(0, next.indent - column))}${next.text}`);
    cursor.at = next.end;
  }
  // A last line without a line break, or nothing at all: the full parser knows the rules.
  if (column <= indent || (cursor.at < cursor.text.length && peekLine(cursor) === null)) throw unsure;
  return scalar(offset, chomped(lines, chomp), false);
}

function peekLine(cursor: Cursor): { indent: number; text: string; end: number } | null {
  literalLine.lastIndex = cursor.at;
  const [, spaces = '', text = ''] = literalLine.exec(cursor.text) ?? [];
  return literalLine.lastIndex === 0 ? null : { indent: spaces.length, text, end: literalLine.lastIndex };
}

function chomped(lines: readonly string[], chomp: string): string {
  const whole = lines.map((line) => `${line}\n`).join('');
  if (chomp === '+') return whole;
  const text = whole.replace(/\n+$/, '');
  return chomp === '-' || text === '' ? text : `${text}\n`;
}
