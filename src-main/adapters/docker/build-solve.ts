import { basename } from 'node:path';
import type { BuildRequest } from '../../ports/docker.ts';
import { listOf, textsOf } from './build-values.ts';
import { mapField, messageField, textField } from './protobuf.ts';
import { referenceOf } from './reference.ts';

export type SolveWish = {
  readonly request: BuildRequest;
  /** Names this build among those of the engine. */
  readonly ref: string;
  readonly session: string;
  /** A context that the engine fetches itself; null: it comes over the session. */
  readonly remote: string | null;
  /** The address that `host-gateway` stands for in extra hosts; null where the engine does not say. */
  readonly hostGateway: string | null;
};

/**
 * A message SolveRequest (moby/buildkit, api/services/control/control.proto): 1 Ref, 3 and 4 exporter and its attributes as
 * engines before 24 read them, 5 Session, 6 Frontend, 7 FrontendAttrs, 8 Cache {4 Exports {1 Type, 2 Attrs}}, 9 Entitlements,
 * 13 Exporters {1 Type, 2 Attrs}. The exporter `moby` puts the image among those of the engine.
 */
export function solveRequest(wish: SolveWish): Buffer {
  const { request, ref, session } = wish;
  const { build, image } = request;
  const names = { name: [image, ...(build.tags ?? [])].map(wholeName).join(',') };
  const exports = textsOf(build['cache_to']).map(cacheEntry);
  return Buffer.concat([
    textField(1, ref),
    textField(3, 'moby'),
    mapField(4, names),
    textField(5, session),
    textField(6, 'dockerfile.v0'),
    mapField(7, frontendAttributes(wish)),
    messageField(8, Buffer.concat(exports.map((entry) => messageField(4, cacheMessage(entry))))),
    ...entitlementsOf(request).map((name) => textField(9, name)),
    messageField(13, Buffer.concat([textField(1, 'moby'), mapField(2, names)])),
  ]);
}

/** A message StatusRequest {1 Ref} for the build of that name. */
export const statusRequest = (ref: string): Buffer => textField(1, ref);

function entitlementsOf({ build }: BuildRequest): string[] {
  const implied = [
    ...(build['network'] === 'host' ? ['network.host'] : []),
    ...(build['privileged'] === true ? ['security.insecure'] : []),
  ];
  return [...new Set([...textsOf(build['entitlements']), ...implied])];
}

/** A reference with registry, repository path and tag, as the engine stores it. */
function wholeName(text: string): string {
  const { name, version, registry } = referenceOf(text);
  const path =
    registry !== 'docker.io' ? name : name.includes('/') ? `docker.io/${name}` : `docker.io/library/${name}`;
  return `${path.replace(/^docker\.io\/docker\.io\//, 'docker.io/')}:${version}`;
}

/** Attributes of the frontend dockerfile.v0, as buildx 0.29 gives them (its documentation, and the frontend's own). */
function frontendAttributes({ request, remote, hostGateway }: SolveWish): Record<string, string> {
  const { build, labels } = request;
  const prefixed = (prefix: string, entries: Readonly<Record<string, string | null>>) =>
    Object.entries(entries).flatMap(([key, value]) =>
      value === null ? [] : [[`${prefix}:${key}`, value] as const],
    );
  const given = (name: string): string => (typeof build[name] === 'string' ? build[name] : '');
  const hosts = textsOf(build['extra_hosts']).map((host) => withGateway(host, hostGateway));
  const imports = textsOf(build['cache_from']).map(cacheEntry);
  const optional: readonly (readonly [string, string])[] = [
    ['context', remote ?? ''],
    ['target', build.target ?? ''],
    ['platform', textsOf(build['platforms'])[0] ?? ''],
    ['image-resolve-mode', build['pull'] === true ? 'pull' : ''],
    ['force-network-mode', ['host', 'none'].includes(given('network')) ? given('network') : ''],
    ['add-hosts', hosts.join(',')],
    ['shm-size', given('shm_size')],
    ['ulimit', ulimitsOf(build['ulimits']).join(',')],
    ['cache-imports', imports.length === 0 ? '' : JSON.stringify(imports)],
  ];
  return Object.fromEntries([
    ['filename', dockerfileName(request, remote)],
    ...(build['no_cache'] === true ? [['no-cache', ''] as const] : []),
    ...optional.filter(([, value]) => value !== ''),
    ...prefixed('build-arg', build.args ?? {}),
    ...prefixed('label', { ...build.labels, ...labels }),
    ...prefixed('context', contextsOf(request)),
  ]);
}

const dockerfileName = ({ build }: BuildRequest, remote: string | null): string => {
  if (build.dockerfile_inline !== undefined) return 'Dockerfile';
  const written = build.dockerfile ?? 'Dockerfile';
  return remote === null ? basename(written) : written;
};

/** Folders are read over the session by their own names; images and repositories are named as they are. */
function contextsOf({ build }: BuildRequest): Record<string, string> {
  return Object.fromEntries(
    listOf(build['additional_contexts']).map(([name, source]) => [
      name,
      isFolder(source) ? `local:${name}` : source,
    ]),
  );
}

/** True for a source of `additional_contexts` that is a folder of this machine. */
export const isFolder = (source: string): boolean =>
  !/^([a-z][a-z0-9+-]+:\/\/|git@|github\.com\/)/i.test(source);

const withGateway = (host: string, gateway: string | null): string =>
  gateway === null ? host : host.replace(/([=:])host-gateway$/, `$1${gateway}`);

function ulimitsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, limit]: readonly [string, unknown]) => {
    if (typeof limit !== 'object' || limit === null) return `${name}=${String(limit)}:${String(limit)}`;
    const { soft = 0, hard = soft } = limit as { readonly soft?: number; readonly hard?: number };
    return `${name}=${soft}:${hard}`;
  });
}

type CacheEntry = { readonly Type: string; readonly Attrs: Readonly<Record<string, string>> };

/** `user/app:tag` is short for `type=registry,ref=user/app:tag`. */
export function cacheEntry(written: string): CacheEntry {
  if (!written.includes('=')) return { Type: 'registry', Attrs: { ref: written } };
  const pairs = written.split(',').map((pair) => {
    const cut = pair.indexOf('=');
    return cut < 0
      ? ([pair, ''] as const)
      : ([pair.slice(0, cut).toLowerCase(), pair.slice(cut + 1)] as const);
  });
  const { type = '', ...Attrs } = Object.fromEntries<string>(pairs);
  return { Type: type, Attrs };
}

const cacheMessage = ({ Type, Attrs }: CacheEntry): Buffer =>
  Buffer.concat([textField(1, Type), mapField(2, Attrs)]);
