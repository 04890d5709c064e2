import type { EpochMs, ServiceName } from './names.ts';

/** `volume`: its key in the Compose file. */
export type DatabaseGuess = { readonly service: ServiceName; readonly volume: string };

export type DatabaseView = {
  readonly service: ServiceName;
  /** The logical volume: its key in the Compose file. */
  readonly volume: string;
  readonly current: number;
  /** The generation that undo returns to; null where there is none. */
  readonly undo: number | null;
  readonly generations: readonly GenerationView[];
  readonly snapshots: readonly SnapshotView[];
  /** Where other programs of this machine reach it; null: it publishes no port. */
  readonly connection: ConnectionView | null;
  /** null: it is not reset in the environment that is open. */
  readonly fresh: FreshView | null;
};

/** What a reset fills a database with. */
export type FreshView = {
  /** null: the profile names no command that migrates it. */
  readonly migrate: FillingCommand | null;
  readonly seed: SeedView;
};

/** `command`: as one types it into a shell. */
export type FillingCommand = { readonly service: ServiceName; readonly command: string };

export type SeedView =
  | ({ readonly kind: 'command' } & FillingCommand)
  | {
      readonly kind: 'bundle';
      /** As the profile has it: relative to its folder. */
      readonly file: string;
      /** Id of the one key that may have signed it. */
      readonly signer: string;
      /** The project whose data it is; null: this one. */
      readonly fromProject: string | null;
    }
  /** `whyNot`: one sentence. */
  | { readonly kind: 'none'; readonly whyNot: string };

/** Without a password: no route reads one back. `user` and `database` null: a secret, or not known. */
export type ConnectionView = {
  readonly scheme: 'postgresql' | 'mysql' | 'mongodb' | 'redis' | 'tcp';
  readonly host: string;
  readonly port: number;
  readonly user: string | null;
  readonly database: string | null;
};

/** `ready`: copied beforehand, the next reset makes it live. `unused`: begun and not whole, or no longer of use. */
export type GenerationRole = 'live' | 'undo' | 'past' | 'ready' | 'unused';

export type GenerationView = {
  readonly number: number;
  /** The engine's name of the physical volume. */
  readonly volume: string;
  readonly createdAt: EpochMs | null;
  readonly current: boolean;
  readonly role: GenerationRole;
  /** True: retention never deletes it. */
  readonly kept: boolean;
  /** What it took on the disk when it was made; null where it could not be told. */
  readonly bytes: number | null;
  /** Version of the server that wrote it, e.g. `16`; null where it could not be told. */
  readonly server: string | null;
};

/** `current` and `pending` null: the profile names no command that prints the revision of the database. */
export type MigrationsView = {
  readonly head: string;
  /** null also where the database has no revision yet. */
  readonly current: string | null;
  readonly pending: boolean | null;
};

export type SnapshotView = {
  readonly name: string;
  readonly volume: string;
  readonly takenAt: EpochMs | null;
  readonly bytes: number | null;
  readonly server: string | null;
  /** Number of the generation that it is a copy of, or the bundle that it came in. */
  readonly of: string;
  readonly image: string;
  /** Digest of the image; empty where none was known. */
  readonly digest: string;
  /** Of the migrations; empty where it was not known. */
  readonly revision: string;
  /** The Git commit that was checked out; empty where it was none. */
  readonly commit: string;
  readonly note: string;
};

/** A key whose bundles may be imported, and who it was said to be of. */
export type BundleKeyView = { readonly name: string; readonly id: string };
