import type { ProjectContext } from './project-context.ts';
import type { Lookup } from './template.ts';
import { fieldOf, mapFields, mapItems, textOf, textTree, type Tree, withField } from './tree.ts';

/**
 * What the file's own variables give: values of bare names in list-style `environment`, and the content of configs and
 * secrets that come from a variable. Of the project's own files the content is not part of the typed model.
 */
export function fillFromEnvironment(
  root: Tree,
  { lookup, including, interpolates }: Pick<ProjectContext, 'lookup' | 'including' | 'interpolates'>,
): Tree {
  if (root.kind !== 'map') return root;
  const isTyped = interpolates;
  const isIncluded = including.length > 0;
  return mapFields(root, (value, key) => {
    if (value.kind !== 'map') return value;
    if (key === 'services') return mapFields(value, (service) => fillService(service, lookup));
    // An included project's config has its content before compose checks the whole, which then refuses it.
    if (key === 'configs' && (isIncluded || !isTyped))
      return mapFields(value, (config) => withContent(config, 'content', lookup));
    if (key === 'secrets' && !isTyped)
      return mapFields(value, (secret) => withContent(secret, 'x-#value', lookup));
    return value;
  });
}

/** The place of what is filled in is that of the variable's name. */
function withContent(tree: Tree, key: string, lookup: Lookup): Tree {
  const variable = fieldOf(tree, 'environment');
  const name = textOf(variable);
  const content = name === undefined ? undefined : lookup(name);
  if (tree.kind !== 'map' || variable === undefined || content === undefined) return tree;
  return withField(tree, key, textTree(variable.at, content));
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
