import type { Model, ServiceModel } from '../../src-main/core/compose/model.ts';
import type { DatabaseInput } from '../../src-main/core/database/database-input.ts';
import { firstGeneration, type Generations } from '../../src-main/core/plan/generations.ts';
import type {
  Observed,
  ObservedContainer,
  ObservedImage,
  ObservedNetwork,
  ObservedVolume,
} from '../../src-main/core/plan/observed.ts';
import type { Hashes } from '../../src-main/core/plan/up-input.ts';
import type { Profile } from '../../src-main/core/profile/profile.ts';

/** A service as the loader gives it, on the default network. */
export const service = (own: Partial<ServiceModel> = {}): ServiceModel => ({
  command: null,
  entrypoint: null,
  image: 'app:1',
  networks: { default: null },
  ...own,
});

export const healthcheck = { test: ['CMD', 'check'], interval: '1s', timeout: '1s', retries: 3 } as const;

export const healthy = { condition: 'service_healthy', required: true } as const;
export const started = { condition: 'service_started', required: true } as const;
export const completed = { condition: 'service_completed_successfully', required: true } as const;

/** A project `p` with the given services; every network and volume they use is declared. */
export function model(services: Readonly<Record<string, ServiceModel>>, own: Partial<Model> = {}): Model {
  const name = own.name ?? 'p';
  const networks = new Set(Object.values(services).flatMap((each) => Object.keys(each.networks ?? {})));
  const volumes = new Set(
    Object.values(services).flatMap((each) =>
      (each.volumes ?? []).flatMap((mount) =>
        mount.type === 'volume' && mount.source !== undefined ? [mount.source] : [],
      ),
    ),
  );
  return {
    name,
    workingDir: '/srv/p',
    files: ['/srv/p/compose.yaml'],
    services,
    networks: Object.fromEntries([...networks].map((key) => [key, { name: `${name}_${key}` }])),
    volumes: Object.fromEntries([...volumes].map((key) => [key, { name: `${name}_${key}` }])),
    secrets: {},
    configs: {},
    disabled: [],
    ...own,
  };
}

/** The hash of each thing is `hash of <name>`, so that a test can make one differ. */
export const hashesOf = (of: Model): Hashes => ({
  services: mapKeys(of.services),
  networks: mapKeys(of.networks),
  volumes: mapKeys(of.volumes),
});

const mapKeys = (record: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.keys(record).map((key) => [key, `hash of ${key}`]));

export const image = (own: Partial<ObservedImage> = {}): ObservedImage => ({
  id: 'sha256:1',
  digests: [],
  volumes: [],
  healthcheck: false,
  ...own,
});

/** A running container that is as its service wants it. */
export function container(of: Model, name: string, own: Partial<ObservedContainer> = {}): ObservedContainer {
  const wanted = of.services[name];
  const number = own.number ?? 1;
  return {
    id: idOf(`${name}-${number}`),
    name: wanted?.container_name ?? `${of.name}-${name}-${number}`,
    service: name,
    number,
    oneOff: false,
    state: 'running',
    health: wanted?.healthcheck === undefined ? 'none' : 'healthy',
    exitCode: null,
    outOfMemory: false,
    restarts: 0,
    startedAt: 1_000,
    finishedAt: null,
    configHash: `hash of ${name}`,
    imageId: 'sha256:1',
    image: wanted?.image ?? '',
    labels: {},
    networks: Object.keys(wanted?.networks ?? {}).map((key) => of.networks[key]?.name ?? key),
    mounts: (wanted?.volumes ?? []).map((mount) => ({
      type: mount.type,
      source: mount.source === undefined ? 'anonymous' : (of.volumes[mount.source]?.name ?? mount.source),
      target: mount.target,
      readOnly: false,
    })),
    ports: [],
    probe: null,
    failingStreak: 0,
    ...own,
  };
}

const idOf = (text: string): string =>
  [...text]
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padEnd(64, '0')
    .slice(0, 64);

/** Networks, volumes and images of the model are there; containers as given. */
export function observed(
  of: Model,
  containers: readonly ObservedContainer[],
  own: Partial<Observed> = {},
): Observed {
  return {
    containers,
    networks: Object.entries(of.networks).map(([key, network]) => observedNetwork(of, key, network.name)),
    volumes: Object.entries(of.volumes).map(([key, volume]) => observedVolume(of, key, volume.name)),
    images: Object.fromEntries(
      Object.entries(of.services).map(([name, each]) => [each.image ?? `${of.name}-${name}`, image()]),
    ),
    ...own,
  };
}

const observedNetwork = (of: Model, key: string, name: string): ObservedNetwork => ({
  id: `id of ${name}`,
  name,
  labels: {
    'com.docker.compose.project': of.name,
    'com.docker.compose.network': key,
    'com.docker.compose.config-hash': `hash of ${key}`,
  },
});

export const observedVolume = (of: Model, key: string, name: string): ObservedVolume => ({
  name,
  driver: 'local',
  createdAt: 500,
  labels: {
    'com.docker.compose.project': of.name,
    'com.docker.compose.volume': key,
    'com.docker.compose.config-hash': `hash of ${key}`,
  },
});

/** A profile with a database, migrations and a seed. */
export const profile = (own: Partial<Profile> = {}): Profile => ({
  berth: 1,
  project: 'p',
  compose: [],
  keys: {},
  services: {},
  database: {
    service: 'db',
    volume: 'dbdata',
    migrate: { service: 'api', command: ['migrate'], heads: null, inputs: [] },
    seed: { service: 'api', command: ['seed'], heads: null, inputs: [] },
  },
  environments: { local: { seed: true, ephemeral: false, require: [] } },
  needs: { engine: null, memory: null, disk: null },
  ...own,
});

export const firstOf = (of: Model): Generations =>
  firstGeneration('dbdata', of.volumes['dbdata']?.name ?? 'dbdata');

/** The chain after `count` resets, on its last generation. */
export function generations(of: Model, count: number, own: Partial<Generations> = {}): Generations {
  const name = of.volumes['dbdata']?.name ?? 'dbdata';
  const all = Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    physical: index === 0 ? name : `${name}.g${index + 1}`,
    createdAt: null,
  }));
  return {
    volume: 'dbdata',
    current: count,
    undo: count > 1 ? count - 1 : null,
    all,
    highest: count,
    ...own,
  };
}

/** db (with the database volume) ← api ← web, cache beside db: the shape of most projects. */
export const stack = (): Model =>
  model({
    db: service({
      image: 'postgres:16',
      healthcheck,
      volumes: [{ type: 'volume', source: 'dbdata', target: '/var/lib/postgresql/data', volume: {} }],
    }),
    cache: service({ image: 'redis:7', healthcheck }),
    api: service({ image: 'api:1', healthcheck, depends_on: { db: healthy, cache: healthy } }),
    web: service({ image: 'nginx:1', depends_on: { api: healthy } }),
  });

/** What the planners of data are given: nothing is prepared, and nothing was done yet. `services`: those that run. */
export const databaseInput = (
  of: Model,
  services: readonly string[],
  own: Partial<DatabaseInput> = {},
): DatabaseInput => ({
  model: of,
  profile: profile(),
  environment: 'local',
  observed: observed(
    of,
    services.map((name) => container(of, name)),
  ),
  generations: firstOf(of),
  hashes: hashesOf(of),
  leftovers: [],
  records: [],
  stock: null,
  slugs: { migrate: 'a'.repeat(64), seed: 'b'.repeat(64) },
  now: 0,
  ...own,
});
