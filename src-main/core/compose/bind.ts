import { plainValue } from './plain-value.ts';
import { decodeLeaf } from './decode-leaf.ts';
import { extensionsKey } from './extensions.ts';
import type { Faults } from './faults.ts';
import type { FieldShape, Shape } from './shape.ts';
import { type Steps, step } from './steps.ts';
import { fieldOf, fieldsOf, type Tree } from './tree.ts';

/** The typed value of a tree in the form of `shape`; null where the tree says null. What cannot be decoded is refused. */
export function bind(tree: Tree, shape: Shape, steps: Steps, faults: Faults): unknown {
  switch (shape.as) {
    case 'list':
      return bindList(tree, shape.of, steps, faults);
    case 'dict':
      return bindDict(tree, shape.of, steps, faults);
    case 'record':
      return tree.kind === 'map' ? bindRecord(tree, shape.fields, steps, faults) : null;
    case 'envFile':
      return bindRecord(tree, envFileFields, steps, faults);
    default:
      return decodeLeaf(shape.as, tree, steps, faults);
  }
}

function bindList(tree: Tree, of: Shape, steps: Steps, faults: Faults): unknown {
  if (tree.kind === 'list')
    return tree.items.map((item, index) => bind(item, of, step(steps, String(index)), faults));
  return tree.kind === 'null' ? [] : [bind(tree, of, steps, faults)];
}

function bindDict(tree: Tree, of: Shape, steps: Steps, faults: Faults): unknown {
  const made: [string, unknown][] = [];
  for (const [key, { value }] of fieldsOf(tree)) {
    made.push([key, bind(value, of, step(steps, key), faults)]);
  }
  return Object.fromEntries(made);
}

function bindRecord(tree: Tree, fields: readonly FieldShape[], steps: Steps, faults: Faults): unknown {
  const made: [string, unknown][] = [];
  for (const { key, from, shape, presence } of fields) {
    const field = fieldOf(tree, from);
    const value = field === undefined ? undefined : bind(field, shape, step(steps, key), faults);
    if (!isWritten(value, presence === 'known' ? 'set' : presence)) continue;
    const isNoSize = shape.as === 'bytes' && value === '';
    made.push([key, isNoSize ? emptyOf(shape) : (value ?? emptyOf(shape))]);
  }
  // Extensions are neither decoded nor hashed: only `config` in YAML prints them.
  const extensions = fieldOf(tree, extensionsKey);
  if (extensions !== undefined) made.push([extensionsKey, plainValue(extensions)]);
  return Object.fromEntries(made);
}

/** Whether a field with this value appears in what compose writes. */
export function isWritten(value: unknown, presence: FieldShape['presence']): boolean {
  if (presence === 'always') return true;
  if (value === undefined || value === null) return false;
  if (presence === 'false') return value === false;
  return presence === 'set' || !isEmpty(value);
}

function isEmpty(value: unknown): boolean {
  if (value === '' || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** What stands for a field that is always written and was not given. */
export function emptyOf(shape: Shape): unknown {
  const empties: Partial<Record<Shape['as'], unknown>> = { text: '', whole: 0, bytes: '0', flag: false };
  if (shape.as !== 'record') return empties[shape.as] ?? null;
  const always = shape.fields.filter((field) => field.presence === 'always');
  return Object.fromEntries(always.map((field) => [field.key, emptyOf(field.shape)]));
}

/** The long form of one `env_file`. */
export const envFileFields: readonly FieldShape[] = [
  { key: 'path', from: 'path', shape: { as: 'text' }, presence: 'always' },
  { key: 'required', from: 'required', shape: { as: 'flag' }, presence: 'always' },
  { key: 'format', from: 'format', shape: { as: 'text' }, presence: 'filled' },
];
