import type { Faults } from './faults.ts';
import { mapTree, nullTree, textTree, type Tree } from './tree.ts';

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

/** `[default, id=path]` of `build.ssh` as a mapping; a mapping stays. */
export function canonicalBuildSsh(tree: Tree, path: readonly string[], faults: Faults): Tree {
  if (tree.kind !== 'list') return tree;
  const fields = tree.items.flatMap((item) => {
    if (item.kind !== 'text') return [];
    const [id = '', ...rest] = item.value.split('=');
    if (rest.length === 0 && id !== 'default')
      faults.refuse(item.at, `${path.join('.')}: expected default or id=path, found ${JSON.stringify(id)}`);
    const value = rest.length === 0 ? nullTree(item.at) : textTree(item.at, rest.join('='));
    return [[id, { at: item.at, value }] as const];
  });
  return mapTree(tree.at, new Map(fields));
}
