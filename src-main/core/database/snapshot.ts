import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { containersOf, imageFor } from '../plan/decide.ts';
import { dependentsOf } from '../plan/dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from '../plan/draft.ts';
import { type Database, databaseOf, type GenerationInput } from '../plan/generation-input.ts';
import { hasHealthCheck, healthDeadlineMs } from '../plan/health-check.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import { imageOf } from '../plan/names.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { Plan } from '../plan/plan.ts';
import { currentPhysical } from '../plan/up-input.ts';
import { addStops, heldBy, writersOf } from './at-rest.ts';
import { copyRequest, type CopyWish } from './copy-request.ts';
import type { DatabaseInput } from './database-input.ts';
import { imageBefore, imageOfLive } from './image-before.ts';
import { generationSource } from './live-source.ts';
import { ownLabels, snapshotName } from './names.ts';
import { snapshotProblem } from './snapshot-problem.ts';
import { onlineCopyRequest, type OnlineServer } from './online-copy.ts';

export type SnapshotWish = {
  readonly name: string;
  readonly note: string;
  /** The Git commit of the checkout; empty where it is none. */
  readonly commit: string;
  /** Revision of the migrations that the live database has; empty where it is not known. */
  readonly revision: string;
  /** The server that copies itself while it serves on; null: it is stopped for the copy. */
  readonly online: OnlineServer | null;
};

const because = 'a snapshot was asked for';

/**
 * Copies the live data under a name. A server that can copy itself serves on meanwhile. Any other database stops for as long as
 * the copy takes and starts again, also where anything fails; who uses it stays up. Problems: snapshot-exists, request-invalid,
 * and those of a database that cannot be moved.
 */
export function planSnapshot(input: DatabaseInput, wish: SnapshotWish): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const { online } = wish;
  const { volume } = database.generations;
  const composeVolume = input.model.volumes[volume]?.name ?? volume;
  const from = currentPhysical(database.generations) ?? composeVolume;
  const fault = snapshotProblem(input, database, wish.name, from);
  const faults = fault !== null ? [fault] : online === null ? heldBy(input, from) : [];
  if (faults.length > 0) return fail(faults);
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const to = snapshotName(composeVolume, wish.name);
  const made = addVolume(draft, input, database, to, wish);
  const source = generationSource(database.generations.current);
  const copy: CopyWish = {
    project: input.model.name,
    volume,
    from,
    to,
    source,
    // The one that the file names by now may be of another version, or not be there.
    image: imageBefore(input, database.rule.service)?.image ?? imageReference(input, database),
    imageVolumes: imageFor(input, database.rule.service)?.volumes ?? [],
    quiet: false,
  };
  const request = online === null ? copyRequest(copy) : onlineCopyRequest(copy, online);
  const stopped = online === null ? writersOf(input, database, from) : [];
  const stops = addStops(draft, stopped, 'a copy is made of a database at rest', [made]);
  const copied = addStep(draft, {
    service: null,
    because: online === null ? because : `${because}; the server serves on meanwhile`,
    after: [made, ...stops],
    action: { do: 'copy data', request, volume, from, to, source },
  });
  startAgain(draft, input, database, stopped, copied);
  return ok(finishDraft(draft, 'snapshot', true));
}

const imageReference = (input: GenerationInput, { rule }: Database): string =>
  imageOf(
    input.model,
    rule.service,
    input.model.services[rule.service] ?? { command: null, entrypoint: null },
  );

/** As a registry knows the image, else the engine's own id of it; empty where it ran another one than the file names by now. */
function digestOf(input: GenerationInput, { rule }: Database): string {
  const before = imageBefore(input, rule.service);
  if (before !== null) return '';
  const image = imageFor(input, rule.service);
  return image?.digests[0]?.split('@')[1] ?? image?.id ?? '';
}

function addVolume(
  draft: Draft,
  input: DatabaseInput,
  database: Database,
  physical: string,
  { name, note, commit, revision }: SnapshotWish,
): number {
  const { volume, current } = database.generations;
  const Labels = ownLabels(input.model.name, volume, {
    'berth.snapshot': name,
    'berth.snapshot.of': String(current),
    'berth.snapshot.image': imageOfLive(input, database.rule.service) ?? imageReference(input, database),
    'berth.snapshot.digest': digestOf(input, database),
    'berth.snapshot.revision': revision,
    'berth.snapshot.commit': commit,
    'berth.snapshot.note': note,
  });
  const action = { do: 'create volume', request: { Name: physical, Labels } } as const;
  return addStep(draft, { service: null, because, after: [], action });
}

function startAgain(
  draft: Draft,
  input: DatabaseInput,
  { rule }: Database,
  stopped: readonly ObservedContainer[],
  copied: number,
): void {
  const model = input.model.services[rule.service];
  for (const { name: container, service } of stopped) {
    const shared = { service, because: 'it was stopped for this' } as const;
    const start = { do: 'start container', container } as const;
    const started = addStep(draft, { ...shared, after: [copied], action: start });
    if (
      service !== rule.service ||
      model === undefined ||
      !hasHealthCheck(model, imageFor(input, rule.service))
    )
      continue;
    const deadlineMs = healthDeadlineMs(model);
    const wait = {
      do: 'wait for',
      container,
      condition: 'service_healthy',
      required: true,
      deadlineMs,
    } as const;
    const healthy = addStep(draft, { ...shared, after: [started], action: wait });
    for (const name of dependentsOf(input.model, rule.service)) addReconnects(draft, input, name, healthy);
  }
}

function addReconnects(draft: Draft, input: DatabaseInput, service: string, after: number): void {
  for (const { name: container, state } of containersOf(input, service)) {
    if (state !== 'running') continue;
    const action = { do: 'await reconnect', container, deadlineMs: 6_000 } as const;
    addStep(draft, { service, because: 'its database was away', after: [after], action });
  }
}
