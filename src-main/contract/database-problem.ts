import type { DatabaseGuess } from './database-view.ts';
import type { Environment, ServiceName } from './names.ts';

/** Every failure that a user can meet about the data of the database: a part of `Problem`. */
export type DatabaseProblem =
  /** `guess`: what it most likely is; null or absent: that cannot be told. */
  | { readonly kind: 'database-undeclared'; readonly guess?: DatabaseGuess | null }
  | {
      readonly kind: 'database-step-failed';
      readonly step: 'migrate' | 'seed';
      readonly exitCode: number;
      readonly log: readonly string[];
    }
  /** `exitCode` null: it is not known how it ended. */
  | {
      readonly kind: 'database-stop-unclean';
      readonly service: ServiceName;
      readonly exitCode: number | null;
      readonly log: readonly string[];
    }
  /** `to`: the engine's name of the volume that was to be filled. */
  | {
      readonly kind: 'copy-failed';
      readonly to: string;
      readonly exitCode: number | null;
      readonly log: readonly string[];
    }
  /** `heads` empty: the command named none. */
  | { readonly kind: 'migration-heads'; readonly heads: readonly string[] }
  /** `found` wrote the data of `volume`; `image` brings `wanted`. */
  | {
      readonly kind: 'server-version';
      readonly service: ServiceName;
      readonly image: string;
      readonly wanted: string;
      readonly found: string;
      readonly volume: string;
    }
  | { readonly kind: 'snapshot-exists'; readonly name: string }
  /** `known`: names of snapshots and numbers of generations that can be restored. */
  | { readonly kind: 'snapshot-unknown'; readonly name: string; readonly known: readonly string[] }
  /** It is no bundle, or not the one that was signed: cut off, damaged or changed. */
  | {
      readonly kind: 'bundle-invalid';
      readonly file: string;
      readonly expected: string;
      readonly found: string;
    }
  /** `key`: id of the key that it is signed with, which is not trusted yet. */
  | {
      readonly kind: 'bundle-untrusted';
      readonly file: string;
      readonly signer: string;
      readonly key: string;
    }
  /** The signer is known with the key `expected`. */
  | {
      readonly kind: 'bundle-key-changed';
      readonly file: string;
      readonly signer: string;
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly kind: 'bundle-foreign';
      readonly file: string;
      readonly project: string;
      readonly expected: string;
    }
  /** `found` wrote its data; `image` brings `wanted`. */
  | {
      readonly kind: 'bundle-server';
      readonly file: string;
      readonly found: string;
      readonly wanted: string;
      readonly image: string;
    }
  /** The bundle that the profile names as seed is not there. */
  | { readonly kind: 'seed-missing'; readonly file: string }
  /** The profile names the key `expected`; `signer` is the name that came with the key `found`. */
  | {
      readonly kind: 'seed-signer';
      readonly file: string;
      readonly signer: string;
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly kind: 'seed-foreign';
      readonly file: string;
      readonly project: string;
      readonly expected: string;
    }
  | {
      readonly kind: 'password-not-set';
      readonly service: ServiceName;
      readonly exitCode: number;
      readonly log: readonly string[];
    }
  | { readonly kind: 'seed-forbidden'; readonly environment: Environment }
  | { readonly kind: 'reset-forbidden'; readonly environment: Environment }
  | { readonly kind: 'nothing-to-undo' };
