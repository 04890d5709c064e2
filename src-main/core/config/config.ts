import type { Environment, KeyName, Origin } from '../../contract/names.ts';

/** Where values come from, read by the engine. A secret's own value is not in here unless its origin is a variable or a file. */
export type Sources = {
  /** The environment variables that the user set for this process. */
  readonly variables: Readonly<Record<string, string>>;
  readonly dotEnvLocal: Readonly<Record<string, string>>;
  readonly dotEnv: Readonly<Record<string, string>>;
  /** Names that the keychain holds a value for; null: the keychain could not be asked. */
  readonly keychain: ReadonlySet<KeyName> | null;
};

/** The keys of one environment with their values; a secret's value is its sealed reference. */
export type Config = {
  readonly environment: Environment;
  /** False: no profile; then `lookup` is what docker compose would see. */
  readonly hasProfile: boolean;
  readonly keys: Readonly<Record<KeyName, ResolvedKey>>;
  /** The values that interpolation may use, by name. With a profile: declared keys only. */
  readonly values: Readonly<Record<string, string>>;
};

export type ResolvedKey = {
  readonly name: KeyName;
  readonly secret: boolean;
  /** With sealed references for secrets; null: no value. */
  readonly text: string | null;
  readonly origin: Origin | null;
  readonly shadowed: readonly Origin[];
  readonly required: boolean;
};
