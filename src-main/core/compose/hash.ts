import { sha256Hex } from '../sha256.ts';
import { encode } from './encode.ts';
import type { NetworkModel, ServiceModel, VolumeModel } from './model.ts';
import { networkShape, volumeShape } from './project-shape.ts';
import { serviceShape } from './service-shape.ts';
import type { FieldShape, Shape } from './shape.ts';

/** What does not decide whether a container has to be made anew. */
const unhashed = ['build', 'pull_policy', 'scale', 'depends_on', 'profiles'];

/**
 * How a service is written before it is hashed: it changes between versions of docker compose. `2`: v2.30.2 to v2.40.3, seen
 * on 2.40.3. `5`: v5.0.0 and later, read from its source: create_host_path is written only when it is false.
 */
export type HashRecipe = '2' | '5';

/** The recipe of a docker compose version such as `2.40.3` or `v5.0.2`; that of 2 for one that cannot be read. */
export function hashRecipe(version: string): HashRecipe {
  const major = Number(/^v?(\d+)/.exec(version)?.[1] ?? '2');
  return major >= 5 ? '5' : '2';
}

const hashedIn2 = at(withoutFields(serviceShape, unhashed), ['deploy'], (deploy) =>
  withoutFields(deploy, ['replicas']),
);

const hashed: Readonly<Record<HashRecipe, Shape>> = {
  '2': hashedIn2,
  '5': at(hashedIn2, ['volumes', 'bind'], (bind) =>
    withFields(bind, (field) => (field.key === 'create_host_path' ? { ...field, presence: 'false' } : field)),
  ),
};

function withFields(shape: Shape, change: (field: FieldShape) => FieldShape): Shape {
  return shape.as === 'record' ? { as: 'record', fields: shape.fields.map(change) } : shape;
}

function withoutFields(shape: Shape, keys: readonly string[]): Shape {
  return shape.as === 'record'
    ? { as: 'record', fields: shape.fields.filter(({ key }) => !keys.includes(key)) }
    : shape;
}

/** `shape` with the part at a path of fields changed; lists are walked through. */
function at(shape: Shape, path: readonly string[], change: (shape: Shape) => Shape): Shape {
  if (shape.as === 'list') return { as: 'list', of: at(shape.of, path, change) };
  const [first, ...rest] = path;
  if (first === undefined) return change(shape);
  return withFields(shape, (field) =>
    field.key === first ? { ...field, shape: at(field.shape, rest, change) } : field,
  );
}

/**
 * The text that compose hashes for the label com.docker.compose.config-hash. Give it the service with values in place of
 * sealed references, and with `service:` references replaced by container ids.
 */
export const encodeServiceIn = (recipe: HashRecipe, service: ServiceModel): string =>
  encode(service, hashed[recipe]);

/** As `encodeServiceIn`, for docker compose 2. */
export const encodeService = (service: ServiceModel): string => encodeServiceIn('2', service);

export const serviceHashIn = (recipe: HashRecipe, service: ServiceModel): string =>
  sha256Hex(encodeServiceIn(recipe, service));

export const serviceHash = (service: ServiceModel): string => serviceHashIn('2', service);

export const networkHash = (network: NetworkModel): string => sha256Hex(encode(network, networkShape));

/** A volume without a driver is hashed as a local one. */
export const volumeHash = (volume: VolumeModel): string =>
  sha256Hex(encode({ ...volume, driver: volume.driver ?? 'local' }, volumeShape));
