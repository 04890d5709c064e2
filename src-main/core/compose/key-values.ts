import type { Faults } from './faults.ts';
import { goText, scalarText } from './go-text.ts';
import { fieldsOf, itemsOf, type Tree } from './tree.ts';

/** `KEY=value` texts or a mapping of scalars as one mapping, sorted. `bare` is the value of a key that has none. */
export function readPairs(
  tree: Tree,
  path: readonly string[],
  faults: Faults,
  bare: '' | null,
): Record<string, string | null> {
  const pairs = new Map<string, string | null>();
  for (const [key, { value }] of fieldsOf(tree)) pairs.set(key, value.kind === 'null' ? bare : goText(value));
  for (const item of itemsOf(tree)) {
    const text = scalarText(item) ?? '';
    const cut = text.indexOf('=');
    const key = cut < 0 ? text : text.slice(0, cut);
    if (bare === null && /\s$/.test(key)) {
      faults.refuse(item.at, `${path.join('.')}: the variable name ${JSON.stringify(key)} ends with a space`);
    }
    pairs.set(key, cut < 0 ? bare : text.slice(cut + 1));
  }
  return Object.fromEntries([...pairs].sort(([a], [b]) => (a < b ? -1 : 1)));
}
