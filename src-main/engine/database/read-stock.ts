import type { Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { Model, ServiceModel } from '../../core/compose/model.ts';
import {
  type BundleMadeOf,
  goldenKey,
  type GoldenParts,
  type MadeOf,
  type StepMadeOf,
} from '../../core/database/golden-key.ts';
import type { SeedBundle } from '../../core/database/seed-bundle.ts';
import { type Stock, stockOf } from '../../core/database/stock.ts';
import { imageOf } from '../../core/plan/names.ts';
import type { Observed } from '../../core/plan/observed.ts';
import type { Hashes } from '../../core/plan/up-input.ts';
import { seedBundle, seedsIn, seedStep } from '../../core/profile/seeds-in.ts';
import type { Profile, StepRule } from '../../core/profile/profile.ts';
import type { Docker } from '../../ports/docker.ts';
import type { Files } from '../../ports/files.ts';
import type { Journal } from '../journal.ts';

export type StockWorld = {
  readonly files: Files;
  readonly docker: Docker;
  /** The profile's folder. */
  readonly dir: string;
  readonly model: Model;
  readonly profile: Profile | null;
  readonly environment: Environment;
  readonly observed: Observed;
  readonly hashes: Hashes;
  readonly journal: Journal;
  /** null: no bundle is the seed, or what it is could not be read. */
  readonly seed: SeedBundle | null;
};

/** What tells of what a golden is made. */
type MadeWorld = Omit<StockWorld, 'docker' | 'journal'>;

/** What is prepared for a reset. null: nothing can be, because what it would be made of cannot be told. Problems: engine-*. */
export async function readStock(
  world: StockWorld,
  signal: AbortSignal,
): Promise<Result<Stock | null, Problem>> {
  const rule = world.profile?.database ?? null;
  if (rule === null || world.model.services[rule.service] === undefined) return ok(null);
  const { docker, model } = world;
  const [parts, copiers, networks] = await Promise.all([
    readParts(world),
    docker.listOwnContainers(model.name, signal),
    docker.listOwnNetworks(model.name, signal),
  ]);
  if (!copiers.ok) return copiers;
  if (!networks.ok) return networks;
  if (parts === null) return ok(null);
  const stock = stockOf({
    records: world.journal.records(),
    volume: rule.volume,
    key: goldenKey(parts),
    volumes: world.observed.volumes,
    copiers: copiers.value,
  });
  const left = networks.value.filter(({ labels }) => labels['berth.private'] !== undefined);
  // An image that only comes with the run may be another one than that which came with an earlier one.
  const found = hasImages(parts) ? stock : { ...stock, golden: null, warm: null };
  return ok({ ...found, networks: left.map(({ name }) => name) });
}

/** Key of what a golden would be made of; null: it cannot be told. */
export async function readGoldenKey(world: MadeWorld): Promise<string | null> {
  const parts = await readParts(world);
  return parts === null ? null : goldenKey(parts);
}

const hasImages = ({ database, migrate, seed }: GoldenParts): boolean =>
  [database, migrate, seed].every((of) => of === null || !('image' in of) || of.image !== null);

/** null: a folder that a step depends on holds more than is read for this, or the seed is a bundle that cannot be read. */
async function readParts(world: MadeWorld): Promise<GoldenParts | null> {
  const rule = world.profile?.database ?? null;
  if (rule === null) return null;
  const inputs = inputsOf(world.model, world.model.services[rule.service]);
  const [database, migrate, seed] = await Promise.all([
    readMadeOf(world, rule.service, inputs),
    readStep(world, rule.migrate),
    readSeed(world),
  ]);
  if (database === null || migrate === 'unknown' || seed === 'unknown') return null;
  return { environment: world.environment, database, migrate, seed };
}

async function readSeed(world: MadeWorld): Promise<StepMadeOf | BundleMadeOf | null | 'unknown'> {
  const { profile, environment, seed } = world;
  if (seedBundle(profile, environment) !== null)
    return seed === null ? 'unknown' : { sha256: seed.head.manifest.payload.sha256 };
  const rule = profile?.database ?? null;
  return readStep(world, rule !== null && seedsIn(profile, environment) ? seedStep(rule) : null);
}

async function readStep(world: MadeWorld, step: StepRule | null): Promise<StepMadeOf | null | 'unknown'> {
  if (step === null) return null;
  const named = step.inputs.map((path) => world.files.resolve(world.dir, path));
  const paths = named.length > 0 ? named : boundPaths(world.model.services[step.service]);
  const made = await readMadeOf(world, step.service, paths);
  return made === null ? 'unknown' : { ...made, service: step.service, command: step.command };
}

async function readMadeOf(
  { files, model, observed, hashes }: MadeWorld,
  name: string,
  paths: readonly string[],
): Promise<MadeOf | null> {
  const service = model.services[name] ?? { command: null, entrypoint: null };
  const digests = await Promise.all(paths.map((path) => files.digest(path)));
  if (digests.some(({ is }) => is === 'too many')) return null;
  const known = digests.map((digest, index) => [
    paths[index] ?? '',
    digest.is === 'hash' ? digest.hex : null,
  ]);
  return {
    image: observed.images[imageOf(model, name, service)]?.id ?? null,
    configHash: hashes.services[name] ?? '',
    inputs: Object.fromEntries(known) as Record<string, string | null>,
  };
}

/** Code that a service runs from the checkout; the engine's socket and the like are not read. */
const boundPaths = (service: ServiceModel | undefined): readonly string[] =>
  (service?.volumes ?? []).flatMap((mount) =>
    mount.type === 'bind' && mount.source !== undefined ? [mount.source] : [],
  );

// Where the entry scripts of the official database images look for what fills an empty database.
const scriptFolder = '/docker-entrypoint-initdb.d';

/** Files and folders that an empty database is filled from, and the secrets that it gets its roles' passwords from. */
function inputsOf(model: Model, service: ServiceModel | undefined): readonly string[] {
  const bound = (service?.volumes ?? []).flatMap((mount) =>
    mount.type === 'bind' && mount.source !== undefined && mount.target.startsWith(scriptFolder)
      ? [mount.source]
      : [],
  );
  const configs = (service?.configs ?? []).flatMap(({ source, target }) => {
    const file = model.configs[source ?? '']?.file;
    return file !== undefined && target?.startsWith(scriptFolder) === true ? [file] : [];
  });
  const secrets = (service?.secrets ?? []).flatMap(({ source }) => model.secrets[source ?? '']?.file ?? []);
  return [...bound, ...configs, ...secrets];
}
