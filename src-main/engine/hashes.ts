import type { KeyName } from '../contract/names.ts';
import { networkHash, serviceHash, volumeHash } from '../core/compose/hash.ts';
import type { Model } from '../core/compose/model.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import { mapStrings, unseal } from '../core/secrets/sealed.ts';

/** Compose's config hashes, with the values of secrets where it has them. The values go into nothing else. */
export function hashesOf(model: Model, values: Readonly<Record<KeyName, string>>): Hashes {
  const open = <T>(part: T): T => mapStrings(part, (text) => unseal(text, (name) => values[name] ?? ''));
  return {
    services: each(model.services, (service) => serviceHash(open(service))),
    networks: each(model.networks, (network) => networkHash(open(network))),
    volumes: each(model.volumes, (volume) => volumeHash(open(volume))),
  };
}

const each = <T>(record: Readonly<Record<string, T>>, hash: (item: T) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(record).map(([key, item]) => [key, hash(item)]));
