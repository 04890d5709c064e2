import { networkHash, serviceHash, volumeHash } from '../core/compose/hash.ts';
import type { Model } from '../core/compose/model.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import { mapStrings, unseal } from '../core/secrets/sealed.ts';

/**
 * Compose's own config hashes. They cover the values of the environment, secrets among them, because that is what makes the
 * labels equal to those of docker compose; so they are made here, where the values are at hand, and only they go on.
 * A secret without a value hashes as its reference: such a project is not started.
 */
export function hashesOf(model: Model, values: Readonly<Record<string, string>>): Hashes {
  const revealed = mapStrings(model, (text) => unseal(text, (name) => values[name] ?? `\${${name}}`));
  const each = <T>(record: Readonly<Record<string, T>>, hash: (item: T) => string): Record<string, string> =>
    Object.fromEntries(Object.entries(record).map(([key, item]) => [key, hash(item)]));
  return {
    services: each(revealed.services, serviceHash),
    networks: each(revealed.networks, networkHash),
    volumes: each(revealed.volumes, volumeHash),
  };
}
