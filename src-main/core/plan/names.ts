import type { Model, ServiceModel } from '../compose/model.ts';

/** What names of containers and built images are put together from. */
export type Named = Pick<Model, 'name' | 'separator'>;

/** `-`, as docker compose 2 names things, or `_`, as it does with `--compatibility`. */
export const joined = ({ separator }: Pick<Named, 'separator'>, ...words: readonly string[]): string =>
  words.join(separator ?? '-');

/** The name of a service's container: `container_name`, else `<project>-<service>-<n>`. */
export const containerName = (model: Model, service: string, number: number): string =>
  model.services[service]?.container_name ?? joined(model, model.name, service, String(number));

/** The name of a one-off container, as `docker compose run` makes it from a slug of 64 hex digits. */
export const oneOffName = (project: Named, service: string, slug: string): string =>
  joined(project, project.name, service, 'run', slug.slice(0, 12));

/** The name that a replacement has until the container it replaces is gone. */
export const temporaryName = (oldId: string, name: string): string => `${oldId.slice(0, 12)}_${name}`;

/** A name that `temporaryName` made. */
export const temporary = /^[0-9a-f]{12}_/;

/** The image reference of a service: its own, or the one that a build without `image:` is tagged with. */
export const imageOf = (project: Named, service: string, model: ServiceModel): string =>
  model.image ?? joined(project, project.name, service);

/** How many containers a service is to have. */
export const wantedReplicas = (model: ServiceModel): number => model.scale ?? model.deploy?.replicas ?? 1;
