import { sha256Hex } from '../sha256.ts';

/** All that a prepared database is made of. Hashes only: no value of a key, secret or not, is in it. */
export type GoldenParts = {
  readonly environment: string;
  readonly database: MadeOf;
  /** null: there is no such step, or the environment does not run it. */
  readonly migrate: StepMadeOf | null;
  readonly seed: StepMadeOf | BundleMadeOf | null;
};

export type MadeOf = {
  /** The image's id on this engine; null where it is not there yet. */
  readonly image: string | null;
  /** Compose's config hash, which covers environment, command and mounts. */
  readonly configHash: string;
  /** Path as the profile or the Compose file has it → hash of what is there; null where nothing is. */
  readonly inputs: Readonly<Record<string, string | null>>;
};

export type StepMadeOf = MadeOf & { readonly service: string; readonly command: readonly string[] };

/** SHA-256 of the data in a bundle, as its signed manifest has it: who signed it makes no other data of it. */
export type BundleMadeOf = { readonly sha256: string };

// Counts up when Berth itself prepares a database in another way.
const recipe = 1;

/** The key of a prepared database, 64 hex digits: two that have the same were made of the same things in the same way. */
export const goldenKey = (parts: GoldenParts): string =>
  sha256Hex(
    JSON.stringify([recipe, parts.environment, made(parts.database), step(parts.migrate), seed(parts.seed)]),
  );

const made = ({ image, configHash, inputs }: MadeOf): unknown => [
  image,
  configHash,
  Object.entries(inputs).sort(([a], [b]) => (a < b ? -1 : 1)),
];

const step = (of: StepMadeOf | null): unknown => (of === null ? null : [of.service, of.command, made(of)]);

const seed = (of: StepMadeOf | BundleMadeOf | null): unknown =>
  of !== null && 'sha256' in of ? ['bundle', of.sha256] : step(of);
