import type { Lookup } from './template.ts';
import { fieldOf, mapFields, mapItems, textTree, type Tree } from './tree.ts';

/** Names without a value in list-style `environment` take the one that the file's own variables give them. */
export function fillFromEnvironment(root: Tree, lookup: Lookup): Tree {
  if (root.kind !== 'map') return root;
  return mapFields(root, (value, key) => {
    if (key !== 'services' || value.kind !== 'map') return value;
    return mapFields(value, (service) => fillService(service, lookup));
  });
}

function fillService(service: Tree, lookup: Lookup): Tree {
  if (service.kind !== 'map' || fieldOf(service, 'environment')?.kind !== 'list') return service;
  return mapFields(service, (value, key) => {
    if (key !== 'environment' || value.kind !== 'list') return value;
    return mapItems(value, (item) => fillItem(item, lookup));
  });
}

function fillItem(item: Tree, lookup: Lookup): Tree {
  if (item.kind !== 'text' || item.value.includes('=')) return item;
  const value = lookup(item.value);
  return value === undefined ? item : textTree(item.at, `${item.value}=${value}`);
}
