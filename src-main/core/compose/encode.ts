import { emptyOf, envFileFields, isWritten } from './bind.ts';
import type { FieldShape, Shape } from './shape.ts';
import { byCodePoint } from './key-order.ts';
import { writeText } from './write-json.ts';

/** A typed part of a project as compact JSON, as Go writes it: fields in the order of the shape, mappings sorted by key. */
export function encode(value: unknown, shape: Shape): string {
  if (value === null || value === undefined) return 'null';
  if (shape.as === 'record') return encodeRecord(value as Readonly<Record<string, unknown>>, shape.fields);
  if (shape.as === 'list')
    return `[${(value as readonly unknown[]).map((item) => encode(item, shape.of)).join(',')}]`;
  if (shape.as === 'dict')
    return encodeDict(value as Readonly<Record<string, unknown>>, (item) => encode(item, shape.of));
  if (shape.as === 'ulimit' && typeof value === 'object')
    return encodeRecord(value as Readonly<Record<string, unknown>>, softAndHard);
  if (shape.as === 'envFile') return encodeEnvFile(value as Readonly<Record<string, unknown>>);
  return encodePlain(value);
}

function encodeEnvFile(value: Readonly<Record<string, unknown>>): string {
  return value['required'] === false ? encodeRecord(value, envFileFields) : encodePlain(value['path']);
}

const softAndHard: readonly FieldShape[] = ['soft', 'hard'].map((key) => ({
  key,
  from: key,
  shape: { as: 'whole' },
  presence: 'filled',
}));

function encodeRecord(value: Readonly<Record<string, unknown>>, fields: readonly FieldShape[]): string {
  const parts: string[] = [];
  for (const { key, shape, presence } of fields) {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    if (isWritten(own, presence))
      parts.push(`${JSON.stringify(key)}:${encode(own ?? emptyOf(shape), shape)}`);
  }
  return `{${parts.join(',')}}`;
}

function encodeDict(value: Readonly<Record<string, unknown>>, encodeItem: (item: unknown) => string): string {
  const keys = Object.keys(value).sort(byCodePoint);
  return `{${keys.map((key) => `${writeText(key)}:${encodeItem(value[key])}`).join(',')}}`;
}

/** Any plain data as Go writes it. */
export function encodePlain(value: unknown): string {
  if (typeof value === 'string') return writeText(value);
  if (value === null || value === undefined) return 'null';
  if (typeof value !== 'object')
    return typeof value === 'number' || typeof value === 'bigint' ? `${value}` : JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(encodePlain).join(',')}]`;
  return encodeDict(value as Readonly<Record<string, unknown>>, encodePlain);
}
