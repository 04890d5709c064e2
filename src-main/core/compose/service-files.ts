import { readDotEnv } from '../config/dot-env.ts';
import { readRawEnvFile, refuseEnvFile } from './env-file.ts';
import type { ServiceModel } from './model.ts';
import type { ProjectContext } from './project-context.ts';
import type { Mark } from './source.ts';
import type { Lookup } from './template.ts';
import { fieldOf, placeOf, type Tree } from './tree.ts';

/** A service with the variables and labels of its `env_file` and `label_file` read in; its own win. `env_file` is gone. */
export function withFiles(service: ServiceModel, tree: Tree, context: ProjectContext): ServiceModel {
  return withLabels(withVariables(service, tree, context), tree, context);
}

/** A service with the labels of its `label_file` read in and `label_file` gone: what `config --hash` hashes. */
export function withLabelsAlone(service: ServiceModel, tree: Tree, context: ProjectContext): ServiceModel {
  const { label_file: _, ...labelled } = withLabels(service, tree, context);
  return labelled;
}

function withVariables(service: ServiceModel, tree: Tree, context: ProjectContext): ServiceModel {
  const { env_file: files = [], environment: written, ...rest } = service;
  if (files.length === 0 && written === undefined) return rest;
  const own = withValues(written ?? {}, context.lookup);
  const values = new Map<string, string>();
  const ownValues = new Map(Object.entries(own));
  const outer: Lookup = (name) => context.lookup(name) ?? ownValues.get(name) ?? undefined;
  files.forEach((file, index) => {
    const at = placeOf(tree, ['env_file', index]);
    for (const [key, value] of readVariables(file, at, outer, values, context)) values.set(key, value);
  });
  const environment = sorted({ ...Object.fromEntries(values), ...own });
  return Object.keys(environment).length === 0 ? rest : { ...rest, environment };
}

/** Where nothing was implied yet, bare names have no value so far. */
function withValues(
  environment: NonNullable<ServiceModel['environment']>,
  lookup: Lookup,
): NonNullable<ServiceModel['environment']> {
  const entries = Object.entries(environment);
  return Object.fromEntries(entries.map(([name, value]) => [name, value ?? lookup(name) ?? null]));
}

type EnvFile = NonNullable<ServiceModel['env_file']>[number];

function readVariables(
  file: EnvFile,
  at: Mark,
  outer: Lookup,
  earlier: ReadonlyMap<string, string>,
  context: ProjectContext,
): Iterable<[string, string]> {
  const text = readFile(file.path, file.required === false ? null : at, 'env file', context);
  if (text === null) return [];
  if (file.format === 'raw') return readRawEnvFile(file.path, text, outer, context.faults);
  if (file.format !== undefined) {
    context.faults.refuse(
      at,
      `unsupported env_file format ${JSON.stringify(file.format)}`,
      'Leave it out, or use raw.',
    );
  }
  return readValues(text, file.path, outer, context, earlier);
}

function withLabels(service: ServiceModel, tree: Tree, context: ProjectContext): ServiceModel {
  if (service.label_file === undefined) return service;
  const values = new Map<string, string>();
  // Only what earlier files of labels say: compose puts nothing of the environment into a label.
  const lookup: Lookup = (name) => values.get(name);
  service.label_file.forEach((path, index) => {
    const text = readFile(path, placeOf(tree, ['label_file', index]), 'label file', context);
    for (const [key, value] of text === null ? [] : readValues(text, path, lookup, context))
      values.set(key, value);
  });
  return { ...service, labels: sorted({ ...Object.fromEntries(values), ...service.labels }) };
}

/** `at` null: the file may be missing. */
function readFile(path: string, at: Mark | null, word: string, context: ProjectContext): string | null {
  const text = context.read(path);
  if (text === null && at !== null)
    context.faults.refuse(at, `${word} ${path} not found`, 'Create it, or mark it `required: false`.');
  return text ?? null;
}

function readValues(
  text: string,
  path: string,
  lookup: Lookup,
  context: ProjectContext,
  earlier: ReadonlyMap<string, string> = new Map(),
): Iterable<[string, string]> {
  const read = readDotEnv(text, (name) => lookup(name) ?? null, Object.fromEntries(earlier));
  refuseEnvFile(path, read.fault, context.faults);
  for (const name of read.unset)
    context.faults.warn(`The "${name}" variable is not set. Defaulting to a blank string.`);
  return Object.entries(read.values);
}

function sorted<T>(values: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The tree of one service of a project. */
export function serviceTree(root: Tree, name: string): Tree {
  return fieldOf(fieldOf(root, 'services'), name) ?? root;
}
