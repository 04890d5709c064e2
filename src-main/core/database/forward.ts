import type { Generation, Generations } from '../plan/generations.ts';
import type { LedgerRecord } from '../plan/ledger.ts';
import type { ObservedContainer } from '../plan/observed.ts';

export type CutSwitch = {
  readonly records: readonly LedgerRecord[];
  readonly generations: Generations;
  /** Containers of the database service, without one-off ones. */
  readonly containers: readonly ObservedContainer[];
};

/**
 * Where a switch that was cut off is to be finished rather than taken back: the database's only containers are on another
 * generation whose data is complete, and have run there, so that somebody may have worked on it since. null: the live
 * generation it is.
 */
export function forwardOf({ records, generations, containers }: CutSwitch): Generation | null {
  const current = generations.all.find(({ number }) => number === generations.current);
  const mounts = (container: ObservedContainer, physical: string | undefined): boolean =>
    container.mounts.some(({ source }) => source === physical);
  // One that was made and never started has nobody's work on it.
  if (containers.length === 0 || containers.some(({ startedAt }) => startedAt === null)) return null;
  if (containers.some((container) => mounts(container, current?.physical))) return null;
  const to = generations.all.find(({ physical }) =>
    containers.every((container) => mounts(container, physical)),
  );
  return to !== undefined && isComplete(records, to, generations) ? to : null;
}

const prefix = 'imported:';

/** What a generation is a copy of: a snapshot that came in a bundle. */
export const importedSource = (snapshot: string): string => `${prefix}${snapshot}`;

/** Whether what lies in a generation came from another machine, with the passwords of that one. */
export const isImported = (records: readonly LedgerRecord[], { physical }: Generation): boolean =>
  records.some(
    (record) =>
      record.kind === 'generation prepared' &&
      record.physical === physical &&
      record.source.startsWith(prefix),
  );

/** It was live before, or is a copy that was found whole. */
const isComplete = (
  records: readonly LedgerRecord[],
  { number, physical }: Generation,
  { volume }: Generations,
): boolean =>
  number === 1 ||
  records.some(
    (record) =>
      (record.kind === 'generation prepared' && record.physical === physical) ||
      (record.kind === 'pointer moved' &&
        record.volume === volume &&
        [record.from, record.to].includes(number)),
  );
