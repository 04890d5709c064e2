import type { EpochMs } from '../../contract/names.ts';

/** The chain of physical volumes behind the logical database volume, as Berth's ledger knows it. Oldest first. */
export type Generations = {
  /** The volume's key in the Compose file. */
  readonly volume: string;
  readonly current: number;
  /** The generation that undo returns to; null where the current one is the first or its predecessor is gone. */
  readonly undo: number | null;
  readonly all: readonly Generation[];
  /** The highest number that was ever given, also to a generation that is not there (any more). */
  readonly highest: number;
};

export type Generation = {
  readonly number: number;
  /** The engine's name: `<project>_<volume>` for 1, then with `.g<number>`. */
  readonly physical: string;
  readonly createdAt: EpochMs | null;
};

/** The engine's name of a generation, from the engine's name of the Compose volume. */
export const physicalName = (composeVolume: string, number: number): string =>
  number === 1 ? composeVolume : `${composeVolume}.g${number}`;

export const generationLabels = (
  project: string,
  volume: string,
  number: number,
): Record<string, string> => ({
  'berth.project': project,
  'berth.volume': volume,
  'berth.generation': String(number),
});

/** The chain of a project that was never reset: the Compose volume itself. */
export const firstGeneration = (volume: string, composeVolume: string): Generations => ({
  volume,
  current: 1,
  undo: null,
  all: [{ number: 1, physical: composeVolume, createdAt: null }],
  highest: 1,
});
