import { dirname, isAbsolute, join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import { environments, type Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { World } from './world.ts';

/** The options that every command has, as given. */
export type ScopeOptions = {
  readonly project?: string;
  readonly environment?: string;
  readonly file?: readonly string[];
  readonly json?: boolean;
};

/** Which project a command is about, and how it answers. */
export type Scope = {
  /** Absolute. */
  readonly dir: string;
  /** Whether something in `dir` says that it is a project. */
  readonly found: boolean;
  readonly environment: Environment;
  readonly files: readonly string[] | null;
  readonly json: boolean;
};

const projectFiles = [
  'berth.yaml',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yaml',
  'docker-compose.yml',
];

/** Paths are relative to the working folder. Problem: environment-unknown. */
export function scopeOf(
  options: ScopeOptions,
  world: Pick<World, 'variables' | 'workingDir'>,
): Result<Scope, Problem> {
  const name = options.environment ?? (world.variables['BERTH_ENVIRONMENT'] || 'local');
  const environment = environments.find((known) => known === name);
  if (environment === undefined) return fail({ kind: 'environment-unknown', name, known: environments });
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(world.workingDir, path));
  const files = options.file === undefined ? null : options.file.map(absolute);
  const dir =
    options.project === undefined
      ? files?.[0] === undefined
        ? null
        : dirname(files[0])
      : absolute(options.project);
  const place = dir === null ? search(world.workingDir) : { dir, found: true };
  return ok({ ...place, environment, files, json: options.json === true });
}

type Place = Pick<Scope, 'dir' | 'found'>;

/** As docker compose looks, and then the one project below: at the top of a repository its environment is meant. */
const search = (start: string): Place => upward(start) ?? below(start) ?? { dir: start, found: false };

/** The nearest folder, from here to the root, that holds a profile or a Compose file. */
function upward(start: string): Place | null {
  for (let dir = start; ; dir = dirname(dir)) {
    if (projectFiles.some((name) => existsSync(join(dir, name)))) return { dir, found: true };
    if (dirname(dir) === dir) return null;
  }
}

/** The one folder with a profile among the two levels below; null where there is none or more than one. */
function below(start: string): Place | null {
  const children = foldersIn(start);
  const found = [...children, ...children.flatMap(foldersIn)].filter((dir) =>
    existsSync(join(dir, 'berth.yaml')),
  );
  const [only] = found;
  return found.length === 1 && only !== undefined ? { dir: only, found: true } : null;
}

function foldersIn(dir: string): string[] {
  try {
    return readdirSync(dir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
      .map((entry) => join(dir, entry.name));
  } catch {
    // A folder that may not be read holds no project that could be opened.
    return [];
  }
}
