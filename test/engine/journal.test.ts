import { describe, expect, it } from 'vitest';
import { fail } from '../../src-main/contract/result.ts';
import type { LedgerRecord } from '../../src-main/core/plan/ledger.ts';
import { copyOfJournal, openJournal } from '../../src-main/engine/journal.ts';
import { eventually } from '../support/eventually.ts';
import { FakeFiles, realClock } from '../support/fake-world.ts';

const file = '/settings/projects/p/journal.jsonl';
const copy = copyOfJournal(file);
const records: readonly LedgerRecord[] = [
  { kind: 'run begun', run: 'r1', goal: 'reset', oneOffs: ['a-run'], ran: ['db'] },
  { kind: 'generation created', volume: 'dbdata', number: 2, physical: 'p_dbdata.g2' },
  { kind: 'pointer moved', volume: 'dbdata', from: 1, to: 2, physical: 'p_dbdata.g2' },
  { kind: 'run ended', run: 'r1', status: 'done' },
];
const more: LedgerRecord = { kind: 'run ended', run: 'r2', status: 'failed' };

async function open(files: FakeFiles, engine: string | null = null) {
  const journal = await openJournal(files, realClock, file, engine);
  if (!journal.ok) throw new Error(JSON.stringify(journal.error));
  return journal.value;
}

/** A journal of these records, with its copy. */
async function written(): Promise<FakeFiles> {
  const files = new FakeFiles();
  const journal = await open(files);
  await Promise.all(records.map((record) => journal.append(record)));
  await eventually(() => expect(files.texts.get(copy)).toBe(files.texts.get(file)));
  return files;
}

const textOf = (files: FakeFiles): string => files.texts.get(file) ?? '';

