import { buildToMap, canonicalDependsOn, namesToMap } from './canonical.ts';
import { byCodePoint } from './key-order.ts';
import type { Faults } from './faults.ts';
import { goText } from './go-text.ts';
import { below, type PathTable, pathTable } from './path-table.ts';
import {
  type Field,
  fieldOf,
  type ListTree,
  listTree,
  type MapTree,
  mapTree,
  plainEqual,
  textOf,
  textTree,
  type Tree,
} from './tree.ts';

type Place = {
  readonly path: readonly string[];
  readonly rules: PathTable<Merger> | null;
  readonly faults: Faults;
};

/** How `over` is laid on `base` at one place. */
type Merger = (base: Tree, over: Tree, place: Place) => Tree;

/** A file laid on the files before it: mappings key by key, lists appended, scalars replaced, and the rules of the table. */
export function merge(base: Tree, over: Tree, faults: Faults): Tree {
  return mergeAt(base, over, { path: [], rules: mergers, faults });
}

/** As `merge`, for one service: what `extends` does with the service it starts from. */
export function mergeService(base: Tree, over: Tree, faults: Faults): Tree {
  return mergeAt(base, over, {
    path: ['services', '*'],
    rules: below(below(mergers, 'services'), '*'),
    faults,
  });
}

function mergeAt(base: Tree, over: Tree, place: Place): Tree {
  const rule = place.rules?.rule;
  if (rule) return rule(base, over, place);
  return mergePlainly(base, over, place);
}

function mergePlainly(base: Tree, over: Tree, place: Place): Tree {
  if (over.kind === 'null') return base;
  if (base.kind === 'map')
    return over.kind === 'map' ? mergeMaps(base, over, place) : cannotOverride(base, over, place);
  if (base.kind === 'list') {
    return over.kind === 'list'
      ? listTree(base.at, [...base.items, ...over.items])
      : cannotOverride(base, over, place);
  }
  return over;
}

function cannotOverride(base: Tree, over: Tree, { path, faults }: Place): Tree {
  const words = { map: 'a mapping', list: 'a list' } as const;
  const word = (tree: Tree): string =>
    tree.kind === 'map' || tree.kind === 'list' ? words[tree.kind] : 'a scalar';
  faults.refuse(
    over.at,
    `cannot override ${path.join('.')}: it is ${word(base)} in an earlier file and ${word(over)} here`,
  );
  return base;
}

function mergeMaps(base: MapTree, over: MapTree, place: Place): MapTree {
  const fields = new Map<string, Field>(base.fields);
  for (const [key, field] of over.fields) {
    const known = base.fields.get(key);
    const at = { path: [...place.path, key], rules: below(place.rules, key), faults: place.faults };
    fields.set(
      key,
      known === undefined ? field : { at: field.at, value: mergeAt(known.value, field.value, at) },
    );
  }
  return mapTree(base.at, fields);
}

const replace: Merger = (_base, over) => over;

/** Both sides as lists of `KEY=value` (a bare `KEY` for null), the later behind the earlier. */
const append: Merger = (base, over) => listTree(base.at, [...asList(base), ...asList(over)]);

function asList(tree: Tree): readonly Tree[] {
  if (tree.kind === 'list') return tree.items;
  // compose makes nothing of a number or a truth value here, and says nothing either.
  if (tree.kind !== 'map') return tree.kind === 'text' ? [tree] : [];
  const pairs = [...tree.fields].flatMap(([key, field]) => asPairs(key, field));
  return pairs.sort((a, b) => byCodePoint(textOf(a) ?? '', textOf(b) ?? ''));
}

function asPairs(key: string, { at, value }: Field): Tree[] {
  if (value.kind === 'null') return [textTree(at, key)];
  const values = value.kind === 'list' ? value.items : [value];
  return values.map((item) => textTree(item === value ? at : item.at, `${key}=${goText(item)}`));
}

