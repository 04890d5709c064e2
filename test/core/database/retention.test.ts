import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../src-main/contract/names.ts';
import { linksOf, snapshotsOf } from '../../../src-main/core/database/chain.ts';
import { outdatedOf, surplusOf, usualRetention } from '../../../src-main/core/database/retention.ts';
import { scrapsOf } from '../../../src-main/core/database/scraps.ts';
import { generationsOf, type LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import type { ObservedVolume } from '../../../src-main/core/plan/observed.ts';

const day = 86_400_000;
const own = { 'berth.project': 'p', 'berth.volume': 'v' };
const physical = (number: number): string => (number === 1 ? 'p_v' : `p_v.g${number}`);
const volume = (name: string, createdAt: number): ObservedVolume => {
  const generation = /\.g(\d+)$/.exec(name)?.[1];
  const labels = generation === undefined ? own : { ...own, 'berth.generation': generation };
  return { name, driver: 'local', createdAt, labels };
};

/** A chain that was reset `last - 1` times, one generation a day, 100 bytes each. */
function chain(last: number, more: readonly LedgerRecord[] = []) {
  const numbers = Array.from({ length: last }, (_, index) => index + 1);
  const records: LedgerRecord[] = [
    ...numbers.slice(1).flatMap((number): LedgerRecord[] => [
      { kind: 'generation created', volume: 'v', number, physical: physical(number) },
      {
        kind: 'generation prepared',
        volume: 'v',
        number,
        physical: physical(number),
        source: 'k',
        bytes: 100,
      },
      { kind: 'pointer moved', volume: 'v', from: number - 1, to: number, physical: physical(number) },
    ]),
    ...more,
  ];
  const volumes = numbers.map((number) => volume(physical(number), number * day));
  const ledger = { records, volume: 'v', composeVolume: 'p_v', observed: volumes, mounted: null };
  return { records, volumes, generations: generationsOf(ledger) };
}
const gone = (...given: Parameters<typeof surplusOf>): string[] =>
  surplusOf(...given).map(({ physical: name }) => name);

describe('retention', () => {
  const nothing = { count: null, olderThanMs: null, bytes: null };

  it('by count keeps the newest past generations beside the live one and what undo returns to', () => {
    expect(gone(chain(8), { ...nothing, count: 3 }, 9 * day)).toEqual(['p_v.g2', 'p_v.g3']);
    expect(gone(chain(8), usualRetention, 9 * day)).toEqual(['p_v.g2', 'p_v.g3']);
  });

  it('by age lets go what is older', () => {
    expect(gone(chain(8), { ...nothing, olderThanMs: 5 * day }, 9 * day)).toEqual(['p_v.g2', 'p_v.g3']);
  });

  it('by size lets the oldest go until the rest fits', () => {
    expect(gone(chain(8), { ...nothing, bytes: 250 }, 9 * day)).toEqual(['p_v.g2', 'p_v.g3', 'p_v.g4']);
  });

  it('never lets go the live one, what undo returns to, the Compose volume, and what is kept', () => {
    const kept: LedgerRecord = { kind: 'generation kept', volume: 'v', number: 3, kept: true };
    expect(gone(chain(5, [kept]), { ...nothing, count: 0 }, 9 * day)).toEqual(['p_v.g2']);
    const released: LedgerRecord = { ...kept, kept: false };
    expect(gone(chain(5, [kept, released]), { ...nothing, count: 0 }, 9 * day)).toEqual(['p_v.g2', 'p_v.g3']);
  });
});

describe('what was prepared of things that have changed', () => {
  it('is every golden but the one of the key, and copies that were never live and are of another', () => {
    const frozen = (key: string): LedgerRecord => ({
      kind: 'golden frozen',
      volume: 'v',
      key,
      physical: `p_v.golden-${key}`,
    });
    const copy = (number: number, source: string): LedgerRecord => ({
      kind: 'generation prepared',
      volume: 'v',
      number,
      physical: physical(number),
      source,
    });
    const base = chain(2, [frozen('old'), frozen('new'), copy(3, 'old'), copy(4, 'new')]);
    const volumes = [
      ...base.volumes,
      ...['p_v.golden-old', 'p_v.golden-new', 'p_v.g3', 'p_v.g4'].map((name) => volume(name, day)),
    ];
    const records: readonly LedgerRecord[] = [
      ...base.records,
      { kind: 'generation created', volume: 'v', number: 3, physical: 'p_v.g3' },
      { kind: 'generation created', volume: 'v', number: 4, physical: 'p_v.g4' },
      copy(3, 'old'),
      copy(4, 'new'),
    ];
    const ledger = { records, volume: 'v', composeVolume: 'p_v', observed: volumes, mounted: null };
    const input = { records, volumes, generations: generationsOf(ledger) };
    expect(outdatedOf(input, 'new').map(({ physical: name }) => name)).toEqual(['p_v.golden-old', 'p_v.g3']);
  });
});

describe('a copy that a run was to make live and did not', () => {
  const copy: readonly LedgerRecord[] = [
    { kind: 'golden frozen', volume: 'v', key: 'k', physical: 'p_v.golden-k' },
    { kind: 'generation created', volume: 'v', number: 4, physical: 'p_v.g4' },
    { kind: 'generation prepared', volume: 'v', number: 4, physical: 'p_v.g4', source: 'k', bytes: 100 },
  ];
  const after = (...goals: readonly Goal[]) => {
    const begun = goals.map(
      (goal): LedgerRecord => ({
        ...{ kind: 'run begun', run: goal, goal, oneOffs: [], ran: ['db'] },
        opens: 'p_v.g4',
      }),
    );
    const { records, volumes } = chain(3, [...copy, ...begun]);
    const there = [...volumes, volume('p_v.g4', 4 * day)];
    const ledger = { records, volume: 'v', composeVolume: 'p_v', observed: there, mounted: null };
    const input = { records, volumes: there, generations: generationsOf(ledger) };
    const role = linksOf(input).find(({ number }) => number === 4)?.role;
    return { role, outdated: outdatedOf(input, 'k') };
  };

  it('is of no use to the next one, and goes', () => {
    expect(after()).toEqual({ role: 'ready', outdated: [] });
    expect(after('reset')).toMatchObject({
      role: 'unused',
      outdated: [{ physical: 'p_v.g4', because: 'used by a run that did not come to its end' }],
    });
  });

  it('is of the past, and stays, where somebody may have worked on it before it was to be finished', () => {
    expect(after('reset', 'up')).toEqual({ role: 'past', outdated: [] });
  });
});

// Whatever a ledger says and whatever is at the engine.
describe('of any project', () => {
  const name = fc.constantFrom(
    'p_v',
    'p_v.g2',
    'p_v.g3',
    'p_v.golden-a',
    'p_v.s-x',
    'q_v',
    'q_v.g2',
    'other',
  );
  const number = fc.integer({ min: 1, max: 4 });
  const logical = fc.constantFrom('v', 'w');
  const record: fc.Arbitrary<LedgerRecord> = fc.oneof(
    fc.record({ kind: fc.constant('generation created' as const), volume: logical, number, physical: name }),
    fc.record({
      kind: fc.constant('generation prepared' as const),
      volume: logical,
      number,
      physical: name,
      source: fc.constantFrom('a', 'b'),
    }),
    fc.record({
      kind: fc.constant('pointer moved' as const),
      volume: logical,
      from: number,
      to: number,
      physical: name,
    }),
    fc.record({
      kind: fc.constant('golden begun' as const),
      volume: logical,
      key: fc.constantFrom('a', 'b'),
      physical: name,
    }),
    fc.record({
      kind: fc.constant('golden frozen' as const),
      volume: logical,
      key: fc.constantFrom('a', 'b'),
      physical: name,
    }),
    fc.record({ kind: fc.constant('volume abandoned' as const), volume: logical, physical: name }),
  );
  const labels = fc.dictionary(
    fc.constantFrom('berth.project', 'berth.volume', 'com.docker.compose.project'),
    fc.constantFrom('p', 'q', 'v', 'w'),
  );
  const volumes = fc.uniqueArray(
    fc.record({ name, labels, createdAt: fc.constant(1), driver: fc.constant('local') }),
    { selector: ({ name: unique }) => unique },
  );

  it('nothing is left over, too much or outdated that is live, or what undo returns to, or not in the ledger', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), volumes, (records, observed) => {
        const ledger = { records, volume: 'v', composeVolume: 'p_v', observed, mounted: null };
        const generations = generationsOf(ledger);
        const input = { records, generations, volumes: observed };
        const all = { count: 0, olderThanMs: 0, bytes: 0 };
        const chosen = [...surplusOf(input, all, 9e15), ...outdatedOf(input, 'a')].map(
          (each) => each.physical,
        );
        const left = scrapsOf({ project: 'p', records, volumes: observed, copiers: [], networks: [] });
        const links = linksOf(input);
        const held = links
          .filter(({ role }) => role === 'live' || role === 'undo')
          .map((each) => each.physical);
        const noted = new Set(records.flatMap((each) => ('physical' in each ? [each.physical] : [])));
        for (const each of chosen)
          expect(noted.has(each) || links.some((link) => link.physical === each)).toBe(true);
        for (const each of chosen) expect(held).not.toContain(each);
        for (const each of left.volumes) {
          const found = observed.find((at) => at.name === each.physical);
          if (found !== undefined)
            expect(found.labels).toMatchObject({ 'berth.project': 'p', 'berth.volume': each.volume });
        }
        expect(snapshotsOf(input)).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });
});
