import type { GoalFlags } from '../../contract/goal-flags.ts';
import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Model } from '../compose/model.ts';

/** What the flags of `docker compose up` ask for beyond the Compose file. */
export type UpFlags = {
  /** `always`: every selected service, what they depend on as usual. `never`: a container that differs stays. */
  readonly recreate: 'diverged' | 'always' | 'never';
  /** True: what selected services depend on is made anew too. */
  readonly recreateDependencies: boolean;
  /** True: only the services named, without what they depend on. */
  readonly noDeps: boolean;
  /** How many containers instead of what the file says. */
  readonly scale: Readonly<Record<ServiceName, number>>;
  /** True: containers of services that the file no longer has are removed. */
  readonly removeOrphans: boolean;
  /** True: nothing is said of them. */
  readonly ignoreOrphans: boolean;
  /** `always`: whatever has a build section is built, even if its image is there. `never`: what is missing is pulled. */
  readonly build: 'missing' | 'always' | 'never';
  /** In place of each service's own `pull_policy`; null: as the file says. */
  readonly pull: 'always' | 'missing' | 'never' | null;
  /** `settled`: an earlier part of the same run has pulled and built all there was to. */
  readonly images: 'wanted' | 'settled';
  /** True: selected services are made anew with new anonymous volumes. */
  readonly renewAnonymousVolumes: boolean;
  /** False: containers are made and not started. */
  readonly starts: boolean;
  /** What becomes of a network or volume that is other than the file says. */
  readonly changedNetworks: 'refuse' | 'keep' | 'recreate';
  readonly changedVolumes: 'refuse' | 'keep' | 'recreate';
  /** For containers that are replaced or no longer wanted; null: their own. */
  readonly graceSeconds: number | null;
};

/** No flag at all. */
export const asTheFileSays: UpFlags = {
  recreate: 'diverged',
  recreateDependencies: false,
  noDeps: false,
  scale: {},
  removeOrphans: false,
  ignoreOrphans: false,
  build: 'missing',
  pull: null,
  images: 'wanted',
  renewAnonymousVolumes: false,
  starts: true,
  changedNetworks: 'refuse',
  changedVolumes: 'refuse',
  graceSeconds: null,
};

/** COMPOSE_REMOVE_ORPHANS, which `create` does not hear (docker compose 2.40), and COMPOSE_IGNORE_ORPHANS. */
export type OrphanRule = { readonly removes: boolean; readonly ignores: boolean };

/** The flags as they were given, on top of what the environment and the file say. */
export const upFlagsOf = (
  given: GoalFlags,
  images: UpFlags['images'],
  orphans: OrphanRule = { removes: false, ignores: false },
): UpFlags => ({
  ...asTheFileSays,
  removeOrphans: orphans.removes && given.starts !== false,
  ignoreOrphans: orphans.ignores,
  ...given,
  images,
});

/** When a container of a service is made anew. `named` empty: every service is selected. */
export function recreatePolicy(
  flags: UpFlags,
  named: ReadonlySet<ServiceName>,
  service: ServiceName,
): UpFlags['recreate'] {
  const selected = named.size === 0 || named.has(service);
  if (flags.renewAnonymousVolumes && selected) return 'always';
  if (flags.recreateDependencies && !selected) return 'always';
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

/** The model in which these services depend on each other alone: what `--no-deps` makes of it, labels too. */
export function withoutOthers(model: Model, chosen: readonly ServiceName[]): Model {
  const services = chosen.map((name) => {
    const { depends_on: edges = {}, ...rest } = model.services[name] ?? { command: null, entrypoint: null };
    const kept = Object.entries(edges).filter(([other]) => chosen.includes(other));
    return [name, { ...rest, depends_on: Object.fromEntries(kept) }] as const;
  });
  return { ...model, services: { ...model.services, ...Object.fromEntries(services) } };
}

/** Flags that contradict each other or the file, as docker compose refuses them. Problem: request-invalid. */
export function faultsOfFlags(flags: UpFlags, model: Model): Problem[] {
  const { recreate, scale } = flags;
  const never = recreate === 'never';
  const messages = [
    ...(flags.removeOrphans && flags.ignoreOrphans
      ? ['COMPOSE_IGNORE_ORPHANS is set: orphans cannot be removed as well.']
      : []),
    ...(never && flags.recreateDependencies
      ? ['Dependencies cannot be made anew where nothing may be made anew.']
      : []),
    ...(never && flags.renewAnonymousVolumes
      ? ['Anonymous volumes are renewed with their containers, and none may be made anew.']
      : []),
    ...Object.entries(scale).flatMap(([name, count]) => {
      const fixed = model.services[name]?.container_name;
      return fixed !== undefined && count > 1
        ? [`${name} has the container name ${fixed}, which only one container can have.`]
        : [];
    }),
  ];
  return messages.map((message) => ({ kind: 'request-invalid', message }));
}
