import { describe, expect, it } from 'vitest';
import type { LedgerRecord } from '../../src-main/core/plan/ledger.ts';
import { openJournal, parseJournal } from '../../src-main/engine/journal.ts';
import { FakeFiles, realClock } from '../support/fake-world.ts';

const file = '/settings/projects/p/journal.jsonl';
const records: readonly LedgerRecord[] = [
  { kind: 'run begun', run: 'r1', goal: 'reset', oneOffs: ['a-run'], ran: ['db'] },
  { kind: 'generation created', volume: 'dbdata', number: 2, physical: 'p_dbdata.g2' },
  { kind: 'pointer moved', volume: 'dbdata', from: 1, to: 2, physical: 'p_dbdata.g2' },
  { kind: 'run ended', run: 'r1', status: 'done' },
];

async function open(files: FakeFiles) {
  const journal = await openJournal(files, realClock, file);
  if (!journal.ok) throw new Error(JSON.stringify(journal.error));
  return journal.value;
}

async function written(): Promise<FakeFiles> {
  const files = new FakeFiles();
  const journal = await open(files);
  await Promise.all(records.map((record) => journal.append(record)));
  return files;
}

describe('the journal', () => {
  it('gives back what was appended, in its order', async () => {
    const files = await written();
    expect((await open(files)).records()).toEqual(records);
  });

  it('cut off at any byte keeps every whole record before the cut, and can be written to again', async () => {
    const files = await written();
    const text = files.texts.get(file) ?? '';
    for (let length = 0; length <= text.length; length += 1) {
      files.texts.set(file, text.slice(0, length));
      const journal = await open(files);
      const whole = text.slice(0, length).split('\n').length - 1;
      expect(journal.records()).toEqual(records.slice(0, whole));
      await journal.append(records[0] as LedgerRecord);
      expect((await open(files)).records()).toEqual([...records.slice(0, whole), records[0]]);
    }
  });

  it('damaged in the middle is a problem, and the file stays as it is', async () => {
    const files = await written();
    const damaged = (files.texts.get(file) ?? '').replace('p_dbdata.g2', 'p_dbdata.g3');
    files.texts.set(file, damaged);
    expect(await openJournal(files, realClock, file)).toMatchObject({
      ok: false,
      error: { kind: 'journal-corrupt', file, detail: 'Line 2 is damaged.' },
    });
    expect(files.texts.get(file)).toBe(damaged);
  });

  it('with a line taken out is a problem', async () => {
    const files = await written();
    const lines = (files.texts.get(file) ?? '').split('\n');
    expect(parseJournal([...lines.slice(0, 1), ...lines.slice(2)].join('\n'), file).ok).toBe(false);
  });

  it('a record that could not be written does not count', async () => {
    const files = await written();
    const journal = await open(files);
    files.full = { kind: 'file-unreadable', file, detail: 'no space left' };
    expect((await journal.append(records[0] as LedgerRecord)).ok).toBe(false);
    expect(journal.records()).toEqual(records);
  });
});
