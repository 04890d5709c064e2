import type { Files } from '../ports/files.ts';

/** Where Berth keeps what belongs to one Compose project, in the settings folder. */
export const journalFile = (files: Files, settingsDir: string, project: string): string =>
  files.resolve(settingsDir, 'projects', project, 'journal.jsonl');

export const lockFile = (files: Files, settingsDir: string, project: string): string =>
  files.resolve(settingsDir, 'projects', project, 'run.lock');
