import { canonicalBuildSsh, canonicalKeyValues } from './canonical-build.ts';
import { canonicalPorts, canonicalVolume } from './canonical-mounts.ts';
import type { Faults } from './faults.ts';
import { below, type PathTable, pathTable } from './path-table.ts';
import { spell, type Steps, step } from './steps.ts';
import {
  boolTree,
  fieldOf,
  isNull,
  listTree,
  mapFields,
  mapItems,
  mapOf,
  type MapTree,
  mapTree,
  nullTree,
  textTree,
  type Tree,
  withField,
} from './tree.ts';

/** Turns the short form at one path into the long one. A tree of another shape is left: the schema has spoken about it. */
export type Canonical = (tree: Tree, path: readonly string[], faults: Faults) => Tree;

/**
 * A merged file with every short form written out. Canonical trees stay what they are. `faulty`: what becomes of a short
 * form that cannot be read; where variables are not replaced, it is kept.
 */
export function canonical(tree: Tree, faults: Faults, faulty: 'refuse' | 'keep' = 'refuse'): Tree {
  return visit(tree, null, longForms, faulty === 'keep' ? keepFaulty(faults) : refuseFaulty(faults));
}

type Apply = (rule: Canonical, tree: Tree, path: readonly string[]) => Tree;

const refuseFaulty =
  (faults: Faults): Apply =>
  (rule, tree, path) =>
    rule(tree, path, faults);

function keepFaulty(faults: Faults): Apply {
  return (rule, tree, path) => {
    let isFaulty = false;
    const noting: Faults = { ...faults, refuse: () => void (isFaulty = true), spend: faults.spend };
    const made = rule(tree, path, noting);
    return isFaulty && rule !== device ? tree : made;
  };
}

function visit(tree: Tree, steps: Steps, rules: PathTable<Canonical> | null, apply: Apply): Tree {
  if (rules === null) return tree;
  const here = rules.rule === null ? tree : apply(rules.rule, tree, spell(steps));
  if (here.kind === 'map') {
    return mapFields(here, (value, key) => visit(value, step(steps, key), below(rules, key), apply));
  }
  if (here.kind === 'list') {
    return mapItems(here, (item, index) =>
      visit(item, step(steps, String(index)), below(rules, '[]'), apply),
    );
  }
  return here;
}

const oneOrMany: Canonical = (tree) => (tree.kind === 'text' ? listTree(tree.at, [tree]) : tree);

const filledList: Canonical = (tree) => {
  const list = tree.kind === 'text' ? listTree(tree.at, [tree]) : tree;
  return list.kind === 'list'
    ? mapItems(list, (item) => (item.kind === 'text' && item.value === '' ? undefined : item))
    : list;
};

/** A list of names as a mapping of nothing; also used while merging. */
export function namesToMap(tree: Tree): Tree {
  if (tree.kind !== 'list') return tree;
  const fields = tree.items.flatMap((item) =>
    item.kind === 'text' ? [[item.value, { at: item.at, value: nullTree(item.at) }] as const] : [],
  );
  return mapTree(tree.at, new Map(fields));
}

/** A build that is only a context; also used while merging. */
export const buildToMap = (tree: Tree): Tree =>
  tree.kind === 'text' ? mapOf(tree.at, { context: tree }) : tree;

const envFiles: Canonical = (tree) => {
  const list = tree.kind === 'list' ? tree : listTree(tree.at, isNull(tree) ? [] : [tree]);
  return mapItems(list, (item) => {
    if (item.kind === 'text') return mapOf(item.at, { path: item, required: boolTree(item.at, true) });
    return item.kind === 'map' && !item.fields.has('required')
      ? withField(item, 'required', boolTree(item.at, true))
      : item;
  });
};

