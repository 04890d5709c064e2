import type { Model, ServiceModel } from '../compose/model.ts';

/** The name of a service's container: `container_name`, else `<project>-<service>-<n>`. */
export const containerName = (model: Model, service: string, number: number): string =>
  model.services[service]?.container_name ?? `${model.name}-${service}-${number}`;

/** The name of a one-off container, as `docker compose run` makes it from a slug of 64 hex digits. */
export const oneOffName = (project: string, service: string, slug: string): string =>
  `${project}-${service}-run-${slug.slice(0, 12)}`;

/** The name that a replacement has until the container it replaces is gone. */
export const temporaryName = (oldId: string, name: string): string => `${oldId.slice(0, 12)}_${name}`;

/** The image reference of a service: its own, or the one that a build without `image:` is tagged with. */
export const imageOf = (project: string, service: string, model: ServiceModel): string =>
  model.image ?? `${project}-${service}`;

/** How many containers a service is to have. */
export const wantedReplicas = (model: ServiceModel): number => model.scale ?? model.deploy?.replicas ?? 1;
