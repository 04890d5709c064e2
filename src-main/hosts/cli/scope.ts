import { dirname, isAbsolute, join } from 'node:path';
import { existsSync } from 'node:fs';
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
  const place = dir === null ? searchUpward(world.workingDir) : { dir, found: true };
  return ok({ ...place, environment, files, json: options.json === true });
}

/** The nearest folder, from here to the root, that holds a profile or a Compose file; this folder where there is none. */
function searchUpward(start: string): { readonly dir: string; readonly found: boolean } {
  for (let dir = start; ; dir = dirname(dir)) {
    if (projectFiles.some((name) => existsSync(join(dir, name)))) return { dir, found: true };
    if (dirname(dir) === dir) return { dir: start, found: false };
  }
}
