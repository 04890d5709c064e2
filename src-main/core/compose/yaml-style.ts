import { resolvePlain } from './yaml-scalar.ts';

/** How a text is written in YAML. */
export type Style = 'plain' | 'single' | 'double' | 'block';

const base60 = /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const oldTruth = /^(?:y|Y|yes|Yes|YES|on|On|ON|n|N|no|No|NO|off|Off|OFF)$/;

/** Whether a text without quotes would be read as something else, now or by a reader of YAML 1.1. */
function meansMore(text: string): boolean {
  const place = { source: { file: '', text }, offset: 0 };
  return (
    text === '<<' || resolvePlain(text, place).kind !== 'text' || base60.test(text) || oldTruth.test(text)
  );
}

/** What Go's emitter takes for printable: nothing beyond the first plane, and no byte order mark. */
// biome-ignore format: one line to compare
const unprintable = /[^\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/u;
const breaks = /[\n\u0085\u2028\u2029]/;
const startsAsSign = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t]|$)|---|\.\.\.)/;
const holdsSign = /:(?:[ \t]|$)|[\s\u0085]#/;
const edge = /^[ \n\u0085\u2028\u2029]|[ \n\u0085\u2028\u2029]$/;

/**
 * The style that Go's yaml.v3 chooses for a text. A key has to fit on its line; `empty` texts of values are double-quoted
 * there, and those of keys too.
 */
export function styleOf(text: string, place: 'key' | 'value'): Style {
  const hasBreak = breaks.test(text);
  if (text.includes('\n')) return place === 'value' && fitsBlock(text) ? 'block' : 'double';
  if (meansMore(text) || unprintable.test(text)) return 'double';
  // A break that is no line feed would be lost in quotes.
  if (hasBreak || / [\u0085\u2028\u2029]|[\u0085\u2028\u2029] /.test(text)) return 'double';
  return startsAsSign.test(text) || holdsSign.test(text) || edge.test(text) ? 'single' : 'plain';
}

const spaceBeforeBreak = / [\n\u0085\u2028\u2029]/;

const fitsBlock = (text: string): boolean =>
  !unprintable.test(text.replaceAll('\t', ' ')) && !text.endsWith(' ') && !spaceBeforeBreak.test(text);

/** A text in a style, on one line. */
export function quoted(text: string, style: Exclude<Style, 'block'>): string {
  if (style === 'plain') return text;
  if (style === 'single') return `'${text.replaceAll("'", "''")}'`;
  return `"${text.replaceAll(special, escaped)}"`;
}

// biome-ignore format: one line to compare
const special = /["\\]|[^\u0020-\u007E\u00A0-\u2027\u202A-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/gu;

const named: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\0': '\\0',
  '\u0007': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  '\u001b': '\\e',
  '\u0085': '\\N',
  '\u2028': '\\L',
  '\u2029': '\\P',
};

function escaped(char: string): string {
  if (Object.hasOwn(named, char)) return named[char] ?? char;
  const code = char.codePointAt(0) ?? 0;
  const [letter, width] = code <= 0xff ? ['x', 2] : code <= 0xffff ? ['u', 4] : ['U', 8];
  return `\\${letter}${code.toString(16).toUpperCase().padStart(Number(width), '0')}`;
}