describe('the journal', () => {
  it('gives back what was appended, in its order', async () => {
    expect((await open(await written())).records()).toEqual(records);
  });

  it.each(['the journal', 'the copy', 'both'])(
    'goes on where the disk was full for a moment and took a part of a record into %s',
    async (which) => {
      const files = await written();
      const journal = await open(files);
      const full = { kind: 'file-unreadable', file, detail: 'no space left' } as const;
      const append = files.appendFlushed.bind(files);
      const failed = new Set<string>();
      files.appendFlushed = async (path, text) => {
        const hit = which === 'both' || (path === copy) === (which === 'the copy');
        if (!hit || failed.has(path)) return append(path, text);
        failed.add(path);
        await append(path, text.slice(0, 10));
        return fail(full);
      };
      const first = await journal.append(more);
      expect(first.ok).toBe(which === 'the copy');
      const next: LedgerRecord = { kind: 'run ended', run: 'r3', status: 'done' };
      const last: LedgerRecord = { kind: 'run ended', run: 'r4', status: 'done' };
      expect((await journal.append(next)).ok).toBe(true);
      expect((await journal.append(last)).ok).toBe(true);
      const kept = [...records, ...(first.ok ? [more] : []), next, last];
      expect(journal.records()).toEqual(kept);
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect((await open(files)).records()).toEqual(kept);
    },
  );

  it('without a copy, cut off at any byte, keeps every whole record before the cut, and can be written to', async () => {
    const text = textOf(await written());
    for (let length = 0; length <= text.length; length += 1) {
      const files = new FakeFiles();
      files.texts.set(file, text.slice(0, length));
      const whole = text.slice(0, length).split('\n').length - 1;
      const journal = await open(files);
      expect(journal.records()).toEqual(records.slice(0, whole));
      await journal.append(more);
      expect((await open(files)).records()).toEqual([...records.slice(0, whole), more]);
    }
  });

  it.each(['the journal', 'the copy'])('loses nothing when %s is cut off at any byte', async (which) => {
    const text = textOf(await written());
    for (let length = 0; length <= text.length; length += 1) {
      const files = new FakeFiles();
      files.texts.set(file, which === 'the journal' ? text.slice(0, length) : text);
      files.texts.set(copy, which === 'the copy' ? text.slice(0, length) : text);
      const journal = await open(files);
      expect(journal.records()).toEqual(records);
      await journal.append(more);
      expect((await open(files)).records()).toEqual([...records, more]);
      await eventually(() => expect(files.texts.get(copy)).toBe(textOf(files)));
    }
  });

  it.each([file, copy])('loses nothing when a byte of %s is other than it was', async (damaged) => {
    const text = textOf(await written());
    for (let at = 0; at < text.length; at += 1) {
      const files = new FakeFiles();
      files.texts.set(file, text);
      files.texts.set(copy, text);
      files.texts.set(damaged, `${text.slice(0, at)}\u0000${text.slice(at + 1)}`);
      expect((await open(files)).records()).toEqual(records);
    }
  });

  it('cut off in both files, each at any byte, keeps all that either has whole, and says so', async () => {
    const text = textOf(await written());
    const whole = (length: number): number => text.slice(0, length).split('\n').length - 1;
    // Around the end of each record, where it is decided whether one counts.
    const ends = [...text.matchAll(/\n/g)].map(({ index }) => index);
    const cuts = [0, ...ends.flatMap((end) => [end - 40, end - 1, end, end + 1, end + 2]), text.length];
    for (const first of cuts)
      for (const second of cuts) {
        const files = new FakeFiles();
        files.texts.set(file, text.slice(0, first));
        files.texts.set(copy, text.slice(0, second));
        const journal = await open(files);
        const kept = Math.max(whole(first), whole(second));
        expect(journal.records()).toEqual(records.slice(0, kept));
        const isWhole = first === 0 || text.slice(0, first).endsWith('\n');
        expect(journal.damage === null).toBe(whole(first) === kept && isWhole);
        await journal.append(more);
        expect((await open(files)).records()).toEqual([...records.slice(0, kept), more]);
      }
  });

  it('says which of its files was damaged, until it is mended', async () => {
    const files = await written();
    expect((await open(files)).damage).toBeNull();
    const text = textOf(files);
    files.texts.set(file, text.slice(0, -30));
    const journal = await open(files);
    expect(journal.damage).toContain('Its copy is whole');
    await journal.append(more);
    expect((await open(files)).damage).toBeNull();
    await eventually(() => expect(files.texts.get(copy)).toBe(textOf(files)));
    files.texts.set(copy, text.replace('run begun', 'run began'));
    expect((await open(files)).damage).toContain('The copy of');
  });

  it('damaged in both files is a problem, and they stay as they are', async () => {
    const files = await written();
    const damaged = textOf(files).replace('p_dbdata.g2', 'p_dbdata.g3');
    files.texts.set(file, damaged);
    files.texts.set(copy, damaged);
    expect(await openJournal(files, realClock, file)).toMatchObject({
      ok: false,
      error: { kind: 'journal-corrupt', file, detail: 'Line 2 is damaged, and so is the copy.' },
    });
    expect([textOf(files), files.texts.get(copy)]).toEqual([damaged, damaged]);
  });

  it('with a line taken out of both is a problem', async () => {
    const files = await written();
    const lines = textOf(files).split('\n');
    const without = [...lines.slice(0, 1), ...lines.slice(2)].join('\n');
    files.texts.set(file, without);
    files.texts.set(copy, without);
    expect((await openJournal(files, realClock, file)).ok).toBe(false);
  });

  it('is changed by no reader: what looks torn may be another process in the middle of a line', async () => {
    const files = await written();
    const torn = `${textOf(files)}{"n":5,"at"`;
    files.texts.set(file, torn);
    await open(files);
    expect(textOf(files)).toBe(torn);
  });

  it('a record that could not be written does not count', async () => {
    const files = await written();
    const journal = await open(files);
    files.full = { kind: 'file-unreadable', file, detail: 'no space left' };
    expect((await journal.append(more)).ok).toBe(false);
    expect(journal.records()).toEqual(records);
  });
});

describe('the journal of several engines', () => {
  it('tells of each what was done there, and of none what was done elsewhere', async () => {
    const files = new FakeFiles();
    const [a, b, c, d] = records as readonly [LedgerRecord, LedgerRecord, LedgerRecord, LedgerRecord];
    await (await open(files, 'one')).append(a);
    await (await open(files, 'two')).append(b);
    await (await open(files, 'two')).append(c);
    await (await open(files, 'one')).append(d);
    expect((await open(files, 'one')).records()).toEqual([a, d]);
    expect((await open(files, 'two')).records()).toEqual([b, c]);
    expect((await open(files, 'three')).records()).toEqual([]);
  });

  it('counts what was written before engines were named to the first that was', async () => {
    const files = await written();
    expect((await open(files, 'one')).records()).toEqual(records);
    await (await open(files, 'one')).append(more);
    expect((await open(files, 'one')).records()).toEqual([...records, more]);
    expect((await open(files, 'two')).records()).toEqual([]);
  });

  it('tells of the last one while it is not known which one it is', async () => {
    const files = new FakeFiles();
    await (await open(files, 'one')).append(more);
    await (await open(files, 'two')).append(records[0] as LedgerRecord);
    expect((await open(files)).records()).toEqual([records[0]]);
  });
});
