import { cleanTarget } from './host-paths.ts';
import type { Faults } from './faults.ts';
import type { Lookup } from './template.ts';
import {
  boolTree,
  type Field,
  fieldOf,
  fieldsOf,
  isNull,
  itemsOf,
  mapFields,
  mapItems,
  mapOf,
  type MapTree,
  mapTree,
  nullTree,
  textOf,
  textTree,
  type Tree,
  withField,
} from './tree.ts';

type Project = { readonly name: string; readonly lookup: Lookup; readonly faults: Faults };

/** A project with everything said that compose implies: the default network, names of resources, implicit dependencies. */
export function normalise(root: MapTree, project: Project): MapTree {
  const networked = withDefaultNetwork(root);
  const filled = mapFields(networked, (value, key) => {
    if (key !== 'services' || value.kind !== 'map') return value;
    return mapFields(value, (service) =>
      service.kind === 'map' ? normaliseService(service, project) : service,
    );
  });
  return mapFields(filled, (value, key) =>
    ['networks', 'volumes', 'configs', 'secrets'].includes(key) ? withNames(value, project.name) : value,
  );
}

function withDefaultNetwork(root: MapTree): MapTree {
  const services = fieldOf(root, 'services');
  if (services?.kind !== 'map') return root;
  const attached = mapFields(services, (service) =>
    service.kind === 'map' ? withNetworks(service) : service,
  );
  const isUsed = [...attached.fields.values()].some(
    ({ value }) => fieldOf(fieldOf(value, 'networks'), 'default') !== undefined,
  );
  const networks = fieldOf(root, 'networks') ?? mapTree(root.at, new Map());
  const isDeclared = fieldOf(networks, 'default') !== undefined;
  const whole = withField(root, 'services', attached);
  if (!isUsed || isDeclared || networks.kind !== 'map') return whole;
  return withField(whole, 'networks', withField(networks, 'default', mapTree(networks.at, new Map())));
}

function withNetworks(service: MapTree): MapTree {
  const isAttached = [...fieldsOf(fieldOf(service, 'networks'))].length > 0;
  if (
    isAttached ||
    fieldOf(service, 'network_mode') !== undefined ||
    fieldOf(service, 'provider') !== undefined
  )
    return service;
  return withField(service, 'networks', mapOf(service.at, { default: nullTree(service.at) }));
}

function withNames(resources: Tree, project: string): Tree {
  if (resources.kind !== 'map') return resources;
  return mapFields(resources, (value, key) => {
    const resource = value.kind === 'map' ? value : mapTree(value.at, new Map());
    if (!isNull(fieldOf(resource, 'name'))) return resource;
    const external = fieldOf(resource, 'external');
    const isExternal = external?.kind === 'bool' && external.value;
    return withField(resource, 'name', textTree(resource.at, isExternal ? key : `${project}_${key}`));
  });
}

function normaliseService(service: MapTree, project: Project): MapTree {
  const pid = fieldOf(service, 'pid');
  // compose 2.40 itself ends with a fault of its own on these.
  if (pid?.kind === 'null') project.faults.refuse(pid.at, 'pid: expected a text, found nothing');
  const changed = mapFields(service, (value, key) => {
    if (key === 'pull_policy')
      return textOf(value) === 'if_not_present' ? textTree(value.at, 'missing') : value;
    if (key === 'build' && value.kind === 'map') return normaliseBuild(value, project);
    if (key === 'environment') return withValues(value, project, 'keep');
    return key === 'volumes' && value.kind === 'list' ? mapItems(value, cleanedTarget) : value;
  });
  return withImplicitDependencies(changed);
}

const clean = (target: string): string => (target === '' ? '.' : cleanTarget(target));

function cleanedTarget(mount: Tree): Tree {
  const target = textOf(fieldOf(mount, 'target'));
  if (mount.kind !== 'map' || target === undefined || clean(target) === target) return mount;
  return withField(mount, 'target', textTree(mount.at, clean(target)));
}

function normaliseBuild(build: MapTree, project: Project): MapTree {
  const isInline = fieldOf(build, 'dockerfile_inline') !== undefined;
  const hasFile = isInline || fieldOf(build, 'dockerfile') !== undefined;
  const named = hasFile ? build : withField(build, 'dockerfile', textTree(build.at, 'Dockerfile'));
  return mapFields(named, (value, key) => (key === 'args' ? withValues(value, project, 'drop') : value));
}

/**
 * Variables without a value take the one from outside; those that have none there either stay bare, or go. A list stays a
 * list.
 */
function withValues(tree: Tree, { lookup }: Project, unset: 'keep' | 'drop'): Tree {
  if (tree.kind === 'map')
    return mapFields(tree, (value, key) => {
      const given = value.kind === 'null' ? lookup(key) : undefined;
      if (given !== undefined) return textTree(value.at, given);
      return value.kind === 'null' && unset === 'drop' ? undefined : value;
    });
  if (tree.kind !== 'list') return tree;
  return mapItems(tree, (item) => {
    const name = item.kind === 'text' && !item.value.includes('=') ? item.value : null;
    const given = name === null ? undefined : lookup(name);
    if (given !== undefined) return textTree(item.at, `${name}=${given}`);
    return name !== null && unset === 'drop' ? undefined : item;
  });
}

const sharedNamespaces = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup'];

function withImplicitDependencies(service: MapTree): MapTree {
  const needed = new Map<string, Field>(fieldsOf(fieldOf(service, 'depends_on')));
  const need = (name: string, tree: Tree, restarts: boolean): void => {
    if (!needed.has(name)) needed.set(name, { at: tree.at, value: started(tree.at, restarts) });
  };
  for (const link of itemsOf(fieldOf(service, 'links'))) {
    const parts = (textOf(link) ?? '').split(':');
    need(parts.length === 2 ? (parts[0] ?? '') : (textOf(link) ?? ''), link, true);
  }
  for (const key of sharedNamespaces) {
    const value = fieldOf(service, key);
    const reference = textOf(value);
    if (value !== undefined && reference?.startsWith('service:'))
      need(reference.slice('service:'.length), value, true);
  }
  for (const from of itemsOf(fieldOf(service, 'volumes_from'))) {
    const reference = textOf(from) ?? '';
    if (!reference.startsWith('container:')) need(reference.split(':')[0] ?? '', from, false);
  }
  return needed.size === 0 ? service : withField(service, 'depends_on', mapTree(service.at, needed));
}

const started = (at: Tree['at'], restarts: boolean): Tree =>
  mapOf(at, {
    condition: textTree(at, 'service_started'),
    restart: boolTree(at, restarts),
    required: boolTree(at, true),
  });
