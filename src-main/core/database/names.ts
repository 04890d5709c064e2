import type { GenerationLabels } from './labels.ts';

/** How much of a key stands in a name: enough to tell the few that one project ever has apart. */
const shown = 8;

/**
 * The engine's name of a golden volume, from the engine's name of the Compose volume: the first that is not `taken`. The same things
 * make the same key also for another ledger at this engine, whose golden this one cannot tell to be whole.
 */
export function goldenName(composeVolume: string, key: string, taken: ReadonlySet<string>): string {
  const name = `${composeVolume}.golden-${key.slice(0, shown)}`;
  for (let place = 1; ; place += 1) {
    const own = place === 1 ? name : `${name}-${place}`;
    if (!taken.has(own)) return own;
  }
}

/** The engine's name of a snapshot's volume. */
export const snapshotName = (composeVolume: string, name: string): string => `${composeVolume}.s-${name}`;

/** The engine's name of the volume through which data goes to a generation of another server version. */
export const stageName = (composeVolume: string, generation: number): string =>
  `${composeVolume}.stage-${generation}`;

/** The network that a database is prepared on, apart from the project's own. */
export const privateNetworkName = (project: string, key: string): string =>
  `${project}_berth-${key.slice(0, shown)}`;

/** The container that copies into a volume; one for each, so that two copies into one are refused by the engine. */
export const copierName = (physical: string): string => `${physical}.copier`;

/** Labels of what Berth makes beside the generations; none is Compose's, so that compose leaves it alone. */
export const ownLabels = (
  project: string,
  volume: string,
  own: GenerationLabels,
): Record<string, string> => ({
  'berth.project': project,
  'berth.volume': volume,
  ...own,
});