/** As `append`, but an entry that is there already is not added again. */
const appendMissing: Merger = (base, over, place) => {
  const merged = append(base, over, place) as ListTree;
  const seen = new Set<string>();
  const items = merged.items.filter((item) => {
    const text = textOf(item);
    const isNew = text === undefined || !seen.has(text);
    if (text !== undefined) seen.add(text);
    return isNew;
  });
  return listTree(merged.at, items);
};

/** Both sides made mappings first, then laid on each other key by key; what cannot be made one changes nothing. */
const asMaps =
  (toMap: (tree: Tree) => Tree): Merger =>
  (base, over, place) => {
    const map = toMap(over);
    return map.kind === 'map' ? mergePlainly(toMap(base), map, place) : toMap(base);
  };

// A mapping stays as it is written: what a later file leaves out is that of the earlier one, `required` too.
const mergeDependsOn: Merger = (base, over, place) => {
  const asMap = (tree: Tree): Tree =>
    tree.kind === 'list' ? canonicalDependsOn(tree, place.path, place.faults) : tree;
  return asMaps(asMap)(base, over, place);
};

/** Options of one log driver mean nothing to another. */
const mergeLogging: Merger = (base, over, place) => {
  const before = fieldOf(base, 'driver');
  const after = fieldOf(over, 'driver');
  const isSame = before === undefined || after === undefined || plainEqual(before, after);
  return over.kind === 'null' || isSame ? mergePlainly(base, over, place) : over;
};

/**
 * Address pools of one subnet are one pool. A pool of the base that no later pool shares a subnet with is lost, and an
 * empty list clears them all: so does compose-go 2.9 (mergeIPAMConfig), and the network's hash depends on it.
 */
const mergePools: Merger = (base, over, place) => {
  if (base.kind !== 'list' || over.kind !== 'list') return mergePlainly(base, over, place);
  const pools: Tree[] = [];
  const placeOf = (subnet: string | undefined): number =>
    pools.findIndex((pool) => textOf(fieldOf(pool, 'subnet')) === subnet);
  for (const earlier of base.items) {
    let merged = earlier;
    for (const later of over.items) {
      const subnet = textOf(fieldOf(later, 'subnet'));
      if (subnet !== textOf(fieldOf(merged, 'subnet')) && placeOf(subnet) < 0) {
        pools.push(later);
        continue;
      }
      merged = mergePlainly(merged, later, { ...place, rules: null });
      const known = placeOf(textOf(fieldOf(merged, 'subnet')));
      if (known < 0) pools.push(merged);
      else pools[known] = merged;
    }
  }
  return listTree(base.at, pools);
};

// compose-go 2.9, override/merge.go.
const mergers = pathTable<Merger>({
  'networks.*.ipam.config': mergePools,
  'networks.*.labels': append,
  'volumes.*.labels': append,
  'services.*.annotations': append,
  'services.*.build': asMaps(buildToMap),
  'services.*.build.additional_contexts': append,
  'services.*.build.args': append,
  'services.*.build.extra_hosts': appendMissing,
  'services.*.build.labels': append,
  'services.*.command': replace,
  'services.*.depends_on': mergeDependsOn,
  'services.*.deploy.labels': append,
  'services.*.dns': append,
  'services.*.dns_opt': append,
  'services.*.dns_search': append,
  'services.*.entrypoint': replace,
  'services.*.env_file': append,
  'services.*.environment': append,
  'services.*.extra_hosts': appendMissing,
  'services.*.healthcheck.test': replace,
  'services.*.label_file': append,
  'services.*.labels': append,
  'services.*.logging': mergeLogging,
  'services.*.models': asMaps(namesToMap),
  'services.*.networks': asMaps(namesToMap),
  'services.*.sysctls': append,
  'services.*.tmpfs': append,
  'services.*.ulimits.*': replace,
  'services.*.volumes.*.volume.labels': append,
});
