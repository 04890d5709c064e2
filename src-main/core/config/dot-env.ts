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
};

/** Where reading goes on, or why it stops. */
type Next = { readonly at: number } | { readonly fault: string; readonly at: number };

const keyCharacters = /[\p{L}\p{N}_.[\]-]/u;

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
  const text = source.replace(/^\u{FEFF}/u, '').replaceAll('\r\n', '\n');
  const reader: Reader = { text, lookup, values: new Map(Object.entries(earlier)), unset: [] };
  let at = 0;
  while (at < text.length) {
    const next = readStatement(reader, at);
    if ('fault' in next) return finish(reader, { line: lineOf(text, next.at), message: next.fault });
    at = next.at;
  }
  return finish(reader, null);
}

const finish = (reader: Reader, fault: DotEnv['fault']): DotEnv => ({
  values: Object.fromEntries(reader.values),
  fault,
  unset: [...new Set(reader.unset)],
});

function readStatement(reader: Reader, from: number): Next {
  const { text } = reader;
  const at = skip(text, from, /\s/u);
  if (at >= text.length) return { at };
  if (text[at] === '#') return { at: lineEnd(text, at) };
  const start = /^export\s+/u.exec(text.slice(at, at + 80))?.[0].length ?? 0;
  return readKey(reader, at + start);
}

function readKey(reader: Reader, from: number): Next {
  const { text } = reader;
  let at = from;
  while (at < text.length && text[at] !== '=' && text[at] !== ':' && text[at] !== '\n') {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    if (!keyCharacters.test(character) && !/[ \t]/u.test(character)) {
      // A line of a key block that lost its quotes lands here: the message does not repeat it.
      return { fault: `unexpected character ${JSON.stringify(character)} in a variable name`, at };
    }
    at += character.length;
  }
  const name = text.slice(from, at).trim();
  const inherited = text[at] === '\n' || at >= text.length;
  if (/\s/u.test(name)) return { fault: 'key cannot contain a space', at };
  if (!inherited) return readValue(reader, name, skip(text, at + 1, /[ \t]/u));
  const value = reader.lookup(name);
  if (value !== null && at < text.length) reader.values.set(name, value);
  return { at: at + 1 };
}

function readValue(reader: Reader, name: string, at: number): Next {
  const quote = reader.text[at];
  if (quote === '"' || quote === "'") return readQuoted(reader, name, at, quote);
  const end = lineEnd(reader.text, at);
  const line = reader.text.slice(at, end);
  const comment = line.indexOf(' #');
  return keep(reader, name, (comment === -1 ? line : line.slice(0, comment)).trimEnd(), end);
}

function readQuoted(reader: Reader, name: string, at: number, quote: '"' | "'"): Next {
  const end = closingQuote(reader.text, at, quote);
  if (end === -1) return { fault: `unterminated quoted value of ${name}`, at };
  const inner = reader.text.slice(at + 1, end);
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
