import type { Problem } from '../../contract/problem.ts';
import { addStep, type Draft } from '../plan/draft.ts';
import type { Database, GenerationInput } from '../plan/generation-input.ts';
import type { BundleRule, Profile } from '../profile/profile.ts';
import type { BundleHead } from './bundle.ts';
import { fillingCarrier } from './carrier.ts';
import { carrierWish } from './export.ts';
import { otherServer } from './import.ts';
import { seedSource } from './seed-source.ts';

/** The bundle that the profile names as seed, as it was when the plan was made. */
export type SeedBundle = {
  readonly rule: BundleRule;
  /** Absolute path. */
  readonly file: string;
  readonly head: BundleHead;
};

/** What forbids to fill a database with it, all at once: seed-signer, seed-foreign, bundle-server. */
export function seedFaults(input: GenerationInput, database: Database): readonly Problem[] {
  const { seed = null } = input;
  if (seed === null) return [];
  return [...seedDoubts(seed, input), ...otherServer(input, database, seed)];
}

/** Of these, what can be told without an engine: seed-signer, seed-foreign. */
export const seedDoubts = (
  seed: SeedBundle,
  { profile, model }: { readonly profile: Profile | null; readonly model: { readonly name: string } | null },
): readonly Problem[] => [...otherSigner(seed), ...foreign(seed, profile?.project ?? model?.name ?? '')];

/** The profile says whose word counts; whom this user trusts beside it does not matter. */
function otherSigner({ rule, file, head }: SeedBundle): readonly Problem[] {
  const { keyId: found, manifest } = head;
  return found === rule.signer
    ? []
    : [{ kind: 'seed-signer', file, signer: manifest.signer.name, expected: rule.signer, found }];
}

function foreign({ rule, file, head }: SeedBundle, expected: string): readonly Problem[] {
  const { project } = head.manifest;
  return project === expected || project === rule.fromProject
    ? []
    : [{ kind: 'seed-foreign', file, project, expected }];
}

export type SeedWish = {
  readonly draft: Draft;
  readonly input: GenerationInput;
  readonly database: Database;
  /** The engine's name of the empty volume. */
  readonly to: string;
  readonly after: readonly number[];
};

/** Fills an empty volume with the data of the seed. Returns the step; null: no bundle is the seed here. */
export function addSeed({ draft, input, database, to, after }: SeedWish): number | null {
  const { seed = null } = input;
  if (seed === null) return null;
  const { file, head } = seed;
  const source = seedSource(head.manifest.payload.sha256);
  const request = fillingCarrier(carrierWish(input, database, to), source);
  const { volume } = database.generations;
  return addStep(draft, {
    service: null,
    because: 'it is the seed that the profile names',
    after,
    action: { do: 'read bundle', request, volume, to, file, head },
  });
}
