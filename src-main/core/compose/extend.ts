import { canonical } from './canonical.ts';
import { folderOf, joinPath, expandHome } from './host-paths.ts';
import { mergeService } from './merge.ts';
import type { TreePath } from './read-tree.ts';
import { pathsBelow, type ProjectContext } from './project-context.ts';
import { readSource } from './read-source.ts';
import { withoutPaths } from './reset.ts';
import { pathBase, resolvePaths } from './resolve-paths.ts';
import {
  fieldOf,
  mapOf,
  type MapTree,
  mapFields,
  textOf,
  type Tree,
  withField,
  withoutFields,
} from './tree.ts';

/** A service's own place: the services beside it, and the file and folder they are written in. */
type Home = {
  readonly services: Tree | undefined;
  readonly file: string;
  readonly context: ProjectContext;
  readonly resets: readonly TreePath[];
  /** Services that were made whole already. */
  readonly whole: Map<string, Tree | undefined>;
};

/** A longer chain of services that extend one another is refused. */
const longestChain = 64;

/** One file with every `extends` in it replaced by what it stands for. `resets` are the file's own. */
export function extend(
  root: MapTree,
  file: string,
  resets: readonly TreePath[],
  context: ProjectContext,
): MapTree {
  const services = fieldOf(root, 'services');
  if (services?.kind === 'null')
    context.faults.refuse(services.at, 'services: expected a mapping, found nothing');
  if (services?.kind !== 'map') return root;
  const home: Home = { services, file, context, resets, whole: new Map() };
  return mapFields(root, (value, key) =>
    key === 'services' && value.kind === 'map'
      ? mapFields(value, (_, name) => wholeOnce(name, home, []))
      : value,
  );
}

function wholeOnce(name: string, home: Home, chain: readonly string[]): Tree | undefined {
  if (!home.whole.has(name)) home.whole.set(name, whole(name, home, chain));
  return home.whole.get(name);
}

/** The service with everything it extends below it; undefined when it does not exist. */
function whole(name: string, home: Home, chain: readonly string[]): Tree | undefined {
  const service = fieldOf(home.services, name);
  const extended = fieldOf(service, 'extends');
  if (service?.kind !== 'map' || extended === undefined) return service;
  const own = withoutFields(service, 'extends');
  if (extended.kind !== 'text' && textOf(fieldOf(extended, 'service')) === undefined) {
    home.context.faults.refuse(extended.at, `services.${name}.extends: the key service is missing`);
    return own;
  }
  const link = `${name} in ${home.file}`;
  if (chain.includes(link)) {
    home.context.faults.refuse(
      extended.at,
      `extends goes round in a circle: ${[...chain, link].join(', which extends ')}`,
    );
    return own;
  }
  if (chain.length >= longestChain) {
    home.context.faults.refuse(
      extended.at,
      `services.${name}: more than ${longestChain} services extend one another`,
    );
    return own;
  }
  const base = baseOf(name, extended, home, [...chain, link]);
  if (base === undefined) return own;
  // A service that says nothing cannot be extended, and compose leaves the wish in the model.
  if (base.kind === 'null')
    return withField(
      service,
      'extends',
      extended.kind === 'map' ? extended : mapOf(extended.at, { service: extended }),
    );
  if (base.kind !== 'map') {
    home.context.faults.refuse(base.at, 'a service that is extended has to be a mapping');
    return own;
  }
  const left = withoutPaths(mapOf(base.at, { services: mapOf(base.at, { [name]: base }) }), home.resets);
  return mergeService(fieldOf(fieldOf(left, 'services'), name) ?? own, own, home.context.faults);
}

function baseOf(name: string, extended: Tree, home: Home, chain: readonly string[]): Tree | undefined {
  const reference = textOf(extended) ?? textOf(fieldOf(extended, 'service'));
  if (reference === undefined) return undefined;
  const file = fieldOf(extended, 'file');
  if (file !== undefined && !['null', 'text'].includes(file.kind))
    home.context.faults.refuse(file.at, `services.${name}.extends.file: expected a text`);
  const from = file === undefined || file.kind === 'null' ? home : homeInFile(textOf(file) ?? '', file, home);
  if (from === null) return undefined;
  const base = wholeOnce(reference, from, chain);
  if (base === undefined) {
    home.context.faults.refuse(
      extended.at,
      `cannot extend service ${JSON.stringify(name)}: there is no service ${JSON.stringify(reference)} in ${from.file}`,
    );
    return undefined;
  }
  return from === home ? base : rebased(base, from);
}

/** null: the file is not there, or cannot be read. Its faults are reported with its own places. */
function homeInFile(path: string, at: Tree, home: Home): Home | null {
  const { workingDir, homeDir, platform } = home.context;
  const file = joinPath(workingDir, expandHome(path, homeDir, platform), platform);
  const source = readSource(file, at.at, home.context, path);
  if (source === null) return null;
  const context = {
    ...home.context,
    workingDir: folderOf(file, platform),
    paths: pathsBelow(home.context),
  };
  const known = home.context.lent.get(file);
  const layered = known ?? context.loadLent(source, context);
  home.context.lent.set(file, layered);
  return {
    services: fieldOf(layered.root, 'services'),
    file,
    context,
    resets: layered.resets,
    whole: new Map(),
  };
}

/** Paths of a service in another file are relative to that file. */
function rebased(base: Tree, from: Home): Tree {
  const alone = (service: Tree): Tree =>
    mapOf(service.at, { services: mapOf(service.at, { extended: service }) });
  const long = canonical(alone(base), from.context.faults);
  const start = pathBase(from.context);
  const resolved = start === null ? long : resolvePaths(long, start);
  return fieldOf(fieldOf(resolved, 'services'), 'extended') ?? base;
}
