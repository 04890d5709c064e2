import type { BoundProject } from './bind-project.ts';
import type { ServiceModel } from './model.ts';

/**
 * The services whose profiles are active; `*` is every profile. A service without profiles is always on. No profile named
 * means the one with an empty name: so does compose, which splits an empty list.
 */
export function enabledServices(
  services: Readonly<Record<string, ServiceModel>>,
  profiles: readonly string[],
): Readonly<Record<string, ServiceModel>> {
  const active = profiles.length === 0 ? [''] : profiles;
  const isOn = ({ profiles: own = [] }: ServiceModel): boolean =>
    own.length === 0 || active.includes('*') || own.some((profile) => active.includes(profile));
  return Object.fromEntries(Object.entries(services).filter(([, service]) => isOn(service)));
}

/** A project with the given services and only what they use: a network, volume or secret that nobody uses is not made. */
export function onlyUsed(
  project: BoundProject,
  services: Readonly<Record<string, ServiceModel>>,
): BoundProject {
  const all = Object.values(services);
  const sources = (references: readonly { readonly source?: string }[] = []): string[] =>
    references.flatMap(({ source }) => source ?? []);
  const mounted = all.flatMap(({ volumes = [] }) => sources(volumes.filter(({ type }) => type === 'volume')));
  const builds = all.flatMap(({ build }) =>
    sources((build?.secrets ?? []) as readonly { readonly source?: string }[]),
  );
  return {
    services,
    networks: keep(
      project.networks,
      all.flatMap(({ networks = {} }) => Object.keys(networks)),
    ),
    volumes: keep(project.volumes, mounted),
    secrets: keep(project.secrets, [...all.flatMap(({ secrets }) => sources(secrets)), ...builds]),
    configs: keep(
      project.configs,
      all.flatMap(({ configs }) => sources(configs)),
    ),
    models: keep(
      project.models,
      all.flatMap(({ models = {} }) => Object.keys(models)),
    ),
  };
}

function keep<T>(parts: Readonly<Record<string, T>>, used: readonly string[]): Readonly<Record<string, T>> {
  const names = new Set(used);
  return Object.fromEntries(Object.entries(parts).filter(([name]) => names.has(name)));
}
