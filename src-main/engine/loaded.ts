import type { Environment, KeyName, ServiceName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { KeyView, SecretView } from '../contract/view.ts';
import type { Model } from '../core/compose/model.ts';
import type { Profile } from '../core/profile/profile.ts';

/** All that the files, the environment and the keychain say of a project. */
export type Loaded = {
  readonly model: Model | null;
  readonly profile: Profile | null;
  /** Files that were read, absolute. */
  readonly files: readonly string[];
  readonly urls: Readonly<Record<ServiceName, string>>;
  readonly keys: readonly KeyView[];
  readonly secrets: readonly SecretView[];
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  /** Values of secrets that have one: for config hashes and for redaction, never for a view. */
  readonly values: Readonly<Record<KeyName, string>>;
};

export type LoadWish = {
  readonly dir: string;
  readonly environment: Environment;
  readonly files: readonly string[] | null;
};

export type Load = (wish: LoadWish, signal: AbortSignal) => Promise<Loaded>;
