import type { EpochMs } from '../contract/names.ts';
import type { LedgerRecord } from '../core/plan/ledger.ts';
import { sha256Hex } from '../core/sha256.ts';

/** The records below are of this engine, until the next of its kind. */
type EngineMet = { readonly kind: 'engine met'; readonly engine: string };

/** What a line of a journal holds. */
export type JournalRecord = LedgerRecord | EngineMet;

const digest = (n: number, at: EpochMs, record: unknown): string =>
  sha256Hex(JSON.stringify([n, at, record]));

/** One line of the journal, without its line break: its number from 1, its time, and a SHA-256 over both and the record. */
export const printLine = (n: number, at: EpochMs, record: JournalRecord): string =>
  JSON.stringify({ n, at, record, sha256: digest(n, at, record) });

export type ParsedJournal = {
  readonly records: readonly JournalRecord[];
  /** The text of these records. */
  readonly text: string;
  /** The last line was cut off while it was written: it never counted. */
  readonly torn: boolean;
  /** Number of the first line that is not what was written; null: there is none. */
  readonly damagedLine: number | null;
};

/** The records up to the first damage. */
export function parseJournal(text: string): ParsedJournal {
  const lines = text.split('\n');
  const tail = lines.pop() ?? '';
  const records: JournalRecord[] = [];
  const whole = (): string =>
    lines
      .slice(0, records.length)
      .map((line) => `${line}\n`)
      .join('');
  for (const [index, line] of lines.entries()) {
    const record = parseLine(line, index + 1);
    if (record === null) return { records, text: whole(), torn: false, damagedLine: index + 1 };
    records.push(record);
  }
  return { records, text: whole(), torn: tail !== '', damagedLine: null };
}

function parseLine(line: string, n: number): JournalRecord | null {
  try {
    const entry = JSON.parse(line) as { n: number; at: number; record: JournalRecord; sha256: string };
    return entry.n === n && entry.sha256 === digest(n, entry.at, entry.record) ? entry.record : null;
  } catch {
    return null;
  }
}

/** The last engine that the records speak of; null: they name none. */
export const lastEngine = (records: readonly JournalRecord[]): string | null => {
  const met = records.findLast((record) => record.kind === 'engine met');
  return met?.kind === 'engine met' ? met.engine : null;
};

/**
 * The records of one engine. Those before any was named are of the first that was: they were written when there was only one.
 * `engine` null: it is not known which one it is now; then it is the last one.
 */
export function recordsOf(records: readonly JournalRecord[], engine: string | null): readonly LedgerRecord[] {
  const first = records.find((record) => record.kind === 'engine met');
  const wanted = engine ?? lastEngine(records);
  let present = first?.kind === 'engine met' ? first.engine : wanted;
  const own: LedgerRecord[] = [];
  for (const record of records) {
    if (record.kind === 'engine met') present = record.engine;
    else if (present === wanted) own.push(record);
  }
  return own;
}
