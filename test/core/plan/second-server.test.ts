import { describe, expect, it } from 'vitest';
import type { ObservedContainer } from '../../../src-main/core/plan/observed.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import { asTheFileSays, type UpFlags } from '../../../src-main/core/plan/up-flags.ts';
import { container, firstOf, hashesOf, observed, stack } from '../../support/builders.ts';

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
