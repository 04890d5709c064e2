import type { KeyName, Origin } from '../../contract/names.ts';
import type { KeyRule } from '../profile/profile.ts';
import { seal } from '../secrets/sealed.ts';
import type { Sources } from './config.ts';
import type { Policy } from './policy.ts';

/** One place that has a value for a key. `text` null: it has one that is composed (from) and not filled in yet. */
export type Candidate = { readonly origin: Origin; readonly text: string | null };

export type Candidates = {
  /** The places that count, the winner first. */
  readonly inForce: readonly Candidate[];
  /** Places that have a value and are never read for this key here. */
  readonly ignored: readonly Origin[];
};

/**
 * Where a key has a value, by precedence: environment variable; for a secret then the keychain, else `.env.local` where the
 * environment reads it; then what it is composed of; then its default. An empty variable is no value for a secret.
 */
export function candidatesOf(name: KeyName, rule: KeyRule, sources: Sources, policy: Policy): Candidates {
  const files = fileOrigins(name, sources);
  const inForce: readonly (Candidate | null)[] = rule.secret
    ? [secretVariable(name, sources), inKeychain(name, sources, policy), composed(rule)]
    : [
        fixed('environment variable', own(sources.variables, name)),
        inEnvLocal(name, sources, policy),
        composed(rule),
        fixed('default', rule.default),
      ];
  return {
    inForce: inForce.filter((candidate) => candidate !== null),
    ignored: rule.secret || !policy.readsEnvLocal ? files : files.filter((origin) => origin !== '.env.local'),
  };
}

/** The value of an own property; null when there is none, also for names that every object has. */
export const own = (record: Readonly<Record<string, string>>, name: string): string | null =>
  Object.hasOwn(record, name) ? (record[name] ?? null) : null;

/** The `.env` files that hold a value for a name; an empty one is a placeholder and does not count. */
export function fileOrigins(name: KeyName, sources: Sources): readonly ('.env.local' | '.env')[] {
  const files = [
    ['.env.local', sources.dotEnvLocal],
    ['.env', sources.dotEnv],
  ] as const;
  return files.filter(([, values]) => (own(values, name) ?? '') !== '').map(([origin]) => origin);
}

const fixed = (origin: Origin, text: string | null): Candidate | null =>
  text === null ? null : { origin, text };

const secretVariable = (name: KeyName, sources: Sources): Candidate | null =>
  (own(sources.variables, name) ?? '') === '' ? null : { origin: 'environment variable', text: seal(name) };

const inKeychain = (name: KeyName, sources: Sources, policy: Policy): Candidate | null =>
  policy.usesKeychain && sources.keychain?.has(name) === true
    ? { origin: 'keychain', text: seal(name) }
    : null;

const inEnvLocal = (name: KeyName, sources: Sources, policy: Policy): Candidate | null =>
  policy.readsEnvLocal ? fixed('.env.local', own(sources.dotEnvLocal, name)) : null;

const composed = (rule: KeyRule): Candidate | null =>
  rule.from === null ? null : { origin: 'composed', text: null };
