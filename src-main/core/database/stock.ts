import type { LedgerRecord } from '../plan/ledger.ts';
import type { ObservedContainer, ObservedVolume } from '../plan/observed.ts';
import { openedBy } from './opened.ts';

/** What is ready for the next reset, as ledger and engine tell it now. */
export type Stock = {
  /** Key of what a reset would make now. */
  readonly key: string;
  /** The engine's name of the frozen golden of that key; null: there is none. */
  readonly golden: string | null;
  /** The generation that was copied from it, or is being copied now. */
  readonly warm: Warm | null;
  /**
   * Engine names of networks that goldens were made on, and that are still there although no run is under way: an engine may
   * make one after who asked for it was killed and the recovery had looked. Absent: none.
   */
  readonly networks?: readonly string[];
  /** Engine names that a new golden cannot have: a volume has them. Absent: none. */
  readonly taken?: ReadonlySet<string>;
};

export type Warm = { readonly number: number; readonly physical: string };

export type StockInput = {
  readonly records: readonly LedgerRecord[];
  /** The logical volume. */
  readonly volume: string;
  readonly key: string;
  readonly volumes: readonly ObservedVolume[];
  /** Berth's own containers of this project that copy. */
  readonly copiers: readonly ObservedContainer[];
};

/**
 * Golden and warm generation of a key. A copy counts once the ledger has it as whole, or while its copier runs or ended well; and
 * no longer once a database was to be started on it.
 */
export function stockOf(input: StockInput): Stock {
  const { key, records, volume } = input;
  const there = new Set(input.volumes.map(({ name }) => name));
  const golden = records.findLast(
    (record) =>
      (record.kind === 'golden begun' || record.kind === 'golden frozen') &&
      record.volume === volume &&
      record.key === key,
  );
  const physical = golden?.kind === 'golden frozen' && there.has(golden.physical) ? golden.physical : null;
  // What carries no label of this project is seen only when it was in the way.
  const foreign = records.flatMap((record) => (record.kind === 'volume abandoned' ? [record.physical] : []));
  const taken = new Set([...there, ...foreign]);
  return { key, golden: physical, warm: physical === null ? null : warmOf(input, there), taken };
}

/** What happened since the golden of a key was frozen: a copy from before is one of another golden. All, where none was. */
export const sinceGolden = (
  records: readonly LedgerRecord[],
  volume: string,
  key: string,
): readonly LedgerRecord[] =>
  records.slice(
    records.findLastIndex(
      (record) => record.kind === 'golden frozen' && record.volume === volume && record.key === key,
    ) + 1,
  );

function warmOf({ records, volume, key, copiers }: StockInput, there: ReadonlySet<string>): Warm | null {
  const fresh = sinceGolden(records, volume, key);
  const used = new Set(
    records.flatMap((record) =>
      record.kind === 'pointer moved' && record.volume === volume ? [record.to] : [],
    ),
  );
  const opened = openedBy(records);
  const whole = fresh.flatMap((record) =>
    record.kind === 'generation prepared' && record.volume === volume && record.source === key
      ? [{ number: record.number, physical: record.physical }]
      : [],
  );
  const underWay = copiers.filter(isSound).flatMap(({ labels }) => {
    const made = fresh.find(
      (record) => record.kind === 'generation created' && record.physical === labels['berth.copy.to'],
    );
    return labels['berth.copy.source'] === key && made?.kind === 'generation created'
      ? [{ number: made.number, physical: made.physical }]
      : [];
  });
  const fit = [...underWay, ...whole].filter(
    ({ number, physical }) => !used.has(number) && !opened.has(physical) && there.has(physical),
  );
  return fit.at(-1) ?? null;
}

/** A copier that runs, or has ended and says that the copy is whole. */
export const isSound = ({ state, exitCode }: ObservedContainer): boolean =>
  state === 'running' || (state === 'exited' && exitCode === 0);

/** What the copier of a volume was asked to do; null: it is no copier. */
export function copyOf(
  container: ObservedContainer,
): { readonly to: string; readonly source: string } | null {
  const { 'berth.copy.to': to, 'berth.copy.source': source } = container.labels;
  return to === undefined || source === undefined ? null : { to, source };
}
