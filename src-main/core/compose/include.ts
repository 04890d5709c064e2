import { readDotEnv } from '../config/dot-env.ts';
import { refuseEnvFile } from './env-file.ts';
import { expandHome, folderOf, joinPath, isAbsolute } from './host-paths.ts';
import { pathsBelow, type ProjectContext } from './project-context.ts';
import { readSource } from './read-source.ts';
import type { Mark } from './source.ts';
import type { Lookup } from './template.ts';
import {
  type Field,
  fieldOf,
  fieldsOf,
  itemsOf,
  type MapTree,
  mapTree,
  plainEqual,
  textOf,
  type Tree,
  withoutFields,
} from './tree.ts';

/** One entry of `include:`. */
type Inclusion = {
  readonly at: Mark;
  readonly paths: readonly Tree[];
  readonly projectDirectory: string | null;
  readonly envFiles: readonly Tree[];
};

const imported = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

/** One file with what it includes laid beside its own parts. Included projects are loaded with their own folder and variables. */
export function include(root: MapTree, file: string, context: ProjectContext): MapTree {
  const wished = fieldOf(root, 'include');
  if (wished === undefined) return root;
  if (wished.kind !== 'list' && wished.kind !== 'null')
    context.faults.refuse(wished.at, 'include: expected a list', 'Write `include: [path]`.');
  let whole = withoutFields(root, 'include');
  for (const item of itemsOf(wished)) {
    const inclusion = readInclusion(item, context);
    if (inclusion !== null) whole = importFrom(whole, inclusion, file, context);
  }
  return whole;
}

function readInclusion(item: Tree, { faults }: ProjectContext): Inclusion | null {
  if (item.kind === 'text') return { at: item.at, paths: [item], projectDirectory: null, envFiles: [] };
  if (item.kind === 'null') return null;
  if (item.kind !== 'map') {
    faults.refuse(item.at, 'include: expected a path or a mapping');
    return null;
  }
  const many = (tree: Tree | undefined): readonly Tree[] =>
    tree?.kind === 'list' ? tree.items : tree === undefined || tree.kind === 'null' ? [] : [tree];
  return {
    at: item.at,
    paths: many(fieldOf(item, 'path')),
    projectDirectory: textOf(fieldOf(item, 'project_directory')) ?? null,
    envFiles: many(fieldOf(item, 'env_file')),
  };
}

function importFrom(root: MapTree, inclusion: Inclusion, file: string, context: ProjectContext): MapTree {
  const { platform, faults } = context;
  const absolute = (path: string): string =>
    joinPath(context.workingDir, expandHome(path, context.homeDir, platform), platform);
  const files = inclusion.paths.map((path) => {
    const written = textOf(path) ?? '';
    return { path: absolute(written), written, at: path.at };
  });
  const first = files[0];
  if (first === undefined) return root;
  const including = [...context.including, file];
  if (including.includes(first.path)) {
    faults.refuse(
      first.at,
      `include goes round in a circle: ${[...including, first.path].join(', which includes ')}`,
    );
    return root;
  }
  const sources = files.flatMap(({ path, written, at }) => readSource(path, at, context, written) ?? []);
  if (sources.length < files.length) return root;
  const { projectDirectory } = inclusion;
  const workingDir = projectDirectory === null ? folderOf(first.path, platform) : absolute(projectDirectory);
  const lookup = withEnvFiles(inclusion, workingDir, context);
  const loaded = context.loadIncluded(sources, {
    ...context,
    workingDir,
    paths: isAbsolute(projectDirectory ?? '', platform) ? { kind: 'absolute' } : pathsBelow(context),
    lookup,
    including,
    lent: new Map(),
  });
  return importAll(root, loaded, context);
}

/** The variables of the including project win; then the files named here, or the `.env` of the included folder. */
function withEnvFiles(inclusion: Inclusion, workingDir: string, context: ProjectContext): Lookup {
  const { platform } = context;
  const named = inclusion.envFiles.flatMap((tree) => {
    const path = textOf(tree) ?? '';
    if (path === '/dev/null') return [];
    return [
      { path: isAbsolute(path, platform) ? path : joinPath(context.workingDir, path, platform), at: tree.at },
    ];
  });
  const isNamed = inclusion.envFiles.length > 0;
  const files = isNamed ? named : [{ path: joinPath(workingDir, '.env', platform), at: inclusion.at }];
  const values = new Map<string, string>();
  for (const { path, at } of files) {
    const text = isNamed ? readSource(path, at, context)?.text : context.read(path);
    if (typeof text !== 'string') continue;
    const read = readDotEnv(text, (name) => context.lookup(name) ?? values.get(name) ?? null);
    refuseEnvFile(path, read.fault, context.faults);
    for (const [key, value] of Object.entries(read.values)) values.set(key, value);
  }
  return (name) => context.lookup(name) ?? values.get(name);
}

function importAll(root: MapTree, loaded: Tree, context: ProjectContext): MapTree {
  const fields = new Map<string, Field>(root.fields);
  for (const key of imported) {
    const from = fieldOf(loaded, key);
    if (from?.kind !== 'map') continue;
    const known = fields.get(key);
    const value = importNames(key, known?.value, from, context);
    fields.set(key, { at: known?.at ?? from.at, value });
  }
  return mapTree(root.at, fields);
}

function importNames(kind: string, known: Tree | undefined, from: MapTree, context: ProjectContext): Tree {
  if (known !== undefined && known.kind !== 'map' && known.kind !== 'null') return known;
  const names = new Map<string, Field>(fieldsOf(known));
  for (const [name, field] of from.fields) {
    const own = names.get(name);
    if (own === undefined) names.set(name, field);
    else if (!plainEqual(own.value, field.value)) {
      context.faults.refuse(
        own.at,
        `${kind}.${name} is also defined, differently, in an included file`,
        'Rename one of them, or change it in an override file.',
      );
    }
  }
  return mapTree(known?.at ?? from.at, names);
}
