import { describe, expect, it } from 'vitest';
import { snapshotsOf } from '../../../src-main/core/database/chain.ts';
import { generationsOf, type LedgerRecord } from '../../../src-main/core/plan/ledger.ts';

const at = { volume: 'v', physical: 'p_v.s-one' };
const begun: LedgerRecord = { kind: 'snapshot begun', name: 'one', ...at };
const taken: LedgerRecord = { kind: 'snapshot taken', name: 'one', bytes: 1, server: '16', ...at };
const deleted: LedgerRecord = { kind: 'volume deleted', because: 'it was asked for', ...at };

function shown(...records: readonly LedgerRecord[]): readonly string[] {
  const volumes = [{ name: 'p_v.s-one', driver: 'local', createdAt: 1, labels: {} }];
  const ledger = { records, volume: 'v', composeVolume: 'p_v', observed: volumes, mounted: null };
  return snapshotsOf({ records, volumes, generations: generationsOf(ledger) }).map(({ name }) => name);
}

describe('a name that is given to a snapshot again', () => {
  it('is shown once, when the last one is whole', () => {
    expect(shown(begun, taken, deleted, begun, taken)).toEqual(['one']);
  });

  it('is not shown while the last one is copied, whatever was whole under it before', () => {
    expect(shown(begun, taken, deleted, begun)).toEqual([]);
  });
});
