import { sha256Hex } from '../core/sha256.ts';
import type { EpochMs } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { LedgerRecord } from '../core/plan/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';

/** What Berth must not forget of a project: appended, each record on the disk before `append` returns. */
export type Journal = {
  readonly records: () => readonly LedgerRecord[];
  readonly append: (record: LedgerRecord) => Promise<Result<void, Problem>>;
};

const limitBytes = 64 * 1024 * 1024;

/**
 * Opens the journal file: JSON lines `{"n", "at", "record", "sha256"}`, numbered from 1, each with the SHA-256 of its number,
 * time and record. A last line that was cut off while it was written never counted and is dropped. Damage anywhere else is a
 * journal-corrupt problem and nothing is changed.
 */
export async function openJournal(
  files: Files,
  clock: Clock,
  file: string,
): Promise<Result<Journal, Problem>> {
  const read = await files.readText(file, limitBytes);
  if (!read.ok) return read;
  const parsed = parseJournal(read.value ?? '', file);
  if (!parsed.ok) return parsed;
  const records = [...parsed.value.records];
  if (parsed.value.torn) {
    const mended = await files.writeAtomic(file, parsed.value.whole);
    if (!mended.ok) return mended;
  }
  // One append after another: numbers stay in the order of the lines.
  let last: Promise<Result<void, Problem>> = Promise.resolve(ok(undefined));
  const write = async (record: LedgerRecord): Promise<Result<void, Problem>> => {
    const written = await files.appendFlushed(
      file,
      `${printLine(records.length + 1, clock.now(), record)}\n`,
    );
    if (written.ok) records.push(record);
    return written;
  };
  return ok({
    records: () => records,
    append: (record) => {
      last = last.then(() => write(record));
      return last;
    },
  });
}

const digest = (n: number, at: EpochMs, record: unknown): string =>
  sha256Hex(JSON.stringify([n, at, record]));

/** One line of the journal, without its line break. */
export const printLine = (n: number, at: EpochMs, record: LedgerRecord): string =>
  JSON.stringify({ n, at, record, sha256: digest(n, at, record) });

export type ParsedJournal = {
  readonly records: readonly LedgerRecord[];
  readonly torn: boolean;
  readonly whole: string;
};

/** `whole`: the text without a torn last line. Problem: journal-corrupt. */
export function parseJournal(text: string, file: string): Result<ParsedJournal, Problem> {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const records: LedgerRecord[] = [];
  for (const [index, line] of lines.entries()) {
    const record = parseLine(line, index + 1);
    if (record === null) {
      return fail({ kind: 'journal-corrupt', file, detail: `Line ${index + 1} is damaged.` });
    }
    records.push(record);
  }
  return ok({ records, torn: tail !== '', whole: lines.map((line) => `${line}\n`).join('') });
}

function parseLine(line: string, n: number): LedgerRecord | null {
  try {
    const entry = JSON.parse(line) as { n: number; at: number; record: LedgerRecord; sha256: string };
    return entry.n === n && entry.sha256 === digest(n, entry.at, entry.record) ? entry.record : null;
  } catch {
    return null;
  }
}
