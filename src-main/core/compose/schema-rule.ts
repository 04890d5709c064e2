/** What one place of a Compose file may hold: an alternative for each kind of tree that is allowed there. */
export type Rule = {
  readonly text?: TextRule;
  readonly int?: Bounds;
  readonly float?: true;
  readonly bool?: true;
  readonly null?: true;
  readonly list?: { readonly of: Rule; readonly isUnique: boolean };
  readonly map?: MapRule;
  readonly any?: true;
};

/** `pattern` may match anywhere in the text, as in JSON Schema. */
type TextRule = { readonly oneOf?: readonly string[]; readonly pattern?: RegExp };

type Bounds = { readonly min?: number; readonly max?: number };

/**
 * `fields` by name; `named` rules the keys that are names the author chose. A key that neither knows is refused unless
 * `isOpen`; keys that start with `x-` pass where `hasExtensions`.
 */
export type MapRule = {
  readonly fields: Readonly<Record<string, Rule>>;
  readonly required: readonly string[];
  readonly named: { readonly pattern: RegExp; readonly rule: Rule } | null;
  readonly hasExtensions: boolean;
  readonly isOpen: boolean;
};

export const anything: Rule = { any: true };
export const nothing: Rule = { null: true };
export const text: Rule = { text: {} };
export const whole: Rule = { int: {} };
export const flag: Rule = { bool: true };
export const oneOf = (...words: readonly string[]): Rule => ({ text: { oneOf: words } });
export const matching = (pattern: RegExp): Rule => ({ text: { pattern } });
export const wholeBetween = (min: number, max?: number): Rule => ({
  int: max === undefined ? { min } : { min, max },
});
export const number: Rule = { int: {}, float: true };

/** Any of the alternatives; for one kind of tree the last one counts. */
export const either = (...rules: readonly Rule[]): Rule => Object.assign({}, ...rules) as Rule;

export const flagOrText = either(flag, text);
export const wholeOrText = either(whole, text);
export const numberOrText = either(number, text);

export const list = (of: Rule): Rule => ({ list: { of, isUnique: false } });
export const set = (of: Rule): Rule => ({ list: { of, isUnique: true } });
export const texts = list(text);
export const distinctTexts = set(text);

/** A mapping of known keys; `required` ones are marked with a trailing `!`. */
export function record(fields: Readonly<Record<string, Rule>>): Rule {
  return { map: { ...keys(fields), named: null, hasExtensions: true, isOpen: false } };
}

/** As `record`, without `x-` keys. */
export function closedRecord(fields: Readonly<Record<string, Rule>>): Rule {
  return { map: { ...keys(fields), named: null, hasExtensions: false, isOpen: false } };
}

function keys(fields: Readonly<Record<string, Rule>>): {
  fields: Readonly<Record<string, Rule>>;
  required: readonly string[];
} {
  const entries = Object.entries(fields).map(([key, rule]) => [key.replace(/!$/, ''), rule] as const);
  const required = Object.keys(fields).flatMap((key) => (key.endsWith('!') ? [key.slice(0, -1)] : []));
  return { fields: Object.fromEntries(entries), required };
}

/** A mapping whose keys are names that the author chose. */
export function named(rule: Rule, pattern = /./, isOpen = false): Rule {
  return { map: { fields: {}, required: [], named: { pattern, rule }, hasExtensions: false, isOpen } };
}

/** Names of services, networks, volumes and the like. */
export const resourceName = /^[a-zA-Z0-9._-]+$/;

/** `KEY=value` texts, or a mapping of scalars. */
export const keyValues = either(distinctTexts, named(either(text, number, flag, nothing)));
export const textOrTexts = either(text, distinctTexts);
export const options = named(either(text, number));
export const command = either(nothing, text, texts);
