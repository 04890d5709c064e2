import { below, type PathTable, pathTable } from './path-table.ts';
import { type Field, mapFields, mapItems, type MapTree, mapTree, type Tree } from './tree.ts';

/** The key that compose gathers the extensions of a mapping under. */
export const extensionsKey = '#extensions';

/** Mappings whose keys are names that the author chose; elsewhere a key that starts with `x-` is an extension. */
const named = pathTable<true>({
  configs: true,
  networks: true,
  secrets: true,
  services: true,
  'services.*.depends_on': true,
  volumes: true,
});

/**
 * A project with the `x-` keys of every mapping gathered in one mapping under one key, as compose-go 2.9 does it before it
 * decodes (loader.go, processExtensions). A record does not know that key; but a mapping of labels, of variables or of
 * networks takes it for a label, a variable or a network, and the config hash depends on it.
 */
export const withExtensionsApart = (root: MapTree): MapTree => inMap(root, named);

function visit(tree: Tree, rules: PathTable<true> | null): Tree {
  if (tree.kind === 'map') return inMap(tree, rules);
  if (tree.kind !== 'list') return tree;
  // compose does not look into a list that stands in a list.
  return mapItems(tree, (item) => (item.kind === 'map' ? inMap(item, below(rules, '[]')) : item));
}

function inMap(tree: MapTree, rules: PathTable<true> | null): MapTree {
  const isExtension = (key: string): boolean => rules?.rule !== true && key.startsWith('x-');
  const extensions = new Map<string, Field>();
  const rest = mapFields(tree, (value, key, at) => {
    if (!isExtension(key)) return visit(value, below(rules, key));
    extensions.set(key, { at, value });
    return undefined;
  });
  const [first] = extensions.values();
  if (first === undefined) return rest;
  const gathered: Field = { at: first.at, value: mapTree(first.at, extensions) };
  return mapTree(rest.at, new Map([...rest.fields, [extensionsKey, gathered]]));
}
