import type { Faults } from './faults.ts';
import { itemsOf, listTree, mapTree, textTree, type Tree } from './tree.ts';

/** `[KEY=value, …]` as a mapping; a mapping stays. */
export function canonicalKeyValues(tree: Tree, path: readonly string[], faults: Faults): Tree {
  if (tree.kind !== 'list') return tree;
  const fields = tree.items.flatMap((item) => {
    if (item.kind !== 'text') return [];
    const cut = item.value.indexOf('=');
    if (cut < 0)
      faults.refuse(item.at, `${path.join('.')}: expected key=value, found ${JSON.stringify(item.value)}`);
    const key = cut < 0 ? item.value : item.value.slice(0, cut);
    const value = cut < 0 ? '' : item.value.slice(cut + 1);
    return [[key, { at: item.at, value: textTree(item.at, value) }] as const];
  });
  return mapTree(tree.at, new Map(fields));
}

/** `build.ssh` as a list of `id` and `id=path`, whatever form it had. */
export function canonicalBuildSsh(tree: Tree, path: readonly string[], faults: Faults): Tree {
  for (const item of itemsOf(tree)) {
    if (item.kind !== 'text' || item.value === 'default' || item.value.includes('=')) continue;
    faults.refuse(
      item.at,
      `${path.join('.')}: expected default or id=path, found ${JSON.stringify(item.value)}`,
    );
  }
  if (tree.kind === 'text') return listTree(tree.at, [tree]);
  if (tree.kind !== 'map') return tree;
  const items = [...tree.fields].map(([id, { at, value }]) =>
    textTree(at, value.kind === 'text' && value.value !== '' ? `${id}=${value.value}` : id),
  );
  return listTree(tree.at, items);
}
