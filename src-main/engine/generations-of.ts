import { type Generation, type Generations, firstGeneration } from '../core/plan/generations.ts';
import type { ObservedVolume } from '../core/plan/observed.ts';
import type { JournalEntry } from './journal.ts';

/**
 * The chain of a logical volume as the journal tells it, less what is no longer there. The live generation is where the
 * pointer was moved last; undo leads back to where it came from, as long as that volume exists.
 * `volumes` null: the engine has not been asked, so everything in the journal is believed to exist.
 */
export function generationsOf(
  entries: readonly JournalEntry[],
  volume: string,
  composeVolume: string,
  volumes: readonly ObservedVolume[] | null,
): Generations {
  const first = firstGeneration(volume, composeVolume);
  const made = entries.flatMap((entry) =>
    entry.kind === 'generation created' && entry.volume === volume
      ? [{ number: entry.number, physical: entry.physical, createdAt: entry.at }]
      : [],
  );
  const moves = entries
    .filter((entry) => entry.kind === 'pointer moved')
    .filter((entry) => entry.volume === volume);
  const last = moves.at(-1);
  const current = last?.to ?? 1;
  const all = [...first.all, ...made]
    .filter((generation) => generation.number === current || exists(generation, volumes))
    .map((generation) => ({ ...generation, createdAt: createdAt(generation, volumes) }));
  const undo = last !== undefined && all.some(({ number }) => number === last.from) ? last.from : null;
  return { volume, current, undo, all };
}

const exists = (generation: Generation, volumes: readonly ObservedVolume[] | null): boolean =>
  volumes === null || volumes.some(({ name }) => name === generation.physical);

const createdAt = (generation: Generation, volumes: readonly ObservedVolume[] | null) =>
  generation.createdAt ?? volumes?.find(({ name }) => name === generation.physical)?.createdAt ?? null;
