import type { EngineFacts } from '../../ports/docker.ts';

/** What is read of GET /version and GET /info to tell what answers; every field may be missing. */
export type ProductJson = {
  readonly Components?: readonly { readonly Name?: string }[] | null;
  readonly Platform?: { readonly Name?: string } | null;
  readonly Os?: string;
  readonly OSType?: string;
  readonly OperatingSystem?: string;
};

/**
 * Which program answers and for which system it runs containers. Podman names its own component (recorded from Podman 4.3);
 * Docker Desktop its platform. Windows containers are told by the engine's own system: Docker Desktop has one engine for each.
 */
export function productOf(
  version: ProductJson,
  info: ProductJson | null,
): Pick<EngineFacts, 'product' | 'containers'> {
  const names = (version.Components ?? []).map(({ Name = '' }) => Name);
  const platform = `${version.Platform?.Name ?? ''} ${info?.OperatingSystem ?? ''}`;
  const system = (info?.OSType ?? version.Os ?? '').toLowerCase();
  const product = names.some((name) => name.startsWith('Podman'))
    ? 'Podman'
    : platform.includes('Docker Desktop')
      ? 'Docker Desktop'
      : names.includes('Engine')
        ? 'Docker Engine'
        : 'an engine of another kind';
  return { product, containers: system === 'windows' ? 'windows' : 'linux' };
}
