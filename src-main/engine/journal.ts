import type { EpochMs, Goal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { hashText } from '../core/compose/hash.ts';
import type { Files } from '../ports/files.ts';

/** What the journal of a project's database tells: which volumes Berth made, and which of them is live. */
export type JournalEntry =
  | {
      readonly kind: 'generation created';
      readonly at: EpochMs;
      readonly volume: string;
      readonly number: number;
      readonly physical: string;
    }
  | {
      readonly kind: 'pointer moved';
      readonly at: EpochMs;
      readonly volume: string;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly kind: 'run begun';
      readonly at: EpochMs;
      readonly run: string;
      readonly goal: Goal;
      readonly plan: string;
    }
  | { readonly kind: 'run ended'; readonly at: EpochMs; readonly run: string; readonly status: string };

/** An append-only file of records, each flushed to the disk before the step that it stands for goes on. */
export type Journal = {
  readonly file: string;
  entries(): readonly JournalEntry[];
  append(entry: JournalEntry): Promise<Result<void, Problem>>;
};

const limitBytes = 64 * 1024 * 1024;

/**
 * Opens the journal of a Compose project. A torn last line (the machine stopped while it was written) is cut off: its step
 * had not gone on. A damaged line before the last is `journal-corrupt`: then nothing may be concluded from the file.
 */
export async function openJournal(files: Files, file: string): Promise<Result<Journal, Problem>> {
  const text = await files.readText(file, limitBytes);
  if (!text.ok) return text;
  const read = readRecords(text.value ?? '');
  if (!read.ok) return fail({ kind: 'journal-corrupt', file, detail: read.error });
  if (read.value.torn) {
    const mended = await files.writeAtomic(file, read.value.whole);
    if (!mended.ok) return mended;
  }
  return ok(journalOf(files, file, [...read.value.entries]));
}

function journalOf(files: Files, file: string, entries: JournalEntry[]): Journal {
  let last: Promise<Result<void, Problem>> = Promise.resolve(ok(undefined));
  const write = async (entry: JournalEntry): Promise<Result<void, Problem>> => {
    const done = await files.appendFlushed(file, printRecord(entries.length + 1, entry));
    if (done.ok) entries.push(entry);
    return done;
  };
  return {
    file,
    entries: () => entries,
    append: (entry) => {
      last = last.then(() => write(entry));
      return last;
    },
  };
}

const sumOf = (number: number, entry: string): string => hashText(`${number}\n${entry}`).slice(0, 32);

/** One line: the checksum, the record's number from 1, the entry as JSON. */
function printRecord(number: number, entry: JournalEntry): string {
  const json = JSON.stringify(entry);
  return `${sumOf(number, json)} ${number} ${json}\n`;
}

type Records = { readonly entries: readonly JournalEntry[]; readonly torn: boolean; readonly whole: string };

function readRecords(text: string): Result<Records, string> {
  const lines = text.split('\n');
  const unfinished = lines.pop() ?? '';
  const entries: JournalEntry[] = [];
  for (const [index, line] of lines.entries()) {
    const entry = readRecord(index + 1, line);
    // A machine that lost power may have kept the line's length and not its content: that, too, is only a torn end.
    if (entry === null && index === lines.length - 1)
      return ok({ entries, torn: true, whole: linesUpTo(lines, index) });
    if (entry === null) return fail(`line ${index + 1} of ${lines.length} does not match its checksum`);
    entries.push(entry);
  }
  return ok({ entries, torn: unfinished !== '', whole: linesUpTo(lines, lines.length) });
}

const linesUpTo = (lines: readonly string[], count: number): string =>
  lines
    .slice(0, count)
    .map((line) => `${line}\n`)
    .join('');

function readRecord(number: number, line: string): JournalEntry | null {
  const parts = /^([0-9a-f]{32}) (\d+) (\{.*\})$/u.exec(line);
  if (parts === null || Number(parts[2]) !== number || parts[1] !== sumOf(number, parts[3] ?? ''))
    return null;
  return JSON.parse(parts[3] ?? '') as JournalEntry;
}
