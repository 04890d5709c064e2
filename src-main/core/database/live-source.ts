const generation = 'generation ';
const upgrade = 'upgrade:';

/** What a snapshot is a copy of: the live data, by the number of its generation. */
export const generationSource = (number: number): string => `${generation}${number}`;

/** What the generation of another server version is filled from: the live data, by the version that wrote it. */
export const upgradeSource = (version: string): string => `${upgrade}${version}`;

/** Whether what is copied is data that a database is started on again. */
export const isLiveSource = (source: string): boolean =>
  source.startsWith(generation) || source.startsWith(upgrade);
