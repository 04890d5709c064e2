import { emptyOf, isWritten } from './bind.ts';
import { byCodePoint } from './encode.ts';
import type { Shape } from './shape.ts';

/** A typed part of a project with its fields in written order, mappings sorted, and without what is not written. */
export function arrange(value: unknown, shape: Shape): unknown {
  if (value === null || value === undefined) return null;
  if (shape.as === 'list') return (value as readonly unknown[]).map((item) => arrange(item, shape.of));
  if (shape.as === 'dict')
    return sorted(value as Readonly<Record<string, unknown>>, (item) => arrange(item, shape.of));
  if (shape.as !== 'record') return isMapping(value) ? sorted(value, (item) => item) : value;
  const own = value as Readonly<Record<string, unknown>>;
  const made = shape.fields.flatMap(({ key, shape: below, presence }) => {
    const field = Object.hasOwn(own, key) ? own[key] : undefined;
    return isWritten(field, presence) ? [[key, arrange(field ?? emptyOf(below), below)] as const] : [];
  });
  return Object.fromEntries(made);
}

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function sorted(
  value: Readonly<Record<string, unknown>>,
  change: (item: unknown) => unknown,
): Record<string, unknown> {
  const keys = Object.keys(value).sort(byCodePoint);
  return Object.fromEntries(keys.map((key) => [key, change(value[key])]));
}
