import type { Goal, RunId } from '../../contract/names.ts';
import { firstGeneration, type Generation, type Generations } from './generations.ts';
import type { ObservedVolume } from './observed.ts';
import type { ImageBefore } from './plan.ts';

/** What Berth keeps of a project's database, in the order it happened. Written before the fact, or with it. */
export type LedgerRecord =
  | {
      readonly kind: 'generation created';
      readonly volume: string;
      readonly number: number;
      readonly physical: string;
    }
  | {
      readonly kind: 'pointer moved';
      readonly volume: string;
      readonly from: number;
      readonly to: number;
      readonly physical: string;
      /** Version of the server that ran on the one before; absent: not known. */
      readonly fromServer?: string;
    }
  /** Written before the volume is made; what lies in it is worth nothing until it is frozen. */
  | {
      readonly kind: 'golden begun';
      readonly volume: string;
      readonly key: string;
      readonly physical: string;
    }
  /** Migrated, seeded and cleanly stopped. Nothing writes to it from here on. */
  | {
      readonly kind: 'golden frozen';
      readonly volume: string;
      readonly key: string;
      readonly physical: string;
    }
  /**
   * The copy that this generation is was found whole. `source`: the key of a golden, `snapshot:<name>`, or `imported:<name>`
   * where that came in a bundle.
   */
  | {
      readonly kind: 'generation prepared';
      readonly volume: string;
      readonly number: number;
      readonly physical: string;
      readonly source: string;
      /** What it took on the disk; null or absent: it could not be told. */
      readonly bytes?: number | null;
      /** Of the server that wrote the data, e.g. `16`; null or absent: it could not be told. */
      readonly server?: string | null;
    }
  /** Written before the volume is made. */
  | {
      readonly kind: 'snapshot begun';
      readonly volume: string;
      readonly name: string;
      readonly physical: string;
    }
  /** The copy that the snapshot is was found whole. */
  | {
      readonly kind: 'snapshot taken';
      readonly volume: string;
      readonly name: string;
      readonly physical: string;
      readonly bytes: number | null;
      readonly server: string | null;
    }
  /** Written before the volume is made. It is never whole: what lies there is needed on the way only. */
  | { readonly kind: 'stage begun'; readonly volume: string; readonly physical: string }
  /** Written before the file is made; `file` is what lies beside the bundle until it is whole. */
  | { readonly kind: 'bundle begun'; readonly volume: string; readonly file: string }
  /** It has become the bundle, or is gone. */
  | { readonly kind: 'bundle ended'; readonly volume: string; readonly file: string }
  /** Whether retention may ever delete the generation. */
  | {
      readonly kind: 'generation kept';
      readonly volume: string;
      readonly number: number;
      readonly kept: boolean;
    }
  /** One of that name was there already, made by somebody else: it was never Berth's. */
  | { readonly kind: 'volume abandoned'; readonly volume: string; readonly physical: string }
  /** One of Berth's own volumes was deleted. */
  | {
      readonly kind: 'volume deleted';
      readonly volume: string;
      readonly physical: string;
      readonly because: string;
    }
  | {
      readonly kind: 'run begun';
      readonly run: RunId;
      readonly goal: Goal;
      readonly oneOffs: readonly string[];
      /** Services that ran before it. */
      readonly ran: readonly string[];
      /** What the database ran before, where the file names another image by now. */
      readonly before?: ImageBefore;
      /** Private networks that it makes; absent: none. */
      readonly networks?: readonly string[];
      /** Engine name of the volume that it makes live, and starts the database on before that; absent: none. */
      readonly opens?: string;
    }
  | { readonly kind: 'run ended'; readonly run: RunId; readonly status: 'done' | 'failed' | 'cancelled' };

export type LedgerView = {
  readonly records: readonly LedgerRecord[];
  /** The volume's key in the Compose file, and the engine's name of it. */
  readonly volume: string;
  readonly composeVolume: string;
  /** The Compose project's name; absent: whose volumes these are was looked at before. */
  readonly project?: string;
  readonly observed: readonly ObservedVolume[] | null;
  /** The volume that the database's container ran on last, where it is a later generation. */
  readonly mounted: string | null;
};

