import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';

/** What the flags of `docker compose up` ask for beyond the Compose file. */
export type UpFlags = {
  /** `always`: every selected service, what they depend on as usual. `never`: a container that differs stays. */
  readonly recreate: 'diverged' | 'always' | 'never';
  /** True: only the services named, without what they depend on. */
  readonly noDeps: boolean;
  /** How many containers instead of what the file says. */
  readonly scale: Readonly<Record<ServiceName, number>>;
  /** True: containers of services that the file no longer has are removed. */
  readonly removeOrphans: boolean;
  /** True: whatever has a build section is built, even if its image is there. */
  readonly build: boolean;
  /** In place of each service's own `pull_policy`; null: as the file says. */
  readonly pull: 'always' | 'missing' | 'never' | null;
  /** True: selected services are made anew with new anonymous volumes. */
  readonly renewAnonymousVolumes: boolean;
};

/** No flag at all. */
export const asTheFileSays: UpFlags = {
  recreate: 'diverged',
  noDeps: false,
  scale: {},
  removeOrphans: false,
  build: false,
  pull: null,
  renewAnonymousVolumes: false,
};

/** When a container of a service is made anew. `named` empty: every service is selected. */
export function recreatePolicy(
  flags: UpFlags,
  named: ReadonlySet<ServiceName>,
  service: ServiceName,
): UpFlags['recreate'] {
  const selected = named.size === 0 || named.has(service);
  if (flags.renewAnonymousVolumes && selected) return 'always';
  return flags.recreate === 'always' && !selected ? 'diverged' : flags.recreate;
}

/** The model with other numbers of containers. It hashes alike: compose hashes no scale. */
export function withScale(model: Model, scale: UpFlags['scale']): Model {
  if (Object.keys(scale).length === 0) return model;
  const services = Object.entries(model.services).map(([name, service]) => {
    const count = scale[name];
    return [name, count === undefined ? service : { ...service, scale: count }] as const;
  });
  return { ...model, services: Object.fromEntries(services) };
}
