import { below, type PathTable } from './path-table.ts';
import { timestamp } from './timestamp.ts';
import type { Tree } from './tree.ts';

/**
 * A tree as plain data, its types kept: a whole number that JavaScript would round is a bigint. An empty list is none at all
 * to Go, which is undefined here: `[]` in YAML, null in JSON. `lists`: where compose makes lists anew, and empty ones stay.
 */
export function plainValue(tree: Tree, lists: PathTable<unknown> | null = null): unknown {
  if (tree.kind === 'map')
    return Object.fromEntries(
      [...tree.fields].map(([key, field]) => [key, plainValue(field.value, below(lists, key))]),
    );
  if (tree.kind === 'list') {
    const isNone = tree.items.length === 0 && (lists === null || lists.rule === null);
    return isNone ? undefined : tree.items.map((item) => plainValue(item, below(lists, '[]')));
  }
  if (tree.kind === 'null') return null;
  return tree.kind === 'time' ? timestamp(tree.value) : tree.value;
}
