import type { EpochMs } from '../../contract/names.ts';
import type { LedgerRecord } from '../plan/ledger.ts';
import { type ChainInput, type Link, linksOf } from './chain.ts';
import { openedBy } from './opened.ts';
import { sinceGolden } from './stock.ts';

/** How much of the past stays. A limit that is null does not count. */
export type Retention = {
  /** Past generations beside the live one and what undo returns to. */
  readonly count: number | null;
  readonly olderThanMs: number | null;
  readonly bytes: number | null;
};

/** Without a word of the user. */
export const usualRetention: Retention = { count: 3, olderThanMs: null, bytes: null };

export type Surplus = { readonly physical: string; readonly volume: string; readonly because: string };

/**
 * Past generations that retention lets go, oldest first. Never the live one, nor what undo returns to, nor one that is kept,
 * nor the Compose volume itself, nor one that is ready for the next reset.
 */
export function surplusOf(input: ChainInput, retention: Retention, now: EpochMs): readonly Surplus[] {
  const { volume } = input.generations;
  const held = heldOf(input);
  const past = linksOf(input).filter(({ role, physical }) => role === 'past' && !held.has(physical));
  const newestFirst = past.toReversed();
  let bytes = 0;
  return newestFirst
    .flatMap((link, place) => {
      bytes += link.bytes ?? 0;
      const because = reasonFor(link, { place, bytes, now }, retention);
      return because === null ? [] : [{ physical: link.physical, volume, because }];
    })
    .toReversed();
}

/** Volumes that no retention touches, whatever else a ledger may call them. */
const heldOf = (input: ChainInput): ReadonlySet<string> =>
  new Set(
    linksOf(input)
      .filter(({ role, kept, number }) => role === 'live' || role === 'undo' || kept || number === 1)
      .map(({ physical }) => physical),
  );

function reasonFor(
  { createdAt }: Link,
  { place, bytes, now }: { readonly place: number; readonly bytes: number; readonly now: EpochMs },
  { count, olderThanMs, bytes: most }: Retention,
): string | null {
  if (count !== null && place >= count) return `more than ${count} past generations`;
  if (olderThanMs !== null && createdAt !== null && now - createdAt > olderThanMs)
    return 'older than what is kept';
  if (most !== null && bytes > most) return 'more than what is kept takes on the disk';
  return null;
}

/**
 * Goldens and copies of them that no reset will take: they were made of what has changed since, or were used by a run that did not
 * come to its end. `key`: of what a reset makes now.
 */
export function outdatedOf(input: ChainInput, key: string): readonly Surplus[] {
  const { records, generations, volumes } = input;
  const { volume } = generations;
  const there = new Set(volumes.map(({ name }) => name));
  const held = heldOf(input);
  const opened = openedBy(records);
  const goldens = records.flatMap((record) =>
    record.kind === 'golden frozen' && record.volume === volume && record.key !== key
      ? [record.physical]
      : [],
  );
  const whole = linksOf(input)
    .filter(({ role }) => role === 'unused' || role === 'ready')
    .map(({ physical }) => ({ physical, source: sourceOf(records, physical) }))
    .filter(({ source }) => source !== null);
  const fresh = sinceGolden(records, volume, key);
  const copies = whole
    .filter(({ source, physical }) => source !== key || sourceOf(fresh, physical) === null)
    .map(({ physical }) => physical);
  const used = whole.map(({ physical }) => physical).filter((physical) => opened.has(physical));
  const outdated = new Map([
    ...used.map((physical) => [physical, 'used by a run that did not come to its end'] as const),
    ...[...goldens, ...copies].map((physical) => [physical, 'made of what has changed since'] as const),
  ]);
  return [...outdated]
    .filter(([physical]) => there.has(physical) && !held.has(physical))
    .map(([physical, because]) => ({ physical, volume, because }));
}

/** Of what may go, what is Berth's own: in its ledger, and with its labels on it. Else it is left alone, whatever bears its name. */
export const ownAlone = (
  surplus: readonly Surplus[],
  { project, records, volumes }: Pick<ChainInput, 'records' | 'volumes'> & { readonly project: string },
): readonly Surplus[] => {
  const at = new Map(volumes.map(({ name, labels }) => [name, labels]));
  return surplus.filter(({ physical, volume }) => {
    const labels = at.get(physical) ?? {};
    const noted = records.some(
      (record) => 'physical' in record && record.physical === physical && record.volume === volume,
    );
    return noted && labels['berth.project'] === project && labels['berth.volume'] === volume;
  });
};

/** What a volume is a whole copy of; null: it is none. */
function sourceOf(records: readonly LedgerRecord[], physical: string): string | null {
  const record = records.findLast(
    (each) => each.kind === 'generation prepared' && each.physical === physical,
  );
  return record?.kind === 'generation prepared' ? record.source : null;
}
