import type { KeyName, ServiceName } from '../contract/names.ts';
import { networkHash, serviceHash, volumeHash } from '../core/compose/hash.ts';
import type { Model, ServiceModel } from '../core/compose/model.ts';
import { withLenders } from '../core/plan/lend.ts';
import { firstContainer, lendersOf } from '../core/plan/made-containers.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import { mapStrings, unseal } from '../core/secrets/sealed.ts';

/** Values of secrets. They go into hashes and into nothing else. */
type Values = Readonly<Record<KeyName, string>>;

/** The config hash of a service that borrows from others, by the ids of their first containers. */
export type HashWith = (service: ServiceName, ids: Readonly<Record<ServiceName, string>>) => string;

/** Compose's config hashes, with the values of secrets where it has them, and the containers there are now. */
export function hashesOf(model: Model, values: Values, containers: readonly ObservedContainer[]): Hashes {
  const hashWith = hasher(model, values);
  return {
    services: Object.fromEntries(
      Object.entries(model.services).map(([name, service]) => [
        name,
        hashWith(name, firstIds(service, containers)),
      ]),
    ),
    networks: each(model.networks, (network) => networkHash(opened(network, values))),
    volumes: each(model.volumes, (volume) => volumeHash(opened(volume, values))),
  };
}

/** For the hash of a service whose lenders are made while a plan runs. A service the model does not have hashes to nothing. */
export const hasher =
  (model: Model, values: Values): HashWith =>
  (name, ids) => {
    const service = model.services[name];
    return service === undefined ? '' : serviceHash(opened(withLenders(service, ids), values));
  };

/** A part of the model with values in place of references, to be hashed and nothing else. */
export const opened = <T>(part: T, values: Values): T =>
  mapStrings(part, (text) => unseal(text, (name) => values[name] ?? ''));

const firstIds = (
  service: ServiceModel,
  containers: readonly ObservedContainer[],
): Record<ServiceName, string> =>
  Object.fromEntries(
    lendersOf(service).flatMap((lender) => {
      const first = firstContainer(containers, lender);
      return first === null ? [] : [[lender, first.id]];
    }),
  );

const each = <T>(record: Readonly<Record<string, T>>, hash: (item: T) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, item]) => [key, hash(item)]));
