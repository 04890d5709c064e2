import type { KeyName } from '../../contract/names.ts';

// Two private-use characters outside the basic plane: no text that a person writes holds them, and a source text that
// does is refused at parse, so that nothing but the core can make a reference.
const open = '\u{F5EA1}';
const close = '\u{F5EA2}';
const reference = new RegExp(`${open}([A-Z][A-Z0-9_]*)${close}`, 'gu');

/** True when `text` holds a character that only a sealed reference may hold. */
export const holdsSeal = (text: string): boolean => text.includes(open) || text.includes(close);

/** The reference that stands for the value of a secret in the model, the plan, the state and every text made of them. */
export const seal = (name: KeyName): string => `${open}${name}${close}`;

/** The names of the secrets that `text` refers to, in order, each once. */
export function sealedNames(text: string): KeyName[] {
  return [...new Set([...text.matchAll(reference)].map((match) => match[1] ?? ''))];
}

/** `text` as a person may read it: each reference printed as `${NAME}`. */
export const printSealed = (text: string): string =>
  text.replaceAll(reference, (_, name: string) => `\${${name}}`);

/** `text` with values in place of references. Only for the last moment before an adapter hands it to the engine. */
export const unseal = (text: string, reveal: (name: KeyName) => string): string =>
  text.replaceAll(reference, (_, name: string) => reveal(name));

/** A copy of a JSON-like value in which every string (keys too) was mapped. */
export function mapStrings<T>(value: T, change: (text: string) => string): T {
  return mapAny(value, change) as T;
}

function mapAny(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapAny(item, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapAny(item, change)]));
}

/** The secrets referred to anywhere in a JSON-like value, sorted. */
export function sealedNamesIn(value: unknown): KeyName[] {
  const names = new Set<KeyName>();
  mapStrings(value, (text) => {
    for (const name of sealedNames(text)) names.add(name);
    return text;
  });
  return [...names].sort();
}
