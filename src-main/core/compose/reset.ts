import type { TreePath } from './read-tree.ts';
import { mapFields, type Tree } from './tree.ts';

/** Paths that start alike share their start; a path that ends here takes everything below with it. */
type Branch = { isEnd: boolean; readonly below: Map<string, Branch> };

const empty = (): Branch => ({ isEnd: false, below: new Map() });

/** `tree` without what the paths lead to: what `!reset` and `!override` of a later file take from the earlier ones. */
export function withoutPaths(tree: Tree, paths: readonly TreePath[]): Tree {
  const root = empty();
  for (const path of paths) {
    let here = root;
    for (const key of path) {
      const next = here.below.get(String(key)) ?? empty();
      here.below.set(String(key), next);
      here = next;
    }
    here.isEnd = true;
  }
  return paths.length === 0 ? tree : without(tree, root);
}

function without(tree: Tree, branch: Branch): Tree {
  if (tree.kind !== 'map') return tree;
  return mapFields(tree, (value, key) => {
    const next = branch.below.get(key);
    if (next === undefined) return value;
    return next.isEnd ? undefined : without(value, next);
  });
}
