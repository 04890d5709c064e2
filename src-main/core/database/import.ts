import { fail, ok, type Result } from '../../contract/result.ts';
import type { Problem } from '../../contract/problem.ts';
import { imageFor } from '../plan/decide.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from '../plan/draft.ts';
import { type Database, databaseOf, type GenerationInput } from '../plan/generation-input.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import { prepareImage, type Prepared } from '../plan/prepare.ts';
import type { Plan } from '../plan/plan.ts';
import type { BundleHead, BundleManifest } from './bundle.ts';
import { type KnownKey, trustOf } from './bundle-keys.ts';
import { fillingCarrier } from './carrier.ts';
import { fromBundle, snapshotsOf } from './chain.ts';
import type { DatabaseInput } from './database-input.ts';
import { carrierWish, databaseImage } from './export.ts';
import { ownLabels, snapshotName } from './names.ts';
import { fitsSnapshot, snapshotFault } from './snapshot-name.ts';
import { majorOf } from './server-version.ts';

export type ImportWish = {
  /** Absolute path of the bundle. */
  readonly file: string;
  readonly head: BundleHead;
  readonly known: readonly KnownKey[];
  /** null: the name that the bundle has. */
  readonly name: string | null;
  /** Id of a key that is trusted from now on; null: none. */
  readonly trust: string | null;
  /** Project whose data may be taken although it is not this one; null: none. */
  readonly fromProject: string | null;
};

const because = 'a bundle is imported';

/**
 * Makes a snapshot of a bundle. The live database is not touched: `restore` takes the snapshot when somebody wants it. Problems:
 * bundle-untrusted, bundle-key-changed, bundle-foreign, bundle-server, snapshot-exists, request-invalid, and those of a database
 * that cannot be moved.
 */
export function planImport(input: DatabaseInput, wish: ImportWish): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const name = wish.name ?? wish.head.manifest.snapshot;
  const problems = [
    ...distrust(wish),
    ...foreign(input, wish),
    ...otherServer(input, database, wish),
    ...nameFaults(input, database, name),
  ];
  if (problems.length > 0) return fail(problems);
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const prepared: Prepared = new Map();
  prepareImage(draft, prepared, input, database.rule.service, true);
  const trusted = addTrust(draft, wish);
  const { volume } = database.generations;
  const composeVolume = input.model.volumes[volume]?.name ?? volume;
  const to = snapshotName(composeVolume, name);
  const made = addVolume(draft, { input, volume, to, name, head: wish.head, after: trusted });
  const { payload } = wish.head.manifest;
  const request = fillingCarrier(carrierWish(input, database, to), `bundle:${payload.sha256}`);
  const action = { do: 'read bundle', request, volume, to, file: wish.file, head: wish.head } as const;
  addStep(draft, { service: null, because, after: [made, ...prepared.values()], action });
  return ok(finishDraft(draft, 'import', true));
}

function distrust({ file, head, known, trust }: ImportWish): readonly Problem[] {
  const { name } = head.manifest.signer;
  const found = trustOf(known, { name, id: head.keyId });
  if (found.is === 'changed') {
    const { expected } = found;
    return [{ kind: 'bundle-key-changed', file, signer: name, expected, found: head.keyId }];
  }
  return found.is === 'known' || trust === head.keyId
    ? []
    : [{ kind: 'bundle-untrusted', file, signer: name, key: head.keyId }];
}

function foreign(input: DatabaseInput, { file, head, fromProject }: ImportWish): readonly Problem[] {
  const expected = input.profile?.project ?? input.model.name;
  const { project } = head.manifest;
  return project === expected || project === fromProject
    ? []
    : [{ kind: 'bundle-foreign', file, project, expected }];
}

/** By the major versions where both are known, else by the name of the image, which tells one server from another. */
export function otherServer(
  input: GenerationInput,
  database: Database,
  { file, head }: Pick<ImportWish, 'file' | 'head'>,
): readonly Problem[] {
  const { server, image } = head.manifest;
  const here = databaseImage(input, database);
  const wanted = imageFor(input, database.rule.service)?.server ?? null;
  const bothKnown = server !== null && wanted !== null;
  const differs = bothKnown ? majorOf(server) !== majorOf(wanted) : baseName(image) !== baseName(here);
  if (!differs) return [];
  return [{ kind: 'bundle-server', file, found: server ?? image, wanted: wanted ?? here, image: here }];
}

/** `registry.example:5000/team/postgres:16@sha256:…` → `postgres` */
const baseName = (reference: string): string =>
  (reference.split('@')[0] ?? '').split('/').at(-1)?.split(':')[0] ?? '';

function nameFaults(input: DatabaseInput, { generations }: Database, name: string): readonly Problem[] {
  if (!fitsSnapshot(name)) return [snapshotFault(name)];
  const chain = { records: input.records, generations, volumes: input.observed.volumes };
  return snapshotsOf(chain).some((snapshot) => snapshot.name === name)
    ? [{ kind: 'snapshot-exists', name }]
    : [];
}

/** Nothing where the key is known. */
function addTrust(draft: Draft, { head, known, trust }: ImportWish): readonly number[] {
  const key = { name: head.manifest.signer.name, id: head.keyId };
  if (trustOf(known, key).is === 'known' || trust !== head.keyId) return [];
  const action = { do: 'trust key', key } as const;
  return [addStep(draft, { service: null, because: 'it was named', after: [], action })];
}

type VolumeWish = {
  readonly input: DatabaseInput;
  readonly volume: string;
  readonly to: string;
  readonly name: string;
  readonly head: BundleHead;
  readonly after: readonly number[];
};

function addVolume(draft: Draft, { input, volume, to, name, head, after }: VolumeWish): number {
  const { manifest } = head;
  const Labels = ownLabels(input.model.name, volume, {
    'berth.snapshot': name,
    'berth.snapshot.of': originOf(manifest, head.keyId),
    'berth.snapshot.image': manifest.image,
    'berth.snapshot.digest': manifest.digest,
    'berth.snapshot.revision': manifest.revision,
    'berth.snapshot.commit': manifest.commit,
    'berth.snapshot.note': manifest.note,
  });
  const action = { do: 'create volume', request: { Name: to, Labels } } as const;
  return addStep(draft, { service: null, because, after, action });
}

const originOf = ({ project, snapshot, signer }: BundleManifest, keyId: string): string =>
  `${fromBundle}${project}/${snapshot} of ${signer.name}, key ${keyId}`;
