import type { Goal } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Model } from '../../core/compose/model.ts';
import { forwardOf, isImported } from '../../core/database/forward.ts';
import { scrapsOf, type Scraps } from '../../core/database/scraps.ts';
import type { Generation } from '../../core/plan/generations.ts';
import { type LedgerRecord, unendedRun } from '../../core/plan/ledger.ts';
import type { Observed } from '../../core/plan/observed.ts';
import type { ImageBefore, Plan } from '../../core/plan/plan.ts';
import { planRollback } from '../../core/plan/rollback.ts';
import type { Docker } from '../../ports/docker.ts';
import type { Files } from '../../ports/files.ts';
import { hashesOf } from '../hashes.ts';
import type { Journal } from '../journal.ts';
import type { LiveState } from '../live-state.ts';
import { observe } from '../observe.ts';
import { generationsNow } from '../planning.ts';
import type { Ports } from '../ports.ts';
import type { ProjectSource } from '../project-source.ts';
import { clearParts } from './clear-parts.ts';
import { noteEndedCopies } from './note-copies.ts';

export type MendWorld = {
  readonly live: LiveState;
  readonly source: ProjectSource;
  readonly docker: Docker;
  readonly model: Model;
  readonly journal: Journal;
  readonly files: Files;
};

/** A plan that mends, and what was at the engine when it was made. */
export type Mended = { readonly plan: Plan; readonly observed: Observed };

type Mending = Promise<Result<Mended, readonly Problem[]>>;

/** What puts a run back that ended before its pointer moved: `before` is what was at the engine when it began. */
export async function planBack(world: MendWorld, failed: Plan, before: Observed): Mending {
  const { before: image = null } = failed;
  const around = await lookAround(world, image);
  if (!around.ok) return fail([around.error]);
  const oneOffs = failed.oneOffs.map(({ container }) => container);
  if (staysApart(failed.goal)) return mended(world, around.value, { ...apart, oneOffs });
  const ran = before.containers
    .filter(({ state, oneOff }) => state === 'running' && !oneOff)
    .map(({ service }) => service);
  return mended(world, around.value, { oneOffs, ran, forward: null, failed: true, cutOff: false, image });
}

/** What puts the project right after a run whose process died; no step where all is well. The caller holds the lock. */
export async function planRecovery(world: MendWorld & Pick<Ports, 'clock'>): Mending {
  const { docker, journal, model, source } = world;
  const noted = await noteEndedCopies({ docker, journal, project: model.name });
  if (!noted.ok) return fail([noted.error]);
  const cleared = await clearParts(world.files, journal);
  if (!cleared.ok) return fail([cleared.error]);
  await stillBeingMade(world);
  const records = journal.records();
  const cut = unendedRun(records);
  const around = await lookAround(world, cut?.before ?? null);
  if (!around.ok) return fail([around.error]);
  const { profile } = source.loaded;
  const { observed } = around.value;
  if (cut !== null && staysApart(cut.goal))
    return mended(world, around.value, { ...apart, oneOffs: cut.oneOffs });
  const { ran, oneOffs, before: image = null } = cut ?? { ran: [], oneOffs: [] };
  const generations = generationsNow({ model, profile, journal, observed });
  const containers = observed.containers.filter(
    ({ service, oneOff }) => service === profile?.database?.service && !oneOff,
  );
  const forward =
    cut === null || generations === null ? null : forwardOf({ records, generations, containers });
  return mended(world, around.value, {
    ...{ oneOffs, ran, forward, image },
    failed: cut !== null,
    cutOff: cut !== null,
  });
}

// Runs that neither stop nor start a service: what is to be put back is what they made for themselves.
const staysApart = (goal: Goal): boolean => goal === 'export' || goal === 'import';

const apart = {
  ...{ oneOffs: [], ran: [], forward: null, image: null },
  failed: false,
  cutOff: false,
} as const;

// The engine goes on with what it was asked for when who asked has died, and a network takes it longest.
const makingMs = 2_000;
const pauseMs = 100;

