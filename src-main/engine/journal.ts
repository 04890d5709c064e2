import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { LedgerRecord } from '../core/plan/ledger.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import {
  type JournalRecord,
  lastEngine,
  type ParsedJournal,
  parseJournal,
  printLine,
  recordsOf,
} from './journal-text.ts';

/** What Berth must not forget of a project: appended, each record on the disk before `append` returns. */
export type Journal = {
  /** Those of one engine: what was done at another one says nothing about it. */
  readonly records: () => readonly LedgerRecord[];
  /** What was found wrong with its files, as a sentence; null or absent: nothing. The next record mends it. */
  readonly damage?: string | null;
  /** Only for who holds the project's lock. */
  readonly append: (record: LedgerRecord) => Promise<Result<void, Problem>>;
};

const limitBytes = 64 * 1024 * 1024;

/** The second copy of a journal, which follows the first by a moment. */
export const copyOfJournal = (file: string): string => `${file}.copy`;

/**
 * Opens the journal of a project, or its copy where that holds more: of two files one may be cut off anywhere, damaged or gone,
 * and nothing is lost. Reading changes nothing; what is torn or missing is mended before the next record is written. `engine`:
 * the engine's own id, null where it is not known. Problem: journal-corrupt, where both are damaged.
 */
export async function openJournal(
  files: Files,
  clock: Clock,
  file: string,
  engine: string | null = null,
): Promise<Result<Journal, Problem>> {
  const [first, second] = await Promise.all([file, copyOfJournal(file)].map((path) => read(files, path)));
  if (first === undefined || second === undefined) throw new Error('two files were asked for');
  if (!first.ok) return first;
  // A copy that cannot be read is as good as none.
  const copy = second.ok ? second.value : parseJournal('');
  const best = copy.records.length > first.value.records.length ? copy : first.value;
  if (best.damagedLine !== null) {
    const detail = `Line ${best.damagedLine} is damaged, and so is the copy.`;
    return fail({ kind: 'journal-corrupt', file, detail });
  }
  const mends = isLess(first.value, best);
  const writer = new Writer(files, clock, file, { best, mends, copies: isLess(copy, best) });
  return ok({
    records: () => recordsOf(writer.records, engine),
    damage: damageOf(file, { first: first.value, copy, best }),
    append: (record) => writer.append(record, engine),
  });
}

type Found = { readonly first: ParsedJournal; readonly copy: ParsedJournal; readonly best: ParsedJournal };

/** A copy that is behind is no damage: nobody waits for it. */
function damageOf(file: string, { first, copy, best }: Found): string | null {
  if (first.records.length < best.records.length)
    return `${file} was damaged or cut off. Its copy is whole and is used: nothing is lost.`;
  if (first.torn)
    return `${file} ended in the middle of a record, which never counted. All before it is there.`;
  return copy.damagedLine === null ? null : `The copy of ${file} was damaged, and is made anew.`;
}

async function read(files: Files, file: string): Promise<Result<ParsedJournal, Problem>> {
  const text = await files.readText(file, limitBytes);
  return text.ok ? ok(parseJournal(text.value ?? '')) : text;
}

const isLess = (journal: ParsedJournal, best: ParsedJournal): boolean =>
  journal.torn || journal.damagedLine !== null || journal.records.length < best.records.length;

/** One append after another: numbers stay in the order of the lines. */
class Writer {
  readonly records: JournalRecord[];
  readonly #files: Files;
  readonly #clock: Clock;
  readonly #file: string;
  /** Of all records. */
  #text: string;
  #mends: boolean;
  #copies: boolean;
  #last: Promise<Result<void, Problem>> = Promise.resolve(ok(undefined));
  #copied: Promise<unknown> = Promise.resolve();

  constructor(
    files: Files,
    clock: Clock,
    file: string,
    found: { readonly best: ParsedJournal; readonly mends: boolean; readonly copies: boolean },
  ) {
    this.#files = files;
    this.#clock = clock;
    this.#file = file;
    this.records = [...found.best.records];
    this.#text = found.best.text;
    this.#mends = found.mends;
    this.#copies = found.copies;
  }

  append(record: LedgerRecord, engine: string | null): Promise<Result<void, Problem>> {
    this.#last = this.#last.then(async () => {
      if (engine !== null && lastEngine(this.records) !== engine) {
        const met = await this.#write({ kind: 'engine met', engine });
        if (!met.ok) return met;
      }
      return this.#write(record);
    });
    return this.#last;
  }

  async #write(record: JournalRecord): Promise<Result<void, Problem>> {
    if (this.#mends) {
      const mended = await this.#files.writeAtomic(this.#file, this.#text);
      if (!mended.ok) return mended;
      this.#mends = false;
    }
    const line = `${printLine(this.records.length + 1, this.#clock.now(), record)}\n`;
    const written = await this.#files.appendFlushed(this.#file, line);
    // A disk that is full may have taken a part of it, which the next record must not come after.
    this.#mends = !written.ok;
    if (!written.ok) return written;
    this.records.push(record);
    this.#text += line;
    this.#copy(line);
    return written;
  }

  /** Nobody waits for the copy: until it is there the journal itself is, and where it fails the next opening mends it. */
  #copy(line: string): void {
    const copy = copyOfJournal(this.#file);
    const text = this.#text;
    this.#copied = this.#copied.then(async () => {
      const copied = this.#copies
        ? await this.#files.writeAtomic(copy, text)
        : await this.#files.appendFlushed(copy, line);
      this.#copies = !copied.ok;
    });
  }
}
