import type { Model, NetworkModel, ServiceModel, VolumeModel } from '../compose/model.ts';

/** The version that Compose's own labels name: the recipe of config hashes and requests is that of docker compose 2.40.3. */
export const composeVersion = '2.40.3';

/** What the labels of one container are made of. */
export type ContainerIdentity = {
  readonly project: string;
  readonly workingDir: string;
  readonly files: readonly string[];
  readonly environmentFiles: readonly string[];
  readonly service: string;
  /** All that are on. */
  readonly services: Model['services'];
  readonly model: ServiceModel;
  /** From 1; null for a one-off container. */
  readonly number: number | null;
  /** 64 hex digits, for a one-off container. */
  readonly slug: string | null;
  /** null where the image is not on the machine yet; the engine layer adds the label after the pull. */
  readonly imageId: string | null;
  readonly configHash: string;
  /** Name of the container that it replaces, as compose writes it: container_name or `<service>-<n>`. */
  readonly replaces: string | null;
};

/** Holds the id of the image that a container was made from. */
export const imageLabel = 'com.docker.compose.image';

/** Holds the hash of what the Compose file says of a container. */
export const hashLabel = 'com.docker.compose.config-hash';

/** Compose's container labels over the user's own (docker compose 2.40.3, seen in its requests). */
export function containerLabels(identity: ContainerIdentity): Record<string, string> {
  const { model } = identity;
  return {
    ...model.labels,
    'com.docker.compose.project': identity.project,
    'com.docker.compose.service': identity.service,
    'com.docker.compose.version': composeVersion,
    'com.docker.compose.project.working_dir': identity.workingDir,
    'com.docker.compose.project.config_files': identity.files.join(','),
    ...(identity.environmentFiles.length === 0
      ? {}
      : { 'com.docker.compose.project.environment_file': identity.environmentFiles.join(',') }),
    'com.docker.compose.oneoff': identity.slug === null ? 'False' : 'True',
    'com.docker.compose.config-hash': identity.configHash,
    'com.docker.compose.depends_on': dependsOnLabel(model, identity.services),
    ...(identity.imageId === null ? {} : { [imageLabel]: identity.imageId }),
    ...(identity.number === null ? {} : { 'com.docker.compose.container-number': String(identity.number) }),
    ...(identity.slug === null ? {} : { 'com.docker.compose.slug': identity.slug }),
    ...(identity.replaces === null ? {} : { 'com.docker.compose.replace': identity.replaces }),
  };
}

/** Without a service whose profile is off, as compose writes it. */
function dependsOnLabel(model: ServiceModel, services: Model['services']): string {
  return Object.entries(model.depends_on ?? {})
    .filter(([name]) => Object.hasOwn(services, name))
    .map(([name, dependency]) => `${name}:${dependency.condition}:${dependency.restart === true}`)
    .join(',');
}

/** Compose's network labels beside the user's own. */
export const networkLabels = (
  project: string,
  key: string,
  network: NetworkModel,
  hash: string,
): Record<string, string> => ({
  ...network.labels,
  'com.docker.compose.network': key,
  'com.docker.compose.project': project,
  'com.docker.compose.version': composeVersion,
  'com.docker.compose.config-hash': hash,
});

/** Compose's volume labels beside the user's own. */
export const volumeLabels = (
  project: string,
  key: string,
  volume: VolumeModel,
  hash: string,
): Record<string, string> => ({
  ...volume.labels,
  'com.docker.compose.volume': key,
  'com.docker.compose.project': project,
  'com.docker.compose.version': composeVersion,
  'com.docker.compose.config-hash': hash,
});

/** Labels of an image that is built for a service, as BuildKit gets them from compose. */
export const imageLabels = (
  project: string,
  service: string,
  model: ServiceModel,
): Record<string, string> => ({
  ...model.build?.labels,
  'com.docker.compose.project': project,
  'com.docker.compose.service': service,
  'com.docker.compose.version': composeVersion,
});
