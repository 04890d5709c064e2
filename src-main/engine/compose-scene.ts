import type { ComposeOptions } from '../contract/compose-options.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, type Result } from '../contract/result.ts';
import { type ComposeVariables, composeVariables } from '../core/compose/compose-variables.ts';
import { folderOf, foundFiles, namedFiles, type ProjectFiles } from './find-files.ts';
import type { LoadWish } from './loaded.ts';
import { type EnvFiles, readEnvFiles } from './read-env-files.ts';
import type { Scene, ScenePorts } from './scene.ts';
import { disablingFaults, fileListFaults } from './setting-faults.ts';

/**
 * A project without a profile, in the order in which docker compose 2.40 looks: the files of variables that are named, or
 * `.env` where it was started; then the Compose files, which those may name; then the project folder's own `.env`.
 */
export async function composeScene(ports: ScenePorts, wish: LoadWish): Promise<Scene> {
  const { files } = ports;
  const options = wish.compose ?? {};
  const start = options.from ?? wish.dir;
  const variables = { PWD: start, ...ports.machine.variables };
  const named = namedEnvFiles(ports, options, start);
  const firstDir = options.projectDirectory ?? folderOf(files, start, wish.files ?? []);
  const first = await envFiles(ports, named, firstDir, variables);
  const found = await findFiles(ports, wish, start, { ...first.values, ...variables });
  const dir = found.ok ? found.value.workingDir : firstDir;
  const second =
    named === null && dir !== firstDir
      ? await envFiles(ports, null, dir, { ...first.values, ...variables })
      : nothing;
  const dotEnv = { ...second.values, ...first.values };
  const settled = variablesFor(ports, { ...dotEnv, ...variables });
  const problems = [...first.problems, ...second.problems];
  return {
    found: problems.length > 0 && found.ok ? fail([]) : found,
    projectName: options.projectName || settled.projectName,
    profiles: options.profiles ?? settled.profiles,
    settings: {
      ...settled,
      compatible: options.compatibility === true || settled.compatible,
      environmentFiles: named,
    },
    sources: { variables, dotEnv, dotEnvLocal: {}, keychain: new Set() },
    kept: {},
    problems,
    keychainProblem: null,
    warnings: [...first.warnings, ...second.warnings],
  };
}

const variablesFor = (
  { machine }: Pick<ScenePorts, 'machine'>,
  values: Readonly<Record<string, string>>,
): ComposeVariables => composeVariables(values, machine.platform === 'win32' ? 'win32' : 'posix');

const nothing: EnvFiles = { values: {}, problems: [], warnings: [] };

/** Absolute. Only the process environment can name them besides the options; null: nobody does. */
function namedEnvFiles(ports: ScenePorts, { envFiles: own }: ComposeOptions, start: string) {
  const named = own ?? variablesFor(ports, ports.machine.variables).envFiles;
  return named === null || named.length === 0 ? null : named.map((file) => ports.files.resolve(start, file));
}

/** Named ones have to be there; `.env` need not, and is read as a folder's own unless a variable says otherwise. */
async function envFiles(
  ports: ScenePorts,
  named: readonly string[] | null,
  dir: string,
  known: Readonly<Record<string, string>>,
): Promise<EnvFiles> {
  const { files } = ports;
  if (named !== null) return readEnvFiles(files, named, known, 'refused');
  const faults = disablingFaults(known);
  if (faults.length > 0) return { ...nothing, problems: faults };
  const file = files.resolve(dir, '.env');
  if (variablesFor(ports, known).ignoresDotEnv || (await files.isFolder(file))) return nothing;
  const read = await readEnvFiles(files, [file], known, 'allowed');
  if (!variablesFor(ports, { ...read.values, ...known }).ignoresDotEnv) return read;
  // A `.env` that says it is not to be read: compose takes its own settings from it, and nothing else.
  const own = Object.entries(read.values).filter(([name]) => name.startsWith('COMPOSE_'));
  return { ...nothing, values: Object.fromEntries(own) };
}

/** Those that are named by options, else by COMPOSE_FILE, else what lies in the folder or above. */
async function findFiles(
  { files, machine }: ScenePorts,
  wish: LoadWish,
  start: string,
  values: Readonly<Record<string, string>>,
): Promise<Result<ProjectFiles, readonly Problem[]>> {
  const projectDirectory = wish.compose?.projectDirectory ?? null;
  const faults = wish.files === null ? fileListFaults(values, machine.platform) : [];
  if (faults.length > 0) return fail(faults);
  const named = wish.files ?? variablesFor({ machine }, values).files;
  return named === null
    ? foundFiles(files, projectDirectory ?? start, projectDirectory)
    : namedFiles(files, start, named, projectDirectory);
}
