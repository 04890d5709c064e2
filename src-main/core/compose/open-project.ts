import type { Problem } from '../../contract/problem.ts';
import { collectFaults, type Faults } from './faults.ts';
import { isAbsolute, joinPath } from './host-paths.ts';
import type { LoadInput } from './load-input.ts';
import { loadLayers } from './load-layers.ts';
import { loadProject } from './load-project.ts';
import { parseDocuments } from './parse.ts';
import type { Parse, ProjectContext, ReadText } from './project-context.ts';
import { projectName } from './project-name.ts';
import { type Source, sourceOf } from './source.ts';

/** What every way of loading a project starts with, and how it ends. */
export type OpenedProject = {
  readonly name: string;
  readonly sources: readonly Source[];
  readonly context: ProjectContext;
  /** Everything said about the files so far. `wants`: files that `read` answered undefined for. */
  readonly findings: () => Findings;
};

export type Findings = {
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly wants: readonly string[];
};

/** The name and the context of a project. `variables`: whether `${NAME}` is replaced. */
export function openProject(input: LoadInput, variables: 'replaced' | 'kept'): OpenedProject {
  const faults = collectFaults();
  const wants = new Set<string>();
  const sources = input.files.map(({ path, text }) => sourceOf(path, text));
  // Where variables are kept, docker compose knows the project's name and nothing else.
  const values = new Map(variables === 'kept' ? [] : Object.entries(input.values));
  const lookup = (variable: string): string | undefined => values.get(variable);
  const parse = parsingOnce(faults);
  const given = input.projectName;
  const name = projectName({
    ...input,
    given,
    sources,
    lookup: variables === 'kept' ? null : lookup,
    parse,
    faults,
  });
  values.set('COMPOSE_PROJECT_NAME', name);
  const context: ProjectContext = {
    workingDir: input.workingDir,
    platform: input.platform,
    homeDir: input.homeDir,
    lookup,
    faults,
    parse,
    loadLent: (source, own) => loadLayers([source], own, 'extended'),
    loadIncluded: (files, own) => loadProject(files, own).root,
    read: fromFolder(wanting(input.read ?? (() => null), wants), input),
    variableHint: input.hasProfile
      ? 'Declare it under keys: in berth.yaml and give it a value.'
      : 'Set it in the environment or in .env.',
    including: [],
    damaged: new Set(),
    lent: new Map(),
    paths: { kind: input.keepsPaths === true ? 'kept' : 'absolute' },
    interpolates: variables === 'replaced',
  };
  const paths = input.files.map(({ path }) => path);
  const findings = (): Findings => ({
    problems: inReadingOrder(faults.problems, paths),
    warnings: [...faults.warnings],
    wants: [...wants],
  });
  return { name, sources, context, findings };
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

/** Paths that were not made absolute start at the working folder. */
const fromFolder =
  (read: ReadText, { workingDir, platform }: LoadInput): ReadText =>
  (path) =>
    read(isAbsolute(path, platform) ? path : joinPath(workingDir, path, platform));

const wanting =
  (read: ReadText, wants: Set<string>): ReadText =>
  (path) => {
    const text = read(path);
    if (text === undefined) wants.add(path);
    return text;
  };
