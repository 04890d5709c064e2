import { readDotEnv } from '../../../src-main/core/config/dot-env.ts';
import type { LoadInput } from '../../../src-main/core/compose/load-input.ts';
import { joinPath } from '../../../src-main/core/compose/host-paths.ts';
import { type Loaded, loadModel } from '../../../src-main/core/compose/load.ts';

/** A project as a test gives it: files by path relative to `dir`, and the command line that would load them. */
export type GivenProject = {
  readonly dir: string;
  readonly files: Readonly<Record<string, string>>;
  readonly use: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

/** Where a given project stands. */
export const homeDir = '/home/tester';

/** Loads a project given as texts, following the command line and the variables as docker compose does. */
export function loadGiven(given: GivenProject, how: Partial<LoadInput> = {}): Loaded {
  const options = readOptions(given.args);
  const workingDir =
    options.projectDirectory === null ? given.dir : joinPath(given.dir, options.projectDirectory, 'posix');
  const read = (path: string): string | null => given.files[relative(given.dir, path)] ?? null;
  const values = new Map(Object.entries(given.env));
  const warnings: string[] = [];
  const envFiles =
    options.envFiles.length > 0
      ? options.envFiles.map((file) => joinPath(given.dir, file, 'posix'))
      : [`${workingDir}/.env`];
  const fromFiles = new Map<string, string>();
  for (const file of envFiles) {
    const text = read(file);
    if (text === null) continue;
    const parsed = readDotEnv(text, (name) => values.get(name) ?? fromFiles.get(name) ?? null);
    if (parsed.fault !== null) {
      const problem = {
        kind: 'compose-invalid',
        message: parsed.fault.message,
        at: { file, line: parsed.fault.line, column: 1 },
        hint: null,
      } as const;
      return { model: null, problems: [problem], warnings: [], wants: [] };
    }
    for (const name of parsed.unset)
      warnings.push(`The "${name}" variable is not set. Defaulting to a blank string.`);
    for (const [key, value] of Object.entries(parsed.values)) fromFiles.set(key, value);
  }
  for (const [key, value] of fromFiles) if (!values.has(key)) values.set(key, value);
  const input: LoadInput = {
    files: given.use.map((file) => ({
      path: joinPath(given.dir, file, 'posix'),
      text: given.files[file] ?? '',
    })),
    workingDir,
    projectName: options.name ?? values.get('COMPOSE_PROJECT_NAME') ?? null,
    values: Object.fromEntries(values),
    hasProfile: false,
    profiles:
      options.profiles.length > 0
        ? options.profiles
        : (values.get('COMPOSE_PROFILES') ?? '')
            .split(',')
            .map((text) => text.trim())
            .filter((text) => text !== ''),
    platform: 'posix',
    homeDir,
    read,
    keepsUnused: options.keepsUnused,
    skipsImplied: options.isCompatible,
    ...how,
  };
  const loaded = loadModel(input);
  return { ...loaded, warnings: [...warnings, ...loaded.warnings] };
}

type Options = {
  name: string | null;
  projectDirectory: string | null;
  profiles: string[];
  envFiles: string[];
  keepsUnused: boolean;
  isCompatible: boolean;
};

function readOptions(args: readonly string[]): Options {
  const options: Options = {
    name: null,
    projectDirectory: null,
    profiles: [],
    envFiles: [],
    keepsUnused: false,
    isCompatible: false,
  };
  for (let index = 0; index < args.length; index += 1) {
    const next = args[index + 1] ?? '';
    if (args[index] === '-p') options.name = next;
    if (args[index] === '--project-directory') options.projectDirectory = next;
    if (args[index] === '--profile') options.profiles.push(next);
    if (args[index] === '--env-file') options.envFiles.push(next);
    if (args[index] === '--all-resources') options.keepsUnused = true;
    if (args[index] === '--compatibility') options.isCompatible = true;
  }
  return options;
}

const relative = (dir: string, path: string): string =>
  path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : path;
