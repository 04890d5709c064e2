import type { Environment } from '../../contract/names.ts';
import type {
  BundleRule,
  DatabaseRule,
  EnvironmentRule,
  GenerateRule,
  KeyRule,
  Profile,
  ServiceRule,
  StepRule,
} from './profile.ts';
import type { WrittenKey, WrittenProfile } from './schema.ts';

type Written<K extends keyof WrittenProfile> = NonNullable<WrittenProfile[K]>;
type WrittenStep = NonNullable<Written<'database'>['migrate']>;
type WrittenBundle = Extract<NonNullable<Written<'database'>['seed']>, { readonly bundle: string }>;

/** The profile with its defaults filled in. Expects one without faults. */
export const toProfile = (written: WrittenProfile): Profile => ({
  berth: 1,
  project: written.project,
  compose: written.compose ?? [],
  keys: mapValues(written.keys ?? {}, toKey),
  services: mapValues(written.services ?? {}, toService),
  database: written.database ? toDatabase(written.database) : null,
  environments: toEnvironments(written.environments ?? {}),
  needs: {
    engine: written.needs?.engine ?? null,
    memory: written.needs?.memory ?? null,
    disk: written.needs?.disk ?? null,
  },
});

const toKey = (key: WrittenKey): KeyRule => ({
  describe: key.describe,
  secret: key.secret ?? false,
  type: key.type ?? 'text',
  oneOf: key.one_of?.map(String) ?? null,
  default: key.default === undefined ? null : String(key.default),
  from: key.from ?? null,
  generate: (key.generate as GenerateRule | undefined) ?? null,
  delivery: key.delivery ?? 'env',
});

const toService = (service: Written<'services'>[string]): ServiceRule => ({
  url: service.url ?? null,
  health: service.health ?? null,
  ready: service.ready ?? null,
  version: service.version ?? null,
  metrics: service.metrics ?? null,
});

const toDatabase = (database: Written<'database'>): DatabaseRule => ({
  service: database.service,
  volume: database.volume,
  migrate: database.migrate ? toStep(database.migrate) : null,
  seed: database.seed ? toSeed(database.seed) : null,
});

const toSeed = (seed: WrittenStep | WrittenBundle): StepRule | BundleRule =>
  'bundle' in seed
    ? { bundle: seed.bundle, signer: seed.signer, fromProject: seed.from_project ?? null }
    : toStep(seed);

const toStep = (step: WrittenStep): StepRule => ({
  service: step.service,
  command: step.command,
  heads: step.heads ?? null,
  ...(step.current === undefined ? {} : { current: step.current }),
  inputs: step.inputs ?? [],
});

function toEnvironments(written: Written<'environments'>): Partial<Record<Environment, EnvironmentRule>> {
  return mapValues(written, (rule) => ({
    seed: rule?.seed ?? false,
    ephemeral: rule?.ephemeral ?? false,
    require: rule?.require ?? [],
  }));
}

// fromEntries defines own properties, so that a key named __proto__ is a key and nothing else.
function mapValues<K extends string, A, B>(
  record: Readonly<Partial<Record<K, A>>>,
  change: (value: A) => B,
): Record<K, B> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, change(value as A)]),
  ) as Record<K, B>;
}
