import { timestamp } from './timestamp.ts';
import type { Tree } from './tree.ts';

/** A tree as plain data, its types kept: a whole number that JavaScript would round is a bigint. */
export function plainValue(tree: Tree): unknown {
  if (tree.kind === 'map')
    return Object.fromEntries([...tree.fields].map(([key, field]) => [key, plainValue(field.value)]));
  if (tree.kind === 'list') return tree.items.map(plainValue);
  if (tree.kind === 'null') return null;
  if (tree.kind === 'time') return timestamp(tree.value);
  return tree.value;
}
