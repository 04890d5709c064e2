import { notUtf8 } from '../../contract/text-marks.ts';
import { byCodePoint, keysInOrder } from './key-order.ts';

/**
 * Plain data as Go's encoding/json writes it: what a page of HTML minds is escaped, whole numbers of 64 bits keep their
 * digits (they come as bigint), and -0 its sign. `indent`: how many spaces a level takes; 0 is one line without spaces.
 * What is undefined is a list that Go has as nil.
 */
export function writeJson(value: unknown, indent = 0): string {
  return write(value, '', ' '.repeat(indent));
}

function write(value: unknown, margin: string, step: string): string {
  if (typeof value === 'string') return writeText(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'bigint' || typeof value === 'number') return Object.is(value, -0) ? '-0' : `${value}`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = margin + step;
  if (Array.isArray(value)) {
    const items = value.map((item) => write(item, inner, step));
    return block('[', items, ']', margin, step);
  }
  const colon = step === '' ? ':' : ': ';
  const fields = value as Readonly<Record<string, unknown>>;
  const pairs = keysInOrder(fields, byCodePoint).map(
    (key) => `${writeText(key)}${colon}${write(fields[key], inner, step)}`,
  );
  return block('{', pairs, '}', margin, step);
}

function block(open: string, parts: readonly string[], close: string, margin: string, step: string): string {
  if (parts.length === 0) return `${open}${close}`;
  if (step === '') return `${open}${parts.join(',')}${close}`;
  const lines = parts.map((part) => `${margin}${step}${part}`);
  return `${open}\n${lines.join(',\n')}\n${margin}${close}`;
}

const special = /[<>&\u2028\u2029]/g;

/** A text as Go writes it: what could end a script or a line in HTML is escaped, besides what JSON escapes. */
export function writeText(text: string): string {
  const json = text.isWellFormed() ? JSON.stringify(text) : writeMarked(text);
  return json.replace(special, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// As characters, not as units: the mark is half of some of them.
const marks = new RegExp(notUtf8, 'u');

/** Go escapes what stands for bytes that are no UTF-8, and nothing else that looks like it. */
const writeMarked = (text: string): string =>
  `"${text
    .split(marks)
    .map((part) => JSON.stringify(part).slice(1, -1))
    .join('\\ufffd')}"`;
