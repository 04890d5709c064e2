import type { Environment, KeyName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { KeyView } from '../../contract/view.ts';
import type { KeyRule, Profile } from '../profile/profile.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import type { Config, ResolvedKey, Sources } from './config.ts';
import { composeConfig } from './without-profile.ts';
import { faultsOfKey, unusedFileWarnings } from './key-faults.ts';
import { type Policy, policies } from './policy.ts';
import { printSealed } from '../secrets/sealed.ts';
import { fillTemplate, templateNames } from './template.ts';

export type ResolveInput = {
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly sources: Sources;
};

export type Resolution = {
  readonly config: Config;
  /** Everything missing, invalid or in the wrong place, of all keys at once. */
  readonly problems: readonly Problem[];
  /** What is allowed and yet worth knowing; one sentence each, no value in it. */
  readonly warnings: readonly string[];
  /** In the order of the profile; `usedBy` is empty: who uses a key shows only in the model (see `withUses`). */
  readonly views: readonly KeyView[];
  /**
   * Required secrets that only the keychain could have while `sources.keychain` is null. They are not reported as missing,
   * because nobody knows: the caller has the keychain's own problem and reports that instead.
   */
  readonly unanswered: readonly KeyName[];
};

/** What stands behind one key while all are resolved. */
export type Resolving = {
  readonly rule: KeyRule;
  readonly candidates: Candidates;
  readonly key: ResolvedKey;
  /** Its value is a default, or is composed of one. */
  readonly restsOnDefault: boolean;
};

/** Settles the value and the origin of every key of an environment. Without a profile: what docker compose would see. */
export function resolveConfig({ profile, environment, sources }: ResolveInput): Resolution {
  if (profile === null) return composeConfig(environment, sources);
  const policy = policies[environment];
  const all = resolveAll(profile, environment, sources, policy);
  const faults = new Map(
    [...all].map(([name, resolving]) => [name, faultsOfKey(name, resolving, all, environment, sources)]),
  );
  const keys = [...all.values()].map(({ key }) => key);
  return {
    config: {
      environment,
      hasProfile: true,
      keys: Object.fromEntries(keys.map((key) => [key.name, key])),
      values: Object.fromEntries(keys.flatMap(({ name, text }) => (text === null ? [] : [[name, text]]))),
    },
    problems: [...faults.values()].flatMap(({ problems }) => problems),
    warnings: unusedFileWarnings(all, policy),
    views: [...all.values()].map((resolving) =>
      viewOf(resolving, faults.get(resolving.key.name)?.problems ?? []),
    ),
    unanswered: [...faults].filter(([, { unanswered }]) => unanswered).map(([name]) => name),
  };
}

/** Each key once, the parts of a composed one before it; in the order of the profile. */
function resolveAll(
  profile: Profile,
  environment: Environment,
  sources: Sources,
  policy: Policy,
): Map<KeyName, Resolving> {
  const done = new Map<KeyName, Resolving>();
  const listed = new Set(profile.environments[environment]?.require ?? []);
  const resolve = (name: KeyName): Resolving | null => {
    const rule = Object.hasOwn(profile.keys, name) ? profile.keys[name] : undefined;
    if (rule === undefined) return null;
    const known = done.get(name);
    if (known !== undefined) return known;
    const required = listed.has(name) || (policy.requiresAll && rule.default === null);
    const resolving = resolveKey(name, rule, required, candidatesOf(name, rule, sources, policy), resolve);
    done.set(name, resolving);
    return resolving;
  };
  const names = Object.keys(profile.keys);
  for (const name of names) resolve(name);
  return new Map(names.flatMap((name) => [[name, done.get(name)] as const]).filter(isResolved));
}

const isResolved = (
  entry: readonly [KeyName, Resolving | undefined],
): entry is readonly [KeyName, Resolving] => entry[1] !== undefined;

function resolveKey(
  name: KeyName,
  rule: KeyRule,
  required: boolean,
  candidates: Candidates,
  resolve: (name: KeyName) => Resolving | null,
): Resolving {
  const [winner, ...losers] = candidates.inForce;
  const shadowed = [...losers.map(({ origin }) => origin), ...candidates.ignored];
  const parts = winner?.origin === 'composed' ? templateNames(rule.from ?? '').map(resolve) : [];
  const text =
    winner?.origin === 'composed'
      ? fillTemplate(rule.from ?? '', (part) => resolve(part)?.key.text ?? null)
      : (winner?.text ?? null);
  return {
    rule,
    candidates,
    key: {
      name,
      secret: rule.secret,
      text,
      origin: text === null ? null : (winner?.origin ?? null),
      shadowed,
      required,
    },
    restsOnDefault: winner?.origin === 'default' || parts.some((part) => part?.restsOnDefault === true),
  };
}

const viewOf = ({ rule, key }: Resolving, problems: readonly Problem[]): KeyView => ({
  name: key.name,
  describe: rule.describe,
  secret: rule.secret,
  required: key.required,
  type: rule.oneOf === null ? rule.type : `one of ${rule.oneOf.join(', ')}`,
  value: rule.secret || key.text === null ? null : printSealed(key.text),
  origin: key.origin,
  shadowed: key.shadowed,
  usedBy: [],
  problems,
});
