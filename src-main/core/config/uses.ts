import type { KeyName, ServiceName } from '../../contract/names.ts';
import type { KeyView, SecretView } from '../../contract/view.ts';
import type { Model } from '../compose/model.ts';
import type { Profile } from '../profile/profile.ts';
import { mapStrings } from '../secrets/sealed.ts';
import type { Config, ResolvedKey } from './config.ts';

export type Uses = ReadonlyMap<KeyName, readonly ServiceName[]>;

/** The services in whose model the text of a secret stands: its own reference, or for a composed one its whole text. */
export function secretUses(model: Model, config: Config): Uses {
  const texts = Object.entries(model.services).map(([service, rule]) => ({
    service,
    strings: stringsIn(rule),
  }));
  const uses = Object.values(config.keys).flatMap(({ name, secret, text }) => {
    if (!secret || text === null) return [];
    const services = texts.filter(({ strings }) => strings.some((string) => string.includes(text)));
    return [[name, services.map(({ service }) => service)] as const];
  });
  return new Map(uses);
}

function stringsIn(value: unknown): readonly string[] {
  const found: string[] = [];
  mapStrings(value, (text) => {
    found.push(text);
    return text;
  });
  return found;
}

/** Key views with who uses them filled in. */
export const withUses = (views: readonly KeyView[], uses: Uses): KeyView[] =>
  views.map((view) => ({ ...view, usedBy: uses.get(view.name) ?? view.usedBy }));

/** The secrets of a profile as a door shows them, in its order. */
export function secretViews(profile: Profile, config: Config, uses: Uses): SecretView[] {
  return Object.entries(profile.keys).flatMap(([name, rule]) => {
    const key = Object.hasOwn(config.keys, name) ? config.keys[name] : undefined;
    if (!rule.secret || key === undefined) return [];
    const view: SecretView = {
      name,
      describe: rule.describe,
      status: statusOf(key),
      origin: key.origin,
      usedBy: uses.get(name) ?? [],
      canGenerate: rule.generate !== null,
      delivery: rule.delivery,
    };
    return [view];
  });
}

function statusOf(key: ResolvedKey): SecretView['status'] {
  if (key.text === null) return 'missing';
  return key.origin === 'composed' ? 'composed' : 'set';
}
