import { fail, ok, type Result } from '../../contract/result.ts';
import type { Problem } from '../../contract/problem.ts';
import { imageFor } from '../plan/decide.ts';
import { addStep, emptyDraft, finishDraft } from '../plan/draft.ts';
import { type Database, databaseOf, type GenerationInput } from '../plan/generation-input.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import { imageOf } from '../plan/names.ts';
import { prepareImage, type Prepared } from '../plan/prepare.ts';
import type { Plan } from '../plan/plan.ts';
import { type CarrierWish, readingCarrier } from './carrier.ts';
import { type Snapshot, snapshotsOf } from './chain.ts';
import type { DatabaseInput } from './database-input.ts';

export type ExportWish = {
  /** Of a snapshot. */
  readonly name: string;
  /** Absolute path of the file to be made. */
  readonly file: string;
};

/**
 * Writes a snapshot into a signed file. Neither the snapshot nor the live database is touched. Problems: snapshot-unknown, and
 * those of a database that cannot be moved.
 */
export function planExport(
  input: DatabaseInput,
  { name, file }: ExportWish,
): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const chain = {
    records: input.records,
    generations: database.generations,
    volumes: input.observed.volumes,
  };
  const snapshots = snapshotsOf(chain);
  const snapshot = snapshots.find((each) => each.name === name);
  if (snapshot === undefined)
    return fail([{ kind: 'snapshot-unknown', name, known: snapshots.map((each) => each.name) }]);
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const prepared: Prepared = new Map();
  prepareImage(draft, prepared, input, database.rule.service, true);
  addStep(draft, {
    service: null,
    because: 'it was asked for',
    after: [...prepared.values()],
    action: {
      do: 'write bundle',
      request: readingCarrier(carrierWish(input, database, snapshot.physical)),
      volume: database.generations.volume,
      from: snapshot.physical,
      file,
      facts: factsOf(input, database, snapshot),
    },
  });
  draft.warnings.push(
    `${file} holds the data of the database as it is, not encrypted: who can read the file can read the data.`,
  );
  return ok(finishDraft(draft, 'export', true));
}

/** A carrier is made of the database's own image: that one is needed anyway, and knows the owners of its files. */
export const carrierWish = (input: GenerationInput, database: Database, physical: string): CarrierWish => ({
  project: input.model.name,
  volume: database.generations.volume,
  physical,
  image: databaseImage(input, database),
  imageVolumes: imageFor(input, database.rule.service)?.volumes ?? [],
});

/** Reference of the image that the database runs. */
export function databaseImage({ model }: GenerationInput, { rule }: Database): string {
  const service = model.services[rule.service] ?? { command: null, entrypoint: null };
  return imageOf(model, rule.service, service);
}

const factsOf = (input: DatabaseInput, { rule, generations }: Database, snapshot: Snapshot) => ({
  project: input.profile?.project ?? input.model.name,
  service: rule.service,
  volume: generations.volume,
  snapshot: snapshot.name,
  note: snapshot.note,
  image: snapshot.image,
  digest: snapshot.digest,
  server: snapshot.server,
  revision: snapshot.revision,
  commit: snapshot.commit,
  takenAt: snapshot.takenAt,
  bytes: snapshot.bytes,
});
