import type { KeyName, ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { SecretView } from '../../contract/view.ts';
import type { BundleHead } from '../database/bundle.ts';
import type { Profile } from '../profile/profile.ts';

/** What was found out about a machine and, where one is open, a project. null: not asked or not to be told. */
export type Facts = {
  readonly engine: EngineFact;
  readonly keychain: KeychainFact | null;
  /** Where the engine keeps its data when that is on this machine, else the project's folder. */
  readonly disk: { readonly path: string; readonly freeBytes: number } | null;
  /** What this machine has in all; the engine may have less (see `engine`). */
  readonly memoryBytes: number | null;
  readonly project: ProjectFact | null;
};

export type EngineFact =
  | {
      readonly state: 'ready';
      readonly version: string;
      readonly endpoint: string;
      readonly memoryBytes: number | null;
      readonly apiVersion: string;
      /** Which program answers, as a person knows it. */
      readonly product: string;
      /** The system that its containers are for. */
      readonly containers: 'linux' | 'windows';
    }
  | { readonly state: 'unreachable'; readonly problem: Problem };

export type KeychainFact =
  | { readonly state: 'ready'; readonly name: string }
  | { readonly state: 'failed'; readonly problem: Problem };

export type ProjectFact = {
  readonly dir: string;
  /** null: there is no profile, or it is faulty (then `problems` says why). */
  readonly needs: Profile['needs'] | null;
  readonly profile: 'read' | 'faulty' | 'none';
  /** Faults of the profile, the Compose files and the keys; missing secrets are taken from `secrets`. */
  readonly problems: readonly Problem[];
  readonly secrets: readonly Pick<SecretView, 'name' | 'status' | 'canGenerate'>[];
  readonly ports: readonly PortFact[];
  /** The bundle that is the project's seed, and what was found wrong with it. Absent or null: none is. */
  readonly seed?: SeedFact | null;
};

/** `head` null: it could not be read; then `problems` says why. */
export type SeedFact = {
  readonly file: string;
  readonly head: BundleHead | null;
  readonly problems: readonly Problem[];
};

/** A host port that the model publishes. */
export type PortFact = {
  readonly service: ServiceName;
  readonly port: number;
  readonly address: string;
  /** The key that sets it; null where none does. */
  readonly key: KeyName | null;
  readonly state: 'free' | 'this project' | 'taken';
  /** Who has it when it is taken; null where that cannot be told. */
  readonly owner: string | null;
};
