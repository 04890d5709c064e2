import type { BuildRequest } from '../../ports/docker.ts';
import { cacheEntry, isFolder } from './build-solve.ts';
import { isGiven, listOf, textsOf } from './build-values.ts';

/** Keys of `build:`, as a person writes them, that cannot be done at all: they need more of a client than this one is. */
export function unsupportedKeys({ build }: BuildRequest): readonly string[] {
  const local = (key: string): string[] =>
    textsOf(build[key])
      .map(cacheEntry)
      .filter(({ Type }) => Type === 'local' || Type === 'gha')
      .map(({ Type }) => `${key} of type ${Type}`);
  return [
    ...['provenance', 'sbom'].filter((key) => isGiven(build[key])),
    ...local('cache_from'),
    ...local('cache_to'),
    ...listOf(build['additional_contexts'])
      .filter(([, source]) => source.startsWith('oci-layout://'))
      .map(([name]) => `additional_contexts.${name} (oci-layout)`),
  ];
}

/** The same for an engine without BuildKit's own interface, where a build is one request with an archive. */
export function unsupportedWithoutSession(request: BuildRequest): readonly string[] {
  const { build, secrets = [] } = request;
  const keys = ['ssh', 'additional_contexts', 'cache_to', 'entitlements', 'privileged', 'ulimits'];
  return [
    ...unsupportedKeys(request),
    ...(secrets.length > 0 ? ['secrets'] : []),
    ...keys.filter((key) => isGiven(build[key])),
  ];
}

/** Folders of `additional_contexts` by their names. */
export const contextFolders = ({ build }: BuildRequest): (readonly [string, string])[] =>
  listOf(build['additional_contexts']).filter(([, source]) => isFolder(source));
