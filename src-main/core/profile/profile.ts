import type { Environment, KeyName, ServiceName } from '../../contract/names.ts';

/** The content of `berth.yaml`, checked and with defaults filled in. `schema.ts` is its source; this is its shape. */
export type Profile = {
  readonly berth: 1;
  /** Identity: survives clones and renames; names the keychain entries. */
  readonly project: string;
  /** Compose files relative to the profile's folder; empty: found as docker compose finds them. */
  readonly compose: readonly string[];
  readonly keys: Readonly<Record<KeyName, KeyRule>>;
  readonly services: Readonly<Record<ServiceName, ServiceRule>>;
  readonly database: DatabaseRule | null;
  readonly environments: Readonly<Partial<Record<Environment, EnvironmentRule>>>;
  readonly needs: {
    readonly engine: string | null;
    readonly memory: string | null;
    readonly disk: string | null;
  };
};

export type KeyRule = {
  readonly describe: string;
  readonly secret: boolean;
  readonly type: 'text' | 'port' | 'integer' | 'number' | 'boolean' | 'url';
  readonly oneOf: readonly string[] | null;
  /** Only for values that are safe on a developer's own machine. */
  readonly default: string | null;
  /** Composed from other keys: text with `${NAME}`. */
  readonly from: string | null;
  readonly generate: GenerateRule | null;
  readonly delivery: 'env' | 'file';
};

export type GenerateRule =
  /** Letters and digits, that many. */
  | { readonly password: number }
  /** Random bytes as hex, that many bytes. */
  | { readonly hex: number }
  /** A private key in PEM (PKCS #8), that many bits. */
  | { readonly rsa: number };

export type ServiceRule = {
  /** With `${NAME}` of keys. */
  readonly url: string | null;
  readonly health: string | null;
  readonly ready: string | null;
  readonly version: string | null;
  readonly metrics: string | null;
};

export type DatabaseRule = {
  readonly service: ServiceName;
  readonly volume: string;
  readonly migrate: StepRule | null;
  readonly seed: SeedRule | null;
};

/** What a fresh database holds beside its schema: what a command puts there, or the data of a bundle. */
export type SeedRule = StepRule | BundleRule;

/** A snapshot that the team shares. Whoever takes the profile takes the word of its signer, and of nobody else. */
export type BundleRule = {
  /** Relative to the profile's folder. */
  readonly bundle: string;
  /** Id of the one key that may have signed it, 32 hex digits. */
  readonly signer: string;
  /** The project whose data it is, where that is another one; null: this one. */
  readonly fromProject: string | null;
};

/** A command run in a one-off container of a service. `inputs`: files and folders that its outcome depends on. */
export type StepRule = {
  readonly service: ServiceName;
  readonly command: readonly string[];
  readonly heads: readonly string[] | null;
  /** Prints the revision of the database; absent or null: there is no such command. */
  readonly current?: readonly string[] | null;
  readonly inputs: readonly string[];
};

export type EnvironmentRule = {
  readonly seed: boolean;
  readonly ephemeral: boolean;
  readonly require: readonly KeyName[];
};
