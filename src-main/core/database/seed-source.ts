const prefix = 'seed:';

/** What a volume is filled with that is not done with it: it still has to be migrated. */
export const seedSource = (sha256: string): string => `${prefix}${sha256}`;

/** Whether what a copier filled is worth something only at the end of the run that it was for. */
export const isSeed = (source: string): boolean => source.startsWith(prefix);
