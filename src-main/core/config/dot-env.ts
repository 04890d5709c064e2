import { wasUtf16 } from '../../contract/text-marks.ts';
import { expand, type Lookup } from './expand.ts';
import { closingQuote, unescapeDouble } from './quoted.ts';

/** A `.env` file as read: variables in their order. `fault` non-null: the rest was not read, as docker compose does. */
export type DotEnv = {
  readonly values: Readonly<Record<string, string>>;
  readonly fault: { readonly line: number; readonly message: string } | null;
  /** Names that a value referred to and that had none. */
  readonly unset: readonly string[];
};

type Reader = {
  readonly text: string;
  readonly lookup: Lookup;
  readonly values: Map<string, string>;
  readonly unset: string[];
  /** Where the last value of each name stands. */
  readonly places: Map<string, Place>;
};

/** From an index of a text up to, and without, another one. */
export type Place = { readonly from: number; readonly to: number };

/** Where reading goes on, or why it stops. */
type Next = { readonly at: number } | { readonly fault: string; readonly at: number };

const keyCharacters = /[\p{L}\p{N}_.[\]-]/u;
// What Go's unicode.IsSpace takes for a space, and what of it compose passes over within a line.
const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/u;
const spaceInLine = /[\t\v\f\r \u0085\u00a0]/u;
const spacesAtEnd = new RegExp(`${space.source}+$`, 'u');

/**
 * Reads the grammar of `.env` and `env_file` as docker compose 2.40 does. `lookup` is what a value may refer to besides the
 * lines above it, and wins over them; a name without `=` takes its value from there. `earlier`: variables of files before this
 * one, which stand as if they were lines above; they are among the values that come back.
 */
export function readDotEnv(
  source: string,
  lookup: Lookup,
  earlier: Readonly<Record<string, string>> = {},
): DotEnv {
  const reader = readerOf(source.replace(mark, ''), lookup, earlier);
  const fault = readAll(reader);
  return { values: Object.fromEntries(reader.values), fault, unset: [...new Set(reader.unset)] };
}

/** Where the value stands that a name has in the end, between its quotes; null: no line that can be read gives it one. */
export function placeOfValue(source: string, name: string): Place | null {
  const text = source.replace(mark, '');
  // What a value refers to counts as set: where it stands does not hang on it.
  const reader = readerOf(text, () => 'set', {});
  readAll(reader);
  const place = reader.places.get(name);
  const before = source.length - text.length;
  return place === undefined ? null : { from: place.from + before, to: place.to + before };
}

const mark = /^\u{FEFF}/u;

const readerOf = (text: string, lookup: Lookup, earlier: Readonly<Record<string, string>>): Reader => ({
  text,
  lookup,
  values: new Map(Object.entries(earlier)),
  unset: [],
  places: new Map(),
});

function readAll(reader: Reader): DotEnv['fault'] {
  const { text } = reader;
  if (text.startsWith(wasUtf16)) return { line: 1, message: 'the file is UTF-16: save it as UTF-8' };
  let at = 0;
  while (at < text.length) {
    const next = readStatement(reader, at);
    if ('fault' in next) return { line: lineOf(text, next.at), message: next.fault };
    at = next.at;
  }
  return null;
}

function readStatement(reader: Reader, from: number): Next {
  const { text } = reader;
  const at = skip(text, from, space);
  if (at >= text.length) return { at };
  if (text[at] === '#') return { at: lineEnd(text, at) };
  const isExported = /^export[\t\n\f\r ]/u.test(text.slice(at, at + 7));
  return readKey(reader, isExported ? skip(text, at + 6, spaceInLine) : at);
}

function readKey(reader: Reader, from: number): Next {
  const { text } = reader;
  let at = from;
  while (at < text.length && text[at] !== '=' && text[at] !== ':' && text[at] !== '\n') {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!keyCharacters.test(character) && !spaceInLine.test(character)) {
      // A line of a key block that lost its quotes lands here: the message does not repeat it.
      return { fault: `unexpected character ${JSON.stringify(character)} in a variable name`, at };
    }
    at += character.length;
  }
  // Without a sign and a line break after it, the rest of the file is the value of a variable without a name.
  if (at >= text.length) return readValue(reader, '', from);
  const name = text.slice(from, at).replace(spacesAtEnd, '');
  if (name.includes(' ')) return { fault: 'key cannot contain a space', at };
  if (text[at] !== '\n') return readValue(reader, name, at + 1);
  const value = reader.lookup(name);
  if (value !== null) reader.values.set(name, value);
  return { at: at + 1 };
}

function readValue(reader: Reader, name: string, from: number): Next {
  const at = skip(reader.text, from, spaceInLine);
  const quote = reader.text[at];
  if (quote === '"' || quote === "'") return readQuoted(reader, name, at, quote);
  const end = lineEnd(reader.text, at);
  const line = reader.text.slice(at, end);
  const comment = line.indexOf(' #');
  const template = (comment === -1 ? line : line.slice(0, comment)).replace(spacesAtEnd, '');
  // The carriage return of a line without a value is passed over as a space.
  reader.places.set(name, template === '' ? { from, to: from } : { from: at, to: at + template.length });
  return keep(reader, name, template, end);
}

function readQuoted(reader: Reader, name: string, at: number, quote: '"' | "'"): Next {
  const end = closingQuote(reader.text, at, quote);
  if (end === -1) return { fault: `unterminated quoted value of ${name}`, at };
  const inner = reader.text.slice(at + 1, end);
  reader.places.set(name, { from: at + 1, to: end });
  if (quote === '"') return keep(reader, name, unescapeDouble(inner), end + 1);
  reader.values.set(name, inner.replaceAll("\\'", "'"));
  return { at: end + 1 };
}

function keep(reader: Reader, name: string, template: string, at: number): Next {
  const expansion = expand(template, (wanted) => reader.lookup(wanted) ?? reader.values.get(wanted) ?? null);
  if (!expansion.ok) return { fault: `${name}: ${expansion.message}`, at };
  reader.values.set(name, expansion.text);
  reader.unset.push(...expansion.unset);
  return { at };
}

function skip(text: string, from: number, what: RegExp): number {
  let at = from;
  while (at < text.length && what.test(text[at] ?? '')) at += 1;
  return at;
}

const lineEnd = (text: string, from: number): number => {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
};

const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;
