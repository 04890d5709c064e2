import { sha256Hex } from '../sha256.ts';
import { encode } from './encode.ts';
import type { NetworkModel, ServiceModel, VolumeModel } from './model.ts';
import { networkShape, volumeShape } from './project-shape.ts';
import { serviceShape } from './service-shape.ts';
import type { FieldShape, Shape } from './shape.ts';

/** What does not decide whether a container has to be made anew. */
const unhashed = ['build', 'pull_policy', 'scale', 'depends_on', 'profiles'];

const hashedService = changed(serviceShape, (field) =>
  unhashed.includes(field.key)
    ? null
    : field.key === 'deploy'
      ? { ...field, shape: withoutReplicas(field.shape) }
      : field,
);

function withoutReplicas(shape: Shape): Shape {
  return changed(shape, (field) => (field.key === 'replicas' ? null : field));
}

function changed(shape: Shape, change: (field: FieldShape) => FieldShape | null): Shape {
  return shape.as === 'record'
    ? { as: 'record', fields: shape.fields.flatMap((field) => change(field) ?? []) }
    : shape;
}

/**
 * The text that compose hashes for the label com.docker.compose.config-hash (docker compose v2.30.2 to v2.40.3). Give it the
 * service with values in place of sealed references, and with `service:` references replaced by container ids.
 */
export const encodeService = (service: ServiceModel): string => encode(service, hashedService);

export const serviceHash = (service: ServiceModel): string => sha256Hex(encodeService(service));

export const networkHash = (network: NetworkModel): string => sha256Hex(encode(network, networkShape));

/** A volume without a driver is hashed as a local one. */
export const volumeHash = (volume: VolumeModel): string =>
  sha256Hex(encode({ ...volume, driver: volume.driver ?? 'local' }, volumeShape));
