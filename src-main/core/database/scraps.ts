import type { LedgerRecord } from '../plan/ledger.ts';
import type { ObservedContainer, ObservedNetwork, ObservedVolume } from '../plan/observed.ts';
import { isLiveSource } from './live-source.ts';
import { isSeed } from './seed-source.ts';
import { copyOf, isSound } from './stock.ts';

/** What runs that were cut off left of their own: worth nothing to anybody. */
export type Scraps = {
  /** Copiers that ended badly or were never started, and containers through which a volume was read. */
  readonly copiers: readonly string[];
  /** Engine names of volumes that were begun, never found whole, never live, and that nothing fills now. */
  readonly volumes: readonly { readonly volume: string; readonly physical: string }[];
  /** Engine names of networks that a golden was made on. */
  readonly networks: readonly string[];
};

export const noScraps: Scraps = { copiers: [], volumes: [], networks: [] };

export type ScrapsInput = {
  readonly project: string;
  readonly records: readonly LedgerRecord[];
  readonly volumes: readonly ObservedVolume[];
  readonly copiers: readonly ObservedContainer[];
  /** Berth's own of this project. */
  readonly networks: readonly ObservedNetwork[];
};

/** Only right while no other process works on the project: what one of them has just begun looks the same. */
export function scrapsOf({ project, records, volumes, copiers, networks }: ScrapsInput): Scraps {
  const copies = copiers.filter((container) => copyOf(container) !== null);
  const filled = new Set(copies.filter(isUseful).map((container) => copyOf(container)?.to));
  const there = new Map(volumes.map(({ name, labels }) => [name, labels]));
  const begun = unfinished(records).filter(({ physical, volume }) => {
    const labels = there.get(physical);
    // One that is gone is closed in the ledger; one that is somebody else's is not looked at again.
    const own = labels?.['berth.project'] === project && labels['berth.volume'] === volume;
    return (labels === undefined || own) && !filled.has(physical);
  });
  return {
    copiers: copiers
      .filter((container) =>
        copyOf(container) === null ? container.labels['berth.carry'] !== undefined : !isUseful(container),
      )
      .map(({ name }) => name),
    volumes: begun.map(({ volume, physical }) => ({ volume, physical })),
    networks: networks.filter(({ labels }) => labels['berth.private'] !== undefined).map(({ name }) => name),
  };
}

/**
 * What a seed was to fill nobody will go on with, however well its copier is. And what is copied of the live data is data at rest
 * only as long as its run keeps the database stopped.
 */
function isUseful(container: ObservedContainer): boolean {
  const { source } = copyOf(container) ?? { source: '' };
  const isLate = container.state === 'running' && isLiveSource(source);
  return isSound(container) && !isSeed(source) && !isLate;
}

type Begun = { readonly volume: string; readonly physical: string };

const begins: ReadonlySet<string> = new Set([
  'golden begun',
  'generation created',
  'snapshot begun',
  'stage begun',
]);

/**
 * Volumes that the ledger has as begun and neither as whole nor as live nor as deleted. The live one that was gone and is made
 * anew, empty, is live from the first: nobody is to fill it.
 */
export function unfinished(records: readonly LedgerRecord[]): readonly Begun[] {
  const open = new Map<string, Begun>();
  const live = new Map<string, string>();
  for (const record of records) {
    if (!('physical' in record)) continue;
    const { volume, physical } = record;
    if (record.kind === 'pointer moved') live.set(volume, physical);
    if (begins.has(record.kind) && live.get(volume) !== physical) open.set(physical, { volume, physical });
    else open.delete(physical);
  }
  return [...open.values()];
}
