import type { z } from 'zod';
import { nearestName } from '../nearest-name.ts';
import { type Fault, printPath } from './fault.ts';
import type { Path } from './place.ts';
import { profileSchema } from './schema.ts';

type Issue = z.core.$ZodIssue;

/** What zod found, each as a fault in Berth's words; an unknown key names the nearest known one. */
export const schemaFaults = (issues: readonly Issue[], data: unknown): Fault[] =>
  issues.flatMap((issue) => faultsOf(issue, data));

function faultsOf(issue: Issue, data: unknown): Fault[] {
  if (issue.code === 'invalid_union' && printPath(issue.path) === 'database.seed')
    return seedFaults(issue, data);
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(issue.path, key));
  if (issue.code === 'invalid_key') {
    const message = issue.issues[0]?.message ?? 'it is not allowed';
    return [{ path: issue.path, of: 'key', message: `${printPath(issue.path)}: ${message}`, hint: null }];
  }
  return [
    {
      path: issue.path,
      of: 'value',
      message: `${printPath(issue.path)}: ${words(issue, data)}`,
      hint: hintFor(issue, data),
    },
  ];
}

type UnionIssue = Extract<Issue, { readonly code: 'invalid_union' }>;

const formsOfSeed = [
  ['service', 'command'],
  ['bundle', 'signer'],
] as const;

/** Those of the form that the seed was meant to have: the one with fewer faults. */
function seedFaults(issue: UnionIssue, data: unknown): Fault[] {
  const { path } = issue;
  const seed = valueAt(data, path);
  const meant = formsOfSeed.filter((names) => names.some((name) => valueAt(seed, [name]) !== undefined));
  if (meant.length === formsOfSeed.length) {
    const message = 'database.seed: expected a command or a bundle, found both';
    return [{ path, of: 'value', message, hint: 'Keep service and command, or bundle and signer.' }];
  }
  const whole = seed !== null && typeof seed === 'object' && !Array.isArray(seed);
  const forms = issue.errors.map((inner) =>
    inner.flatMap((each) => faultsOf({ ...each, path: [...path, ...each.path] }, data)),
  );
  const [nearest] = forms.toSorted((a, b) => a.length - b.length);
  return whole && nearest !== undefined
    ? nearest
    : [{ path, of: 'value', message: `database.seed: ${words(issue, data)}`, hint: null }];
}

function words(issue: Issue, data: unknown): string {
  const found = valueAt(data, issue.path);
  if (found === undefined) return 'it is missing';
  if (issue.path.length === 1 && issue.path[0] === 'berth') {
    return `expected 1, found ${print(found)}: this Berth reads schema version 1`;
  }
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${typeWords[issue.expected] ?? issue.expected}, found ${print(found)}`;
    case 'invalid_value':
      return `expected ${issue.values.map(String).join(', ')}, found ${print(found)}`;
    case 'too_small':
      return issue.origin === 'number'
        ? `expected at least ${issue.minimum}, found ${print(found)}`
        : issue.message;
    case 'too_big':
      return `expected at most ${issue.maximum}, found ${print(found)}`;
    default:
      return `${issue.message}, found ${print(found)}`;
  }
}

const typeWords: Readonly<Record<string, string>> = {
  object: 'keys and values',
  record: 'keys and values',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

function print(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (found !== null && typeof found === 'object') return 'keys and values';
  return found === null ? 'nothing' : JSON.stringify(found).slice(0, 60);
}

const hintFor = (issue: Issue, data: unknown): string | null =>
  issue.path.length === 1 && issue.path[0] === 'berth' && valueAt(data, issue.path) !== undefined
    ? 'A newer Berth may be needed for this file.'
    : null;

function unknownKey(path: Path, key: string): Fault {
  const known = knownKeys(path);
  const nearest = nearestName(key, known);
  const where = path.length === 0 ? 'berth.yaml' : printPath(path);
  const hint = nearest === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${nearest}?`;
  return {
    path: [...path, key],
    of: 'key',
    message: `${where} has no key ${key}`,
    hint: known.length === 0 ? null : hint,
  };
}

/** The keys that the schema knows at a path; empty where it takes any. */
function knownKeys(path: Path): string[] {
  let schema: unknown = profileSchema;
  for (const part of path) schema = inner(bare(schema), part);
  return formsOf(bare(schema)).flatMap((shape) => (hasShape(shape) ? Object.keys(shape.shape) : []));
}

const formsOf = (schema: unknown): readonly unknown[] => (hasOptions(schema) ? schema.options : [schema]);

const hasOptions = (schema: unknown): schema is { readonly options: readonly unknown[] } =>
  schema !== null && typeof schema === 'object' && 'options' in schema && Array.isArray(schema.options);

function inner(schema: unknown, part: PropertyKey): unknown {
  if (hasShape(schema)) return schema.shape[String(part)];
  return (schema as { readonly valueType?: unknown; readonly element?: unknown } | undefined)?.valueType;
}

function bare(schema: unknown): unknown {
  let bared = schema;
  while (hasUnwrap(bared)) bared = bared.unwrap();
  return bared;
}

const hasShape = (schema: unknown): schema is { readonly shape: Readonly<Record<string, unknown>> } =>
  schema !== null && typeof schema === 'object' && 'shape' in schema;

const hasUnwrap = (schema: unknown): schema is { readonly unwrap: () => unknown } =>
  schema !== null && typeof schema === 'object' && 'unwrap' in schema && typeof schema.unwrap === 'function';

function valueAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined;
    return (value as Readonly<Record<PropertyKey, unknown>>)[part];
  }, data);
}
