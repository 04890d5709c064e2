import type { EpochMs } from '../../contract/names.ts';
import type { GenerationRole } from '../../contract/database-view.ts';
import type { Generations } from '../plan/generations.ts';
import type { LedgerRecord } from '../plan/ledger.ts';
import type { ObservedVolume } from '../plan/observed.ts';
import { openedBy, servedOn } from './opened.ts';
import { unfinished } from './scraps.ts';

export type Link = {
  readonly number: number;
  readonly physical: string;
  readonly role: GenerationRole;
  readonly kept: boolean;
  readonly createdAt: EpochMs | null;
  readonly bytes: number | null;
  readonly server: string | null;
};

export type Snapshot = {
  readonly name: string;
  readonly physical: string;
  readonly takenAt: EpochMs | null;
  readonly bytes: number | null;
  readonly server: string | null;
  /** The generation it was taken of, by its number; or the bundle it came in. */
  readonly of: string;
  readonly image: string;
  readonly digest: string;
  readonly revision: string;
  readonly commit: string;
  readonly note: string;
};

/** How `of` begins for one that came in a bundle; of a generation it is nothing but the number. */
export const fromBundle = 'bundle ';

/** What there is of a database's data, for a door to show. */
export type Chain = { readonly links: readonly Link[]; readonly snapshots: readonly Snapshot[] };

export type ChainInput = {
  readonly records: readonly LedgerRecord[];
  readonly generations: Generations;
  readonly volumes: readonly ObservedVolume[];
};

export const chainOf = (input: ChainInput): Chain => ({
  links: linksOf(input),
  snapshots: snapshotsOf(input),
});

/** Every generation with what it is to the user, oldest first. */
export function linksOf({ records, generations }: ChainInput): readonly Link[] {
  const { volume, current, undo, all } = generations;
  const lived = new Set([1, current]);
  const facts = new Map<number, Extract<LedgerRecord, { kind: 'generation prepared' }>>();
  const kept = new Map<number, boolean>();
  const ran = new Map<number, string>();
  for (const record of records) {
    if ('volume' in record && record.volume !== volume) continue;
    if (record.kind === 'pointer moved') {
      lived.add(record.from).add(record.to);
      if (record.fromServer !== undefined) ran.set(record.from, record.fromServer);
    }
    // Also one that was gone and is made anew: what is known of it was true of the other one.
    if (record.kind === 'generation created') {
      facts.delete(record.number);
      ran.delete(record.number);
    }
    if (record.kind === 'generation prepared') facts.set(record.number, record);
    if (record.kind === 'generation kept') kept.set(record.number, record.kept);
  }
  const cut = new Set(unfinished(records).map(({ physical }) => physical));
  const golden = records.findLast((record) => record.kind === 'golden frozen' && record.volume === volume);
  const [opened, served] = [openedBy(records), servedOn(records)];
  const key = golden?.kind === 'golden frozen' ? golden.key : null;
  return all.map(({ number, physical, createdAt }) => {
    const fact = facts.get(number);
    const ready = !cut.has(physical) && !opened.has(physical) && fact !== undefined && fact.source === key;
    const past = lived.has(number) || served.has(physical) ? 'past' : ready ? 'ready' : 'unused';
    const role = number === current ? 'live' : number === undo ? 'undo' : past;
    return {
      number,
      physical,
      role,
      kept: kept.get(number) ?? false,
      createdAt,
      bytes: fact?.bytes ?? null,
      server: ran.get(number) ?? fact?.server ?? null,
    };
  });
}

/** Snapshots that were found whole and whose volumes are there, oldest first. */
export function snapshotsOf({ records, generations, volumes }: ChainInput): readonly Snapshot[] {
  const there = new Map(volumes.map((volume) => [volume.name, volume]));
  return takenLast(records).flatMap((record) => {
    if (record.volume !== generations.volume) return [];
    const found = there.get(record.physical);
    if (found === undefined) return [];
    const label = (name: string): string => found.labels[`berth.snapshot.${name}`] ?? '';
    const { name, physical, bytes, server } = record;
    const made = { of: label('of'), commit: label('commit'), note: label('note') };
    const ran = { image: label('image'), digest: label('digest'), revision: label('revision') };
    return [{ name, physical, takenAt: found.createdAt, bytes, server, ...made, ...ran }];
  });
}

type Taken = Extract<LedgerRecord, { kind: 'snapshot taken' }>;

/** A name may be given again once its snapshot is deleted: only the last one of a volume counts, and only when it is whole. */
function takenLast(records: readonly LedgerRecord[]): readonly Taken[] {
  const taken = new Map<string, Taken>();
  for (const record of records) {
    if (record.kind === 'snapshot taken') taken.set(record.physical, record);
    if (record.kind === 'snapshot begun' || record.kind === 'volume deleted') taken.delete(record.physical);
  }
  return [...taken.values()];
}
