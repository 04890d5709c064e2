import { below, type PathTable, pathTable } from './path-table.ts';
import { splitVolume } from './short-volume.ts';
import { fieldOf, listTree, mapFields, mapItems, textOf, type Tree } from './tree.ts';

/** Gives the key by which two items of a list are the same one; null when the item has none. */
type KeyOf = (item: Tree) => string | null;

/** Lists in which a later item replaces an earlier one with the same key, at the earlier one's position. */
export function withoutRepeats(tree: Tree): Tree {
  return visit(tree, keyedLists);
}

function visit(tree: Tree, rules: PathTable<KeyOf> | null): Tree {
  if (rules === null) return tree;
  if (tree.kind === 'map') return mapFields(tree, (value, key) => visit(value, below(rules, key)));
  if (tree.kind !== 'list') return tree;
  if (rules.rule === null) return mapItems(tree, (item) => visit(item, below(rules, '[]')));
  return withoutRepeated(tree, rules.rule);
}

function withoutRepeated(tree: Tree & { kind: 'list' }, keyOf: KeyOf): Tree {
  const kept: Tree[] = [];
  const places = new Map<string, number>();
  for (const item of tree.items) {
    const key = keyOf(item);
    const place = key === null ? undefined : places.get(key);
    if (place !== undefined) kept[place] = item;
    else if (key !== null) places.set(key, kept.push(item) - 1);
    else kept.push(item);
  }
  return kept.length === tree.items.length ? tree : listTree(tree.at, kept);
}

const beforeEquals: KeyOf = (item) => (item.kind === 'text' ? (item.value.split('=')[0] ?? '') : null);

const exposed: KeyOf = (item) => (item.kind === 'text' || item.kind === 'int' ? String(item.value) : null);

const envFile: KeyOf = (item) => textOf(item) ?? textOf(fieldOf(item, 'path')) ?? null;

const port: KeyOf = (item) => {
  if (item.kind === 'text' || item.kind === 'int') return String(item.value);
  if (item.kind !== 'map') return null;
  const part = (key: string, otherwise: string): string => {
    const value = fieldOf(item, key);
    if (value === undefined || !('value' in value)) return otherwise;
    // A published number and the same port as a text count as two: so does compose.
    return `${value.kind === 'int' && key === 'published' ? 'int ' : ''}${value.value}`;
  };
  return `${part('host_ip', '0.0.0.0')}:${part('published', 'none')}:${part('target', '')}/${part('protocol', 'tcp')}`;
};

const volume: KeyOf = (item) => {
  if (item.kind === 'map') return textOf(fieldOf(item, 'target')) ?? null;
  if (item.kind !== 'text') return null;
  const split = splitVolume(item.value);
  return split.ok ? split.value.target : null;
};

const device: KeyOf = (item) => {
  if (item.kind === 'map') return textOf(fieldOf(item, 'target')) ?? null;
  if (item.kind !== 'text') return null;
  const [source, target] = item.value.split(':');
  return target ?? source ?? null;
};

const mountedAt =
  (folder: string): KeyOf =>
  (item) => {
    if (item.kind === 'text') return `${folder}/${item.value}`;
    return (
      textOf(fieldOf(item, 'target')) ??
      (item.kind === 'map' ? `${folder}/${textOf(fieldOf(item, 'source')) ?? ''}` : null)
    );
  };

/** The lists whose items have keys (compose-go 2.9, override/uncity.go). */
export const keyedLists = pathTable<KeyOf>({
  'networks.*.labels': beforeEquals,
  'networks.*.ipam.options': beforeEquals,
  'services.*.annotations': beforeEquals,
  'services.*.build.additional_contexts': beforeEquals,
  'services.*.build.args': beforeEquals,
  'services.*.build.labels': beforeEquals,
  'services.*.build.tags': beforeEquals,
  'services.*.cap_add': beforeEquals,
  'services.*.cap_drop': beforeEquals,
  'services.*.configs': mountedAt(''),
  'services.*.deploy.labels': beforeEquals,
  'services.*.devices': device,
  'services.*.dns': beforeEquals,
  'services.*.dns_opt': beforeEquals,
  'services.*.dns_search': beforeEquals,
  'services.*.env_file': envFile,
  'services.*.environment': beforeEquals,
  'services.*.expose': exposed,
  'services.*.labels': beforeEquals,
  'services.*.links': beforeEquals,
  'services.*.networks.*.aliases': beforeEquals,
  'services.*.networks.*.link_local_ips': beforeEquals,
  'services.*.ports': port,
  'services.*.profiles': beforeEquals,
  'services.*.secrets': mountedAt('/run/secrets'),
  'services.*.sysctls': beforeEquals,
  'services.*.tmpfs': beforeEquals,
  'services.*.volumes': volume,
});
