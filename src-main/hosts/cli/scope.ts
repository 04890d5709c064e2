import { dirname, isAbsolute, join } from 'node:path';
import { existsSync, readdirSync } from 'node:fs';
import type { ComposeOptions } from '../../contract/compose-options.ts';
import { environments, type Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { isRemoteFile, remoteFileRefusal } from '../../contract/remote-file.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { World } from './world.ts';

/** The options that every command has, as given. */
export type ScopeOptions = {
  readonly project?: string;
  /** True: `config --environment` of docker compose, which names none. */
  readonly environment?: string | true;
  readonly file?: readonly string[];
  readonly projectName?: string;
  readonly profile?: readonly string[];
  readonly envFile?: readonly string[];
  readonly projectDirectory?: string;
  readonly compatibility?: boolean;
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
  readonly compose: ComposeOptions;
  readonly json: boolean;
};

/** A Compose file of this name is standard input. */
export const standardInput = '-';

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
  const given = options.environment === true ? undefined : options.environment;
  const name = given ?? (world.variables['BERTH_ENVIRONMENT'] || 'local');
  const environment = environments.find((known) => known === name);
  if (environment === undefined) return fail({ kind: 'environment-unknown', name, known: environments });
  const remote = options.file?.find(isRemoteFile);
  if (remote !== undefined) return fail({ kind: 'compose-invalid', at: null, ...remoteFileRefusal(remote) });
  const absolute = (path: string): string => (isAbsolute(path) ? path : join(world.workingDir, path));
  const files =
    options.file?.map((path) => (path === standardInput ? standardInput : absolute(path))) ?? null;
  const projectDirectory = options.projectDirectory === undefined ? null : absolute(options.projectDirectory);
  const asked = { dir: options.project === undefined ? null : absolute(options.project), files };
  const place = placeOf({ ...asked, projectDirectory }, world);
  const { from, ...where } = place;
  const compose = {
    ...(from === where.dir ? {} : { from }),
    ...(options.projectName === undefined ? {} : { projectName: options.projectName }),
    ...(options.profile === undefined ? {} : { profiles: options.profile }),
    ...(options.envFile === undefined ? {} : { envFiles: options.envFile.map(absolute) }),
    ...(projectDirectory === null ? {} : { projectDirectory }),
    ...(options.compatibility === true ? { compatibility: true } : {}),
  };
  return ok({ ...where, environment, files, compose, json: options.json === true });
}

type Place = Pick<Scope, 'dir' | 'found'>;
type Asked = Pick<Scope, 'files'> & { readonly dir: string | null; readonly projectDirectory: string | null };

/** Where the project lies, and the folder that docker compose would be started in. */
function placeOf(asked: Asked, world: Pick<World, 'variables' | 'workingDir'>): Place & { from: string } {
  const { workingDir: from, variables } = world;
  if (asked.dir !== null) return { dir: asked.dir, found: true, from: asked.dir };
  if (asked.projectDirectory !== null && existsSync(asked.projectDirectory))
    return { dir: asked.projectDirectory, found: true, from };
  if (asked.files !== null) {
    const first = asked.files.find((path) => path !== standardInput);
    return { dir: first === undefined ? from : dirname(first), found: true, from };
  }
  const above = upward(from);
  if (above !== null) return { ...above, from };
  if ((variables['COMPOSE_FILE'] ?? '') !== '') return { dir: from, found: true, from };
  // Nothing docker compose would find: the one project below is meant, as if started there.
  const only = below(from) ?? { dir: from, found: false };
  return { ...only, from: only.dir };
}

/** As docker compose looks: the nearest folder, from here to the root, that holds a profile or a Compose file. */
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
