import type { ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import { imageFor } from '../plan/decide.ts';
import { dependenciesOf } from '../plan/dependencies.ts';
import { addStep, type Draft } from '../plan/draft.ts';
import type { Database, GenerationInput } from '../plan/generation-input.ts';
import { hasHealthCheck, healthDeadlineMs } from '../plan/health-check.ts';
import { createRequest } from '../plan/create-request.ts';
import { addOneOff } from '../plan/one-off.ts';
import type { Prepared } from '../plan/prepare.ts';
import { imageOf } from '../plan/names.ts';
import { prepareImage } from '../plan/prepare.ts';
import { type ResetSlugs, type StepRun, stepRuns } from '../plan/step-runs.ts';
import { sha256Hex } from '../sha256.ts';
import { databaseImage } from './export.ts';
import { goldenName, ownLabels } from './names.ts';
import { addSeed } from './seed-bundle.ts';
import { addPassword } from './set-password.ts';
import type { Stock } from './stock.ts';
import type { PrivateModel } from './private-model.ts';

type GoldenWish = {
  readonly draft: Draft;
  readonly input: GenerationInput;
  readonly database: Database;
  readonly key: string;
  /** The engine's name of its volume. */
  readonly physical: string;
  readonly of: PrivateModel;
  readonly runs: readonly StepRun[];
  /** 64 random hex digits, from which those of the private containers are made. */
  readonly slug: string;
  /** The steps that remove networks of goldens that were cut off: one of them may have the same name. */
  readonly cleared: readonly number[];
};

export type GoldenOnce = Omit<GoldenWish, 'key' | 'physical' | 'runs' | 'slug' | 'cleared'> & {
  readonly slugs: ResetSlugs;
  readonly stock: Stock;
};

/** `after`: the steps after which it is frozen; none where it was before. */
export type GoldenThere = { readonly physical: string; readonly after: readonly number[] };

/** The golden that is there, or the steps that make it. */
export function addGoldenOnce({ slugs, stock, ...parts }: GoldenOnce): GoldenThere {
  const cleared = (stock.networks ?? []).map((network) => clearNetwork(parts.draft, network));
  if (stock.golden !== null) return { physical: stock.golden, after: [] };
  const runs = stepRuns(parts.input, parts.database, slugs);
  const { key, taken = new Set() } = stock;
  const { volume } = parts.database.generations;
  const physical = goldenName(parts.input.model.volumes[volume]?.name ?? volume, key, taken);
  const frozen = addGolden({ ...parts, key, physical, runs, slug: slugs.migrate, cleared });
  return { physical, after: [frozen] };
}

/** Where it cannot be removed, what is made in its name fails and says so. */
const clearNetwork = (draft: Draft, network: string): number =>
  addStep(draft, {
    service: null,
    because: 'left over by a run that was cut off',
    after: [],
    action: { do: 'remove network', network },
  });

const because = 'a migrated and seeded database to copy from';

/**
 * Steps that make a golden: a database of its own on a new volume and a network of its own, migrated and seeded by the real
 * services' commands, then stopped cleanly and frozen. Where the seed is a bundle, it begins with the data of that. The live
 * database serves on meanwhile and is not touched. Returns the step after which it is frozen.
 */
function addGolden(wish: GoldenWish): number {
  const { draft, input, of } = wish;
  const made: Made = { prepared: new Map(), containers: new Map(), ready: new Map() };
  addVolume(wish, made);
  const network = addNetwork(wish, made);
  for (const name of Object.keys(of.model.services)) prepareImage(draft, made.prepared, input, name, true);
  fillWithSeed(wish, made);
  for (const name of of.beside) addBeside(wish, made, name);
  const ready = [...[...made.ready.values()].flat(), ...addHeads(wish, made)];
  const last = wish.runs.reduce<readonly number[]>((after, run) => [addRun(wish, made, run, after)], ready);
  const frozen = freeze(wish, made, last);
  const removed = [...made.containers].map(([service, container]) =>
    addStep(draft, {
      service,
      because: 'the golden is made',
      after: service === wish.database.rule.service ? [frozen] : last,
      action: { do: 'remove container', container, volumes: 'removed' },
    }),
  );
  addStep(draft, {
    service: null,
    because: 'the golden is made',
    after: removed,
    action: { do: 'remove network', network },
  });
  return frozen;
}

type Made = {
  readonly prepared: Prepared;
  readonly containers: Map<ServiceName, string>;
  /** Steps after which a private container serves those that wait for it. */
  readonly ready: Map<ServiceName, readonly number[]>;
};

function addVolume({ draft, input, database, key, physical }: GoldenWish, { prepared }: Made): void {
  const volume = database.generations.volume;
  const declared = input.model.volumes[volume];
  const request = {
    Name: physical,
    ...(declared?.driver === undefined ? {} : { Driver: declared.driver }),
    ...(declared?.driver_opts === undefined ? {} : { DriverOpts: declared.driver_opts }),
    Labels: ownLabels(input.model.name, volume, { 'berth.golden': key }),
  };
  const id = addStep(draft, { service: null, because, after: [], action: { do: 'create volume', request } });
  prepared.set(`volume ${physical}`, id);
}

/** Before there is a server: what it would find is not to be mixed with what it makes of an empty volume. */
function fillWithSeed({ draft, input, database, physical }: GoldenWish, { prepared }: Made): void {
  const image = prepared.get(`image ${databaseImage(input, database)}`);
  const after = [prepared.get(`volume ${physical}`), image].filter((id) => id !== undefined);
  const filled = addSeed({ draft, input, database, to: physical, after });
  if (filled !== null) prepared.set(`volume ${physical}`, filled);
}

function addNetwork({ draft, input, database, key, of, cleared }: GoldenWish, { prepared }: Made): string {
  const name = of.model.networks['private']?.name ?? '';
  const request = {
    Name: name,
    Labels: ownLabels(input.model.name, database.generations.volume, { 'berth.private': key }),
  };
  const action = { do: 'create network', request } as const;
  const id = addStep(draft, { service: null, because, after: cleared, action });
  prepared.set(`network ${name}`, id);
  return name;
}

/** One container of a service that the steps need, started when what it depends on is ready. */
function addBeside(wish: GoldenWish, made: Made, name: ServiceName): void {
  const { draft, input, of, database, physical } = wish;
  const service = of.model.services[name] ?? { command: null, entrypoint: null };
  const image = imageOf(of.model, name, service);
  const volume = database.generations.volume;
  const request = createRequest({
    model: of.model,
    service: name,
    physical: { [volume]: physical },
    image: made.prepared.has(`image ${image}`) ? null : imageFor(input, name),
    configHash: input.hashes.services[name] ?? '',
    made: {},
    texts: input.texts ?? {},
    kind: { as: 'one-off', slug: sha256Hex(`${wish.slug} ${name}`), command: service.command, checked: true },
  });
  draft.oneOffs.push({ container: request.name, step: null });
  made.containers.set(name, request.name);
  const create = { do: 'create container', request } as const;
  const created = addStep(draft, {
    service: name,
    because,
    after: [...made.prepared.values()],
    action: create,
  });
  const waits = dependenciesOf(of.model, name).flatMap(([target]) => made.ready.get(target) ?? []);
  const start = { do: 'start container', container: request.name } as const;
  const started = addStep(draft, { service: name, because, after: [created, ...waits], action: start });
  const ready = addReady(wish, of.model, name, request.name, started);
  const containers = name === database.rule.service && (input.seed ?? null) !== null ? [request.name] : [];
  made.ready.set(name, [ready, ...addPassword({ draft, name, service, containers, after: [started] })]);
}

function addReady(
  { draft, input }: GoldenWish,
  model: Model,
  name: ServiceName,
  container: string,
  started: number,
): number {
  const service = model.services[name];
  if (service === undefined || !hasHealthCheck(service, imageFor(input, name))) return started;
  const wait = {
    do: 'wait for',
    container,
    condition: 'service_healthy',
    required: true,
    deadlineMs: healthDeadlineMs(service),
  } as const;
  return addStep(draft, { service: name, because, after: [started], action: wait });
}

/** More than one head, and nobody can say what the database is migrated to. Asked while the server starts: it needs none. */
function addHeads(wish: GoldenWish, made: Made): readonly number[] {
  const { rule } = wish.database;
  const heads = rule.migrate?.heads ?? null;
  if (rule.migrate === null || heads === null) return [];
  const slug = sha256Hex(`${wish.slug} heads`);
  const run = {
    rule: { ...rule.migrate, command: heads },
    slug,
    because: 'heads of the migrations',
    step: null,
  };
  return [addRun(wish, made, { ...run, check: 'heads' }, [])];
}

function addRun(
  { draft, input, of }: GoldenWish,
  made: Made,
  run: Omit<StepRun, 'step'> & { readonly step: StepRun['step'] | null; readonly check?: 'heads' },
  after: readonly number[],
): number {
  return addOneOff({
    draft,
    prepared: made.prepared,
    decided: new Map(),
    input: { ...input, model: of.model },
    physical: {},
    service: run.rule.service,
    command: run.rule.command,
    slug: run.slug,
    because: run.because,
    step: run.step,
    after,
    ...(run.check === undefined ? {} : { check: run.check }),
  });
}

function freeze(wish: GoldenWish, made: Made, after: readonly number[]): number {
  const { draft, database, key, physical } = wish;
  const { service } = database.rule;
  const container = made.containers.get(service) ?? '';
  const stop = { do: 'stop container', container, graceSeconds: null } as const;
  const stopped = addStep(draft, {
    service,
    because: 'a copy is made of a database at rest',
    after,
    action: stop,
  });
  const action = {
    do: 'freeze golden',
    volume: database.generations.volume,
    key,
    physical,
    container,
  } as const;
  return addStep(draft, { service, because: 'it is migrated and seeded', after: [stopped], action });
}
