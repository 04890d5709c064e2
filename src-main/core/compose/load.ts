import type { Problem } from '../../contract/problem.ts';
import { plainValue } from './bind.ts';
import { bindProject } from './bind-project.ts';
import { checkProject } from './check.ts';
import { collectFaults, type Faults } from './faults.ts';
import type { Platform } from './host-paths.ts';
import { loadLayers } from './load-layers.ts';
import { loadProject } from './load-project.ts';
import type { Model, ServiceModel } from './model.ts';
import { normalise } from './normalise.ts';
import { parseDocuments } from './parse.ts';
import type { Parse, ProjectContext, ReadText } from './project-context.ts';
import { projectName } from './project-name.ts';
import { enabledServices, onlyUsed } from './select.ts';
import { serviceTree, withFiles } from './service-files.ts';
import type { Source } from './source.ts';
import { fieldsOf, type MapTree } from './tree.ts';

/** Everything a project is made of. Paths are absolute and in the form of `platform`. */
export type LoadInput = {
  /** Compose files in the order they are laid over one another. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly workingDir: string;
  /** From -p or COMPOSE_PROJECT_NAME. */
  readonly projectName: string | null;
  /** What variables are replaced by; a secret's value is a sealed reference. */
  readonly values: Readonly<Record<string, string>>;
  /** True: the values are the keys of a profile, and nothing else. */
  readonly hasProfile: boolean;
  /** Active Compose profiles; `*` is all. */
  readonly profiles: readonly string[];
  readonly platform: Platform;
  readonly homeDir: string;
  /** Files named by others: env_file, label_file, include, extends. Left out: there are none. */
  readonly read?: ReadText;
  /** True: networks, volumes, secrets and configs stay although nobody uses them. */
  readonly keepsUnused?: boolean;
  /** True: `$` stays as written. */
  readonly keepsVariables?: boolean;
  /** True: nothing that is only implied is added (`docker compose --compatibility config`). */
  readonly skipsImplied?: boolean;
  /** True: `env_file` stays and is not read, as `config --hash` hashes it. */
  readonly keepsEnvFiles?: boolean;
};

/**
 * `model` is null exactly when there are problems; all problems of all files come together, each with its place. `wants`:
 * files that `read` answered undefined for; read them and load again.
 */
export type Loaded = {
  readonly model: Model | null;
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly wants: readonly string[];
};

/** Text to model, as docker compose 2.40 loads a project. Never throws for what a text says. */
export function loadModel(input: LoadInput): Loaded {
  const faults = collectFaults();
  const wants = new Set<string>();
  const sources = input.files.map(({ path, text }) => ({ file: path, text }));
  const values = new Map(Object.entries(input.values));
  const lookup = (name: string): string | undefined => values.get(name);
  const parse = parsingOnce(faults);
  const name = projectName({ ...input, given: input.projectName, sources, lookup, parse, faults });
  values.set('COMPOSE_PROJECT_NAME', name);
  const context: ProjectContext = {
    ...input,
    lookup,
    faults,
    parse,
    loadLent: (source, own) => loadLayers([source], own, 'extended'),
    loadIncluded: (files, own) => loadProject(files, own).root,
    read: wanting(input.read ?? (() => null), wants),
    variableHint: input.hasProfile
      ? 'Declare it under keys: in berth.yaml and give it a value.'
      : 'Set it in the environment or in .env.',
    including: [],
    damaged: new Set(),
    lent: new Map(),
    interpolates: input.keepsVariables !== true,
  };
  const model = modelOf(name, sources, input, context);
  const { problems, warnings } = faults;
  return {
    model: problems.length > 0 || wants.size > 0 ? null : model,
    problems: inReadingOrder(
      problems,
      input.files.map(({ path }) => path),
    ),
    warnings: [...warnings],
    wants: [...wants],
  };
}

/** As a reader goes through them: file by file in the order they were given, downwards. */
function inReadingOrder(problems: readonly Problem[], files: readonly string[]): readonly Problem[] {
  const places = problems.map((problem) => ('at' in problem ? problem.at : null));
  const order = [...new Set([...files, ...places.map((at) => at?.file ?? '')])];
  const rank = (index: number): readonly number[] => {
    const at = places[index] ?? null;
    return at === null ? [-1, 0, 0] : [order.indexOf(at.file), at.line, at.column];
  };
  const ranked = problems.map((problem, index) => ({ problem, rank: rank(index) }));
  const compare = (a: readonly number[], b: readonly number[]): number => {
    const at = a.findIndex((value, index) => value !== b[index]);
    return (a[at] ?? 0) - (b[at] ?? 0);
  };
  return ranked.sort((a, b) => compare(a.rank, b.rank)).map(({ problem }) => problem);
}

function parsingOnce(faults: Faults): Parse {
  const known = new Map<Source, ReturnType<Parse>>();
  return (source) => {
    const documents = known.get(source) ?? parseDocuments(source, faults);
    known.set(source, documents);
    return documents;
  };
}

const wanting =
  (read: ReadText, wants: Set<string>): ReadText =>
  (path) => {
    const text = read(path);
    if (text === undefined) wants.add(path);
    return text;
  };

function modelOf(name: string, sources: readonly Source[], input: LoadInput, context: ProjectContext): Model {
  const { faults, lookup } = context;
  const { root } = loadProject(sources, context);
  if (root.fields.size === 0 && faults.problems.length === 0)
    faults.refuse(null, 'the Compose file is empty');
  const whole = input.skipsImplied ? root : normalise(root, { name, lookup, faults });
  const project = bindProject(whole, faults);
  const enabled = enabledServices(project.services, input.profiles);
  checkProject({ root: whole, project, enabled, damaged: context.damaged, faults });
  const services = input.keepsEnvFiles ? enabled : withAllFiles(enabled, whole, context);
  const used = input.keepsUnused ? { ...project, services } : onlyUsed(project, services);
  const { models, ...parts } = used;
  const extensions = extensionsOf(whole);
  return {
    name,
    workingDir: input.workingDir,
    files: input.files.map(({ path }) => path),
    ...parts,
    ...(Object.keys(models).length === 0 ? {} : { models }),
    ...(Object.keys(extensions).length === 0 ? {} : { extensions }),
    disabled: Object.keys(project.services).filter((service) => !Object.hasOwn(enabled, service)),
  };
}

function withAllFiles(
  services: Readonly<Record<string, ServiceModel>>,
  root: MapTree,
  context: ProjectContext,
): Readonly<Record<string, ServiceModel>> {
  const entries = Object.entries(services);
  return Object.fromEntries(
    entries.map(([name, service]) => [name, withFiles(service, serviceTree(root, name), context)]),
  );
}

function extensionsOf(root: MapTree): Record<string, unknown> {
  const found = [...fieldsOf(root)].filter(([key]) => key.startsWith('x-'));
  return Object.fromEntries(found.map(([key, { value }]) => [key, plainValue(value)]));
}