/** `depends_on` in its long form; also used while merging. */
export const canonicalDependsOn: Canonical = (tree) => {
  if (tree.kind === 'map') {
    return mapFields(tree, (value) =>
      value.kind === 'map' && !value.fields.has('required')
        ? withField(value, 'required', boolTree(value.at, true))
        : value,
    );
  }
  if (tree.kind !== 'list') return tree;
  const started = (at: Tree['at']): Tree =>
    mapOf(at, { condition: textTree(at, 'service_started'), required: boolTree(at, true) });
  const fields = tree.items.flatMap((item) =>
    item.kind === 'text' ? [[item.value, { at: item.at, value: started(item.at) }] as const] : [],
  );
  return mapTree(tree.at, new Map(fields));
};

const gpus: Canonical = (tree) =>
  tree.kind === 'text' ? listTree(tree.at, [mapOf(tree.at, { count: tree })]) : tree;

const device: Canonical = (tree, path, faults) => {
  if (tree.kind !== 'text') return tree;
  const [source = '', target, permissions, ...more] = tree.value.split(':');
  if (more.length > 0) {
    faults.refuse(
      tree.at,
      `${path.join('.')}: ${JSON.stringify(tree.value)} has too many colons for a device`,
      'Use the long form.',
    );
  }
  // Of a text with more parts, such as one whose variable has a default, compose takes nothing.
  const [from, to, may] = more.length > 0 ? ['', '', 'rwm'] : [source, target, permissions];
  return mapOf(tree.at, {
    source: textTree(tree.at, from),
    target: textTree(tree.at, to === undefined || to === '' ? from : to),
    permissions: textTree(tree.at, may ?? 'rwm'),
  });
};

const fileReference: Canonical = (tree) => (tree.kind === 'text' ? mapOf(tree.at, { source: tree }) : tree);

const textOrBool: Canonical = (tree) => (tree.kind === 'bool' ? textTree(tree.at, String(tree.value)) : tree);

/** `external: { name: x }`, the old form, becomes `external: true` with that name. */
const external: Canonical = (tree, path, faults) => {
  const old = fieldOf(tree, 'external');
  if (tree.kind !== 'map' || old?.kind !== 'map') return tree;
  return withOldName(tree, old, path, faults);
};

function withOldName(tree: MapTree, old: MapTree, path: readonly string[], faults: Faults): Tree {
  const at = path.join('.');
  const oldName = fieldOf(old, 'name');
  const name = fieldOf(tree, 'name');
  if (oldName !== undefined)
    faults.warn(`${at}: external.name is deprecated. Please set name and external: true`);
  if (oldName?.kind === 'text' && name?.kind === 'text' && oldName.value !== name.value) {
    faults.refuse(
      oldName.at,
      `${at}: name and external.name differ: ${name.value} and ${oldName.value}`,
      'Keep only name.',
    );
  }
  const marked = withField(tree, 'external', boolTree(old.at, true));
  return oldName === undefined ? marked : withField(marked, 'name', oldName);
}

const longForms = pathTable<Canonical>({
  'services.*.build': buildToMap,
  'services.*.build.additional_contexts': canonicalKeyValues,
  'services.*.build.provenance': textOrBool,
  'services.*.build.sbom': textOrBool,
  'services.*.build.secrets.*': fileReference,
  'services.*.build.ssh': canonicalBuildSsh,
  'services.*.configs.*': fileReference,
  'services.*.depends_on': canonicalDependsOn,
  'services.*.develop.watch.*.ignore': oneOrMany,
  'services.*.develop.watch.*.include': oneOrMany,
  'services.*.devices.*': device,
  'services.*.dns': filledList,
  'services.*.env_file': envFiles,
  'services.*.gpus': gpus,
  'services.*.label_file': oneOrMany,
  'services.*.models': namesToMap,
  'services.*.networks': namesToMap,
  'services.*.ports': canonicalPorts,
  'services.*.secrets.*': fileReference,
  'services.*.volumes.*': canonicalVolume,
  'configs.*': external,
  'networks.*': external,
  'secrets.*': external,
  'volumes.*': external,
});
