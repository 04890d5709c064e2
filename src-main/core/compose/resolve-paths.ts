import type { Faults } from './faults.ts';
import {
  expandHome,
  isAbsolute,
  isAbsoluteSomewhere,
  joinPath,
  type Platform,
  relativePath,
} from './host-paths.ts';
import type { ProjectContext } from './project-context.ts';
import { below, type PathTable, pathTable } from './path-table.ts';
import { fieldOf, mapFields, mapItems, textOf, textTree, type Tree, withField } from './tree.ts';

/** The folder that relative paths start from, and how paths are written there. */
export type PathBase = {
  readonly workingDir: string;
  readonly homeDir: string;
  readonly platform: Platform;
  readonly faults: Faults;
};

/**
 * Where the relative paths of a file start in what is printed; null: nowhere, they stay as they are. Where paths are kept,
 * those of a file that another one names start at the folder of that one.
 */
export function pathBase(context: PathBase & Pick<ProjectContext, 'paths'>): PathBase | null {
  const { paths, workingDir, platform } = context;
  if (paths.kind === 'kept') return null;
  return paths.kind === 'absolute'
    ? context
    : { ...context, workingDir: relativePath(paths.from, workingDir, platform) };
}

type Resolver = (tree: Tree, base: PathBase, path: readonly string[]) => Tree;

/** Every path of a canonical file made absolute. What is absolute stays as it is written, so doing it twice changes nothing. */
export const resolvePaths = (tree: Tree, base: PathBase): Tree => visit(tree, pathRules, base, []);

function visit(tree: Tree, rules: PathTable<Resolver> | null, base: PathBase, path: readonly string[]): Tree {
  if (rules === null) return tree;
  if (rules.rule !== null) return rules.rule(tree, base, path);
  if (tree.kind === 'map')
    return mapFields(tree, (value, key) => visit(value, below(rules, key), base, [...path, key]));
  if (tree.kind !== 'list') return tree;
  return mapItems(tree, (item, index) => visit(item, below(rules, '[]'), base, [...path, String(index)]));
}

const changed = (tree: Tree, change: (path: string) => string): Tree => {
  const before = textOf(tree);
  if (before === undefined || before === '') return tree;
  const after = change(before);
  return after === before ? tree : textTree(tree.at, after);
};

const onThisMachine: Resolver = (tree, base) =>
  changed(tree, (path) => {
    const full = expandHome(path, base.homeDir, base.platform);
    return isAbsolute(full, base.platform) ? full : joinPath(base.workingDir, full, base.platform);
  });

/** The engine may run on another platform: what is absolute on any is left alone. */
const onTheEngine: Resolver = (tree, base) =>
  textOf(tree) === ''
    ? textTree(tree.at, base.workingDir)
    : changed(tree, (path) => {
        const full = expandHome(path, base.homeDir, base.platform);
        return isAbsoluteSomewhere(full) ? full : joinPath(base.workingDir, full, base.platform);
      });

const remotePrefixes = ['https://', 'http://', 'git://', 'ssh://', 'github.com/', 'git@', 'service:'];

const buildContext: Resolver = (tree, base, path) => {
  const context = textOf(tree) ?? '';
  const isRemote = context.includes('://') || remotePrefixes.some((prefix) => context.startsWith(prefix));
  return isRemote ? tree : onThisMachine(tree, base, path);
};

const mount: Resolver = (tree, base, path) => {
  if (tree.kind !== 'map' || textOf(fieldOf(tree, 'type')) !== 'bind') return tree;
  const source = fieldOf(tree, 'source');
  if (source !== undefined) return withField(tree, 'source', onTheEngine(source, base, path));
  base.faults.refuse(tree.at, `${path.join('.')}: a mount of type bind needs a source`);
  return tree;
};

/** A local volume that is a bind mount in disguise. */
const boundDevice: Resolver = (tree, base, path) => {
  const options = fieldOf(tree, 'driver_opts');
  const device = fieldOf(options, 'device');
  const isBound = textOf(fieldOf(tree, 'driver')) === 'local' && textOf(fieldOf(options, 'o')) === 'bind';
  if (!isBound || device === undefined || tree.kind !== 'map' || options?.kind !== 'map') return tree;
  return withField(tree, 'driver_opts', withField(options, 'device', onTheEngine(device, base, path)));
};

// compose-go 2.9, paths/resolve.go. Links in develop.watch paths are not followed: the core has no disk.
const pathRules = pathTable<Resolver>({
  'configs.*.file': onTheEngine,
  'secrets.*.file': onTheEngine,
  'services.*.build.additional_contexts.*': buildContext,
  'services.*.build.context': buildContext,
  'services.*.build.ssh.*': onTheEngine,
  'services.*.develop.watch.*.path': onThisMachine,
  'services.*.env_file.*.path': onThisMachine,
  'services.*.extends.file': onThisMachine,
  'services.*.label_file.*': onThisMachine,
  'services.*.volumes.*': mount,
  'volumes.*': boundDevice,
});