/**
 * The chain of generations that a ledger tells of. `observed` null: the engine was not asked; then nothing is left out. A
 * generation whose volume is gone is left out, unless it is the live one. Of what another ledger (other settings, another user of
 * the engine) made live a database container tells that ran on a generation which this one knows nothing of: `mounted`.
 */
export function generationsOf(input: LedgerView): Generations {
  const first = firstGeneration(input.volume, input.composeVolume);
  const known = knownGenerations(input, first.all);
  const moves = input.records.filter(
    (record) => record.kind === 'pointer moved' && record.volume === input.volume,
  );
  const last = moves.at(-1);
  const noted = last?.kind === 'pointer moved' ? last : null;
  const elsewhere = adopted(input, known);
  const current = elsewhere ?? noted?.to ?? 1;
  const names =
    input.observed === null ? null : new Map(input.observed.map((volume) => [volume.name, volume]));
  const isThere = ({ number, physical }: Generation): boolean => {
    if (names === null || number === current) return true;
    const found = names.get(physical);
    // A volume that has come to bear the name of a generation which is gone is not that generation.
    return found !== undefined && (number === 1 || isGeneration(found, input, number));
  };
  const all = known
    .filter(isThere)
    .map((generation) => ({ ...generation, createdAt: names?.get(generation.physical)?.createdAt ?? null }));
  const before = (elsewhere === null ? noted?.from : noted?.to) ?? current;
  const undo = before !== current && all.some(({ number }) => number === before) ? before : null;
  const highest = Math.max(...known.map((generation) => generation.number));
  return { volume: input.volume, current, undo, all, highest };
}

const isGeneration = ({ labels }: ObservedVolume, { volume, project }: LedgerView, number: number): boolean =>
  labels['berth.volume'] === volume &&
  labels['berth.generation'] === String(number) &&
  (project === undefined || labels['berth.project'] === project);

/** A generation that the ledger does know is live where it says so: one that it never made live is not adopted. */
function adopted({ records, mounted }: LedgerView, known: readonly Generation[]): number | null {
  const told = records.some((record) => 'physical' in record && record.physical === mounted);
  return told
    ? null
    : (known.find(({ number, physical }) => number > 1 && physical === mounted)?.number ?? null);
}

/**
 * How a generation that another ledger made live is noted in this one; null: it was made live here. Where nothing was noted before,
 * nobody knows what it was moved from: then it is from itself, which is no undo.
 */
export function adoptedMove(
  records: readonly LedgerRecord[],
  { volume, current, all }: Generations,
): Extract<LedgerRecord, { kind: 'pointer moved' }> | null {
  const last = records.findLast((record) => record.kind === 'pointer moved' && record.volume === volume);
  const known = last?.kind === 'pointer moved' ? last.to : null;
  const physical = all.find(({ number }) => number === current)?.physical;
  return physical === undefined || current === (known ?? 1)
    ? null
    : { kind: 'pointer moved', volume, from: known ?? current, to: current, physical };
}

function knownGenerations(input: LedgerView, first: readonly Generation[]): readonly Generation[] {
  const byNumber = new Map(first.map((generation) => [generation.number, generation]));
  const add = (number: number, physical: string): void => {
    if (number > 1) byNumber.set(number, { number, physical, createdAt: null });
  };
  for (const volume of input.observed ?? []) {
    const suffix = volume.name.startsWith(`${input.composeVolume}.g`)
      ? volume.name.slice(input.composeVolume.length + 2)
      : '';
    if (volume.labels['berth.volume'] === input.volume && volume.labels['berth.generation'] === suffix)
      add(Number(suffix), volume.name);
  }
  for (const record of input.records) {
    if (
      (record.kind === 'generation created' || record.kind === 'pointer moved') &&
      record.volume === input.volume
    ) {
      add(record.kind === 'pointer moved' ? record.to : record.number, record.physical);
    }
  }
  return [...byNumber.values()].sort((a, b) => a.number - b.number);
}

/** A run that began and was never said to have ended: its process died. */
export function unendedRun(
  records: readonly LedgerRecord[],
): Extract<LedgerRecord, { kind: 'run begun' }> | null {
  const ended = new Set(records.flatMap((record) => (record.kind === 'run ended' ? [record.run] : [])));
  const open = records.filter((record) => record.kind === 'run begun' && !ended.has(record.run)).at(-1);
  return open?.kind === 'run begun' ? open : null;
}
