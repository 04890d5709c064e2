import { floatText } from './go-text.ts';
import { keysInOrder } from './key-order.ts';
import { byNaturalOrder } from './natural-order.ts';
import { quoted, styleOf } from './yaml-style.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Plain data as Go's yaml.v3 prints it with an indent of two; mappings keep their order. */
export function printYaml(value: unknown): string {
  const lines: string[] = [];
  const isBlock = isFull(value);
  if (isBlock) addBlock(lines, value, 0, '');
  else addAfter(lines, '', value, 0);
  return lines.map((line) => `${line}\n`).join('');
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mapping or a list with something in it, which takes lines of its own. */
const isFull = (value: unknown): value is Fields | readonly unknown[] =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

const spaces = (width: number): string => ' '.repeat(width);

/** The lines of a mapping or list at a column; `lead` stands on the first of them in place of its indentation. */
function addBlock(lines: string[], value: Fields | readonly unknown[], indent: number, lead: string): void {
  let before = lead;
  if (isFields(value)) {
    for (const key of keysInOrder(value, byNaturalOrder)) {
      addPair(lines, before + spaces(indent - before.length), key, value[key], indent);
      before = '';
    }
  } else {
    for (const item of value) {
      addItem(lines, `${before}${spaces(indent - before.length)}- `, item, indent);
      before = '';
    }
  }
}

function addItem(lines: string[], lead: string, item: unknown, indent: number): void {
  if (isFull(item)) addBlock(lines, item, indent + 2, lead);
  else addAfter(lines, lead, item, indent);
}

/** A longer key, in bytes, is set apart with a question mark. */
const longestKey = 128;

function addPair(lines: string[], lead: string, key: string, value: unknown, indent: number): void {
  const style = styleOf(key, 'key');
  const name = quoted(key, style === 'block' ? 'double' : style);
  if (bytesOf(key) > longestKey || key.includes('\n')) {
    addAfter(lines, `${lead}? `, key, indent);
    addItem(lines, `${spaces(indent)}: `, value, indent);
  } else if (isFull(value)) {
    lines.push(`${lead}${name}:`);
    addBlock(lines, value, indent + 2, '');
  } else addAfter(lines, `${lead}${name}: `, value, indent);
}

const bytesOf = (text: string): number =>
  encodeURIComponent(text.toWellFormed()).replaceAll(/%../g, '.').length;

/** What stands on the line of its key or dash: a scalar, or something empty; a block of text goes on below. */
function addAfter(lines: string[], lead: string, value: unknown, indent: number): void {
  if (typeof value !== 'string') lines.push(`${lead}${plain(value)}`);
  else {
    const style = styleOf(value, 'value');
    if (style === 'block') addText(lines, lead, value, indent);
    else lines.push(`${lead}${quoted(value, style)}`);
  }
}

function plain(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined || Array.isArray(value)) return '[]';
  if (typeof value === 'object') return '{}';
  return typeof value === 'number' ? numberText(value) : `${value as boolean | bigint}`;
}

/** Whole numbers of 64 bits are written with all their digits; others are floats. */
function numberText(value: number): string {
  if (Number.isInteger(value) && !Object.is(value, -0) && value < 2 ** 64 && value >= -(2 ** 63))
    return String(value);
  if (Number.isFinite(value)) return floatText(value);
  return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
}

function addText(lines: string[], lead: string, text: string, indent: number): void {
  const width = /^[ \n]/.test(text) ? '2' : '';
  const chomp = text.endsWith('\n') ? (/(?:^|\n)\n$/.test(text) ? '+' : '') : '-';
  lines.push(`${lead}|${width}${chomp}`);
  const parts = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  for (const part of parts) lines.push(part === '' ? '' : `${spaces(indent + 2)}${part}`);
}
