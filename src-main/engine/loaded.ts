import type { ComposeOptions } from '../contract/compose-options.ts';
import type { Environment, KeyName, ServiceName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { KeyView, SecretView } from '../contract/view.ts';
import type { LoadInput } from '../core/compose/load-input.ts';
import type { Model } from '../core/compose/model.ts';
import type { RequestTexts } from '../core/plan/security-options.ts';
import type { OrphanRule } from '../core/plan/up-flags.ts';
import type { Profile } from '../core/profile/profile.ts';

/** All that the files, the environment and the keychain say of a project. */
export type Loaded = {
  readonly model: Model | null;
  /** What the model was loaded from; null where its files could not be read. Secrets are sealed in it. */
  readonly input: LoadInput | null;
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
  /** COMPOSE_REMOVE_ORPHANS and COMPOSE_IGNORE_ORPHANS, for up. */
  readonly orphans: OrphanRule;
  /** COMPOSE_PARALLEL_LIMIT; null: as many as Berth has itself. */
  readonly atOnce: number | null;
  /** Files whose contents requests carry. */
  readonly texts: RequestTexts;
};

export type LoadWish = {
  readonly dir: string;
  readonly environment: Environment;
  readonly files: readonly string[] | null;
  readonly compose?: ComposeOptions;
};
