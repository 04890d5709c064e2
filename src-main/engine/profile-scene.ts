import { composeVariables } from '../core/compose/compose-variables.ts';
import type { Profile } from '../core/profile/profile.ts';
import { foundFiles, namedFiles } from './find-files.ts';
import type { LoadWish } from './loaded.ts';
import { readSources } from './read-sources.ts';
import type { Scene, ScenePorts } from './scene.ts';

/**
 * A project with a profile: values come from the declared sources alone, and the Compose files are those the user named,
 * else those the profile names, else COMPOSE_FILE, else what docker compose would find.
 */
export async function profileScene(ports: ScenePorts, wish: LoadWish, profile: Profile): Promise<Scene> {
  const { files, machine, keychain } = ports;
  const { variables, platform } = machine;
  const options = wish.compose ?? {};
  const own = await readSources({
    files,
    keychain,
    profile,
    environment: wish.environment,
    variables,
    dir: wish.dir,
    localFiles: options.envFiles ?? null,
  });
  const asked = composeVariables(variables, platform === 'win32' ? 'win32' : 'posix');
  const named = wish.files ?? (profile.compose.length > 0 ? profile.compose : asked.files);
  const projectDirectory = options.projectDirectory ?? null;
  return {
    found:
      named === null
        ? await foundFiles(files, projectDirectory ?? wish.dir, projectDirectory)
        : await namedFiles(files, wish.dir, named, projectDirectory),
    projectName: options.projectName || asked.projectName,
    profiles: options.profiles ?? asked.profiles,
    settings: {
      ...asked,
      compatible: options.compatibility === true || asked.compatible,
      environmentFiles: null,
    },
    sources: own.sources,
    kept: own.values,
    problems: own.problems,
    keychainProblem: own.keychainProblem,
    warnings: own.warnings,
  };
}
