import { describe, expect, it } from 'vitest';
import type { DatabaseInput } from '../../../src-main/core/database/database-input.ts';
import { planRestore } from '../../../src-main/core/database/restore.ts';
import type { LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import type { ObservedContainer } from '../../../src-main/core/plan/observed.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { asTheFileSays, type UpFlags } from '../../../src-main/core/plan/up-flags.ts';
import { planUndo } from '../../../src-main/core/plan/undo.ts';
import {
  container,
  databaseInput,
  firstOf,
  generations,
  hashesOf,
  observed,
  stack,
} from '../../support/builders.ts';

describe('a database service that was given another name', () => {
  const of = stack();
  const db = container(of, 'db');
  const old = (own: Partial<ObservedContainer> = {}): ObservedContainer => ({
    ...db,
    ...{ id: 'f'.repeat(64), name: 'p-postgres-1', service: 'postgres' },
    ...own,
  });
  const planned = (containers: readonly ObservedContainer[], flags: Partial<UpFlags> = {}) =>
    planUp({
      ...{ model: of, observed: observed(of, containers), leftovers: [], hashes: hashesOf(of) },
      ...{ generations: firstOf(of), wanted: new Set(['db']), flags: { ...asTheFileSays, ...flags } },
    });

  it('is not started while the container of the old name runs on its data', () => {
    expect(planned([old()])).toMatchObject({
      ok: false,
      error: [{ kind: 'in-use', thing: 'The volume p_dbdata' }],
    });
  });

  it.each<[string, (input: DatabaseInput) => ReturnType<typeof planUndo>]>([
    ['an undo', planUndo],
    ['a restore by number', (input) => planRestore(input, '1')],
  ])('is not moved to the data that the old one runs on by %s', (_, plan) => {
    const chain = generations(of, 2);
    const [mount] = db.mounts;
    if (mount === undefined) throw new Error('it mounts nothing');
    const later = { ...db, mounts: [{ ...mount, source: 'p_dbdata.g2' }] };
    const g2 = { name: 'p_dbdata.g2', driver: 'local', createdAt: null, labels: {} };
    const moved: LedgerRecord = {
      kind: 'pointer moved',
      ...{ volume: 'dbdata', from: 1, to: 2, physical: g2.name },
    };
    const input = (...containers: readonly ObservedContainer[]): DatabaseInput => {
      const seen = observed(of, containers);
      return databaseInput(of, [], {
        ...{ generations: chain, records: [moved] },
        observed: { ...seen, volumes: [...seen.volumes, g2] },
      });
    };
    expect(plan(input(later)).ok).toBe(true);
    expect(plan(input(later, old()))).toMatchObject({
      ok: false,
      error: [{ kind: 'in-use', thing: 'The volume p_dbdata' }],
    });
  });

  it.each<[string, readonly ObservedContainer[], Partial<UpFlags>]>([
    ['the old one goes with the orphans', [old()], { removeOrphans: true }],
    ['the old one has ended', [old({ state: 'exited' })], {}],
    ['it runs already', [old(), db], {}],
    ['what runs there is no server of its kind', [old({ imageId: 'sha256:backup' })], {}],
    ['it is only made', [old()], { starts: false }],
  ])('is started or left where %s', (_, containers, flags) => {
    expect(planned(containers, flags).ok).toBe(true);
  });
});