/** Waits for a private network of the run that was cut off: it may be there only when all else was looked at. */
async function stillBeingMade({
  docker,
  journal,
  model,
  clock,
}: MendWorld & Pick<Ports, 'clock'>): Promise<void> {
  const records = journal.records();
  const cut = unendedRun(records);
  const wanted = cut?.networks ?? [];
  // With the golden its network has been there, and may be gone again.
  const isFrozen = records.slice(records.findLastIndex(({ kind }) => kind === 'run begun')).some(isFreeze);
  if (wanted.length === 0 || isFrozen) return;
  const signal = new AbortController().signal;
  // Pauses are counted: a clock that goes back would make it wait for as long.
  for (let waited = 0; waited < makingMs; waited += pauseMs, await clock.sleep(pauseMs, signal)) {
    const listed = await docker.listOwnNetworks(model.name, signal);
    // An engine that does not answer is told of by the look that follows.
    if (!listed.ok || wanted.every((name) => listed.value.some((network) => network.name === name))) return;
  }
}

const isFreeze = ({ kind }: LedgerRecord): boolean => kind === 'golden frozen';

type Around = { readonly observed: Observed; readonly scraps: Scraps };

/** What is at the engine, also of the image that the database goes back to, and what is left over from runs that were cut off. */
async function lookAround(
  { docker, journal, live, model }: MendWorld,
  image: ImageBefore | null,
): Promise<Result<Around, Problem>> {
  const signal = new AbortController().signal;
  const [observed, before, copiers, networks] = await Promise.all([
    observe(docker, model, signal),
    image === null ? ok(null) : docker.inspectImage(image.image, signal),
    docker.listOwnContainers(model.name, signal),
    docker.listOwnNetworks(model.name, signal),
  ]);
  if (!observed.ok) return observed;
  if (!before.ok) return before;
  if (!copiers.ok) return copiers;
  if (!networks.ok) return networks;
  live.tell({ kind: 'observed', observed: observed.value });
  const { volumes } = observed.value;
  const own = { copiers: copiers.value, networks: networks.value };
  const scraps = scrapsOf({ project: model.name, records: journal.records(), volumes, ...own });
  const { images } = observed.value;
  const known = image === null ? images : { ...images, [image.image]: before.value };
  return ok({ observed: { ...observed.value, images: known }, scraps });
}

/** The image that the file names by now could not have the data that the database goes back to. */
function withImage(model: Model, image: ImageBefore | null): Model {
  const service = image === null ? undefined : model.services[image.service];
  if (image === null || service === undefined) return model;
  const changed = { ...service, image: image.image };
  return { ...model, services: { ...model.services, [image.service]: changed } };
}

type BackWish = {
  readonly oneOffs: readonly string[];
  readonly ran: readonly string[];
  readonly forward: Generation | null;
  /** False: no run failed, and there is only something to clear away. */
  readonly failed: boolean;
  /** True: its process died. */
  readonly cutOff: boolean;
  /** What the database is to run where it goes back; null: as the file says. */
  readonly image: ImageBefore | null;
};

function mended(
  { journal, model: asFiled, source }: MendWorld,
  { observed, scraps }: Around,
  { oneOffs, ran, forward, failed, cutOff, image }: BackWish,
): Result<Mended, readonly Problem[]> {
  const { profile, values, texts } = source.loaded;
  const model = forward === null ? withImage(asFiled, image) : asFiled;
  const planned = planRollback({
    model,
    observed,
    hashes: hashesOf(model, values, observed.containers),
    generations: generationsNow({ model, profile, journal, observed }),
    texts,
    leftovers: [],
    oneOffs,
    scraps,
    forward,
    imported: forward !== null && isImported(journal.records(), forward),
    cutOff,
    ran: new Set(ran.filter((service) => model.services[service] !== undefined)),
    database: failed ? (profile?.database?.service ?? null) : null,
  });
  if (!planned.ok) return planned;
  // Where it cannot be finished on what the run was to make live, it goes back after all.
  const before = forward === null || image === null ? {} : { before: image };
  return ok({ plan: { ...planned.value, ...before }, observed });
}
