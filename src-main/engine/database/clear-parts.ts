import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { LedgerRecord } from '../../core/plan/ledger.ts';
import type { Files } from '../../ports/files.ts';
import type { Journal } from '../journal.ts';

type Begun = Extract<LedgerRecord, { kind: 'bundle begun' }>;

/** Files that bundles were written to and that were not given their name. */
export function openParts(records: readonly LedgerRecord[]): readonly Begun[] {
  const open = new Map<string, Begun>();
  for (const record of records) {
    if (record.kind === 'bundle begun') open.set(record.file, record);
    if (record.kind === 'bundle ended') open.delete(record.file);
  }
  return [...open.values()];
}

/** Removes them: their names are random, so that nobody else's file has one. Problems: of the journal. */
export async function clearParts(files: Files, journal: Journal): Promise<Result<void, Problem>> {
  for (const { volume, file } of openParts(journal.records())) {
    await files.remove(file);
    const noted = await journal.append({ kind: 'bundle ended', volume, file });
    if (!noted.ok) return noted;
  }
  return ok(undefined);
}
