import type { TreePath } from './read-tree.ts';
import { mapFields, type Tree } from './tree.ts';

/** `tree` without what the paths lead to: what `!reset` and `!override` of a later file take from the earlier ones. */
export function withoutPaths(tree: Tree, paths: readonly TreePath[]): Tree {
  return paths.reduce((left, path) => without(left, path), tree);
}

function without(tree: Tree, [key, ...rest]: TreePath): Tree {
  if (key === undefined || tree.kind !== 'map') return tree;
  return mapFields(tree, (value, name) => {
    if (name !== String(key)) return value;
    return rest.length === 0 ? undefined : without(value, rest);
  });
}
