import { below, type PathTable, pathTable } from './path-table.ts';
import {
  fieldOf,
  mapFields,
  mapItems,
  type MapTree,
  textOf,
  textTree,
  type Tree,
  withField,
} from './tree.ts';

type Default = (tree: MapTree) => Tree;

/** A canonical project with the values that stand for what was not said. */
export function withDefaults(tree: Tree): Tree {
  return visit(tree, defaults);
}

function visit(tree: Tree, rules: PathTable<Default> | null): Tree {
  if (rules === null) return tree;
  const here = rules.rule !== null && tree.kind === 'map' ? rules.rule(tree) : tree;
  if (here.kind === 'map') return mapFields(here, (value, key) => visit(value, below(rules, key)));
  return here.kind === 'list' ? mapItems(here, (item) => visit(item, below(rules, '[]'))) : here;
}

function orText(tree: MapTree, key: string, value: string): MapTree {
  return tree.fields.has(key) ? tree : withField(tree, key, textTree(tree.at, value));
}

const context: Default = (tree) => orText(tree, 'context', '.');

const secretTarget: Default = (tree) => {
  const source = textOf(fieldOf(tree, 'source'));
  return source === undefined ? tree : orText(tree, 'target', `/run/secrets/${source}`);
};

const port: Default = (tree) => orText(orText(tree, 'protocol', 'tcp'), 'mode', 'ingress');

const deviceCount: Default = (tree) => (tree.fields.has('device_ids') ? tree : orText(tree, 'count', 'all'));

// compose-go 2.9, transform/defaults.go.
const defaults = pathTable<Default>({
  'services.*.build': context,
  'services.*.deploy.resources.reservations.devices.*': deviceCount,
  'services.*.gpus.*': deviceCount,
  'services.*.ports.*': port,
  'services.*.secrets.*': secretTarget,
});
