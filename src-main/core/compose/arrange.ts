import { emptyOf, isWritten } from './bind.ts';
import { byCodePoint } from './key-order.ts';
import { extensionsKey } from './extensions.ts';
import { byNaturalOrder } from './natural-order.ts';
import type { FieldShape, Shape } from './shape.ts';

/** How a project is written. In YAML nothing is written only because it always is, and keys are sorted by their numbers. */
export type Format = 'yaml' | 'json';

/** A typed part of a project with its fields in written order, mappings sorted, and without what is not written. */
export function arrange(value: unknown, shape: Shape, format: Format): unknown {
  if (value === null || value === undefined) return null;
  if (shape.as === 'list')
    return (value as readonly unknown[]).map((item) => arrange(item, shape.of, format));
  if (shape.as === 'dict')
    return sorted(value as Readonly<Record<string, unknown>>, format, (item) =>
      arrange(item, shape.of, format),
    );
  // The parts of a limit are no mapping: they keep the order of their struct.
  if (shape.as === 'ulimit')
    return format === 'yaml' && isMapping(value) ? { soft: 0, hard: 0, ...value } : value;
  if (shape.as !== 'record') return isMapping(value) ? sorted(value, format, (item) => item) : value;
  const own = value as Readonly<Record<string, unknown>>;
  const written = format === 'yaml' ? yamlField : jsonField;
  const made = shape.fields.flatMap((field) => written(own, field));
  return Object.fromEntries(format === 'yaml' ? [...made, ...extensionsOf(own)] : made);
}

type Own = Readonly<Record<string, unknown>>;
type Written = readonly (readonly [string, unknown])[];

const given = (own: Own, key: string): unknown => (Object.hasOwn(own, key) ? own[key] : undefined);

function jsonField(own: Own, { key, shape, presence }: FieldShape): Written {
  const value = given(own, key);
  return isWritten(value, presence) ? [[key, arrange(value ?? emptyOf(shape), shape, 'json')]] : [];
}

/** What YAML alone writes although it says nothing. */
const alwaysInYaml: ReadonlySet<string> = new Set(['required']);

function yamlField(own: Own, { key, from, shape, presence }: FieldShape): Written {
  const value = given(own, key);
  if (presence !== 'always') {
    const shown = alwaysInYaml.has(from) ? 'always' : presence;
    return isWritten(value, shown) ? [[from, arrange(value ?? emptyOf(shape), shape, 'yaml')]] : [];
  }
  const arranged = value === undefined || value === null ? null : arrange(value, shape, 'yaml');
  const isNothing = isMapping(arranged) && Object.keys(arranged).length === 0;
  return arranged === null || isNothing ? [] : [[from, arranged]];
}

const extensionsOf = (own: Own): Written =>
  Object.entries(sortedDeep(given(own, extensionsKey) ?? {}, 'yaml') as Own);

/** Plain data with its mappings sorted, all the way down. */
export function sortedDeep(value: unknown, format: Format): unknown {
  if (Array.isArray(value)) return value.map((item) => sortedDeep(item, format));
  return isMapping(value) ? sorted(value, format, (item) => sortedDeep(item, format)) : value;
}

/** The order of the keys of a mapping. */
export const keyOrder = (format: Format): ((a: string, b: string) => number) =>
  format === 'yaml' ? byNaturalOrder : byCodePoint;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(
  value: Readonly<Record<string, unknown>>,
  format: Format,
  change: (item: unknown) => unknown,
): Record<string, unknown> {
  const keys = Object.keys(value).sort(keyOrder(format));
  return Object.fromEntries(keys.map((key) => [key, change(value[key])]));
}
