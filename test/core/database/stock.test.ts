import { describe, expect, it } from 'vitest';
import { goldenKey, type GoldenParts } from '../../../src-main/core/database/golden-key.ts';
import { forwardOf } from '../../../src-main/core/database/forward.ts';
import { scrapsOf } from '../../../src-main/core/database/scraps.ts';
import { stockOf, type StockInput } from '../../../src-main/core/database/stock.ts';
import type { LedgerRecord } from '../../../src-main/core/plan/ledger.ts';
import type { ObservedContainer, ObservedVolume } from '../../../src-main/core/plan/observed.ts';
import { container, generations, stack } from '../../support/builders.ts';

const own = { 'berth.project': 'p', 'berth.volume': 'dbdata' };
const volume = (name: string, labels: Record<string, string> = own): ObservedVolume => ({
  name,
  driver: 'local',
  createdAt: 1,
  labels,
});
const copier = (to: string, state: Partial<ObservedContainer> = {}): ObservedContainer =>
  container(stack(), 'db', {
    name: `${to}.copier`,
    labels: { ...own, 'berth.copy.to': to, 'berth.copy.source': 'k' },
    ...state,
  });

const begun: LedgerRecord = { kind: 'golden begun', volume: 'dbdata', key: 'k', physical: 'golden' };
const frozen: LedgerRecord = { ...begun, kind: 'golden frozen' };
const created = (number: number): LedgerRecord => ({
  kind: 'generation created',
  volume: 'dbdata',
  number,
  physical: `g${number}`,
});
const prepared = (number: number, source = 'k'): LedgerRecord => ({
  kind: 'generation prepared',
  volume: 'dbdata',
  number,
  physical: `g${number}`,
  source,
});
const moved = (from: number, to: number): LedgerRecord => ({
  kind: 'pointer moved',
  volume: 'dbdata',
  from,
  to,
  physical: `g${to}`,
});
const opens = (physical: string): LedgerRecord => ({
  ...{ kind: 'run begun', run: 'r1', goal: 'reset', oneOffs: [], ran: ['db'] },
  opens: physical,
});

describe('what is ready for a reset', () => {
  const stock = (records: readonly LedgerRecord[], more: Partial<StockInput> = {}) =>
    stockOf({
      records,
      volume: 'dbdata',
      key: 'k',
      volumes: ['golden', 'g2', 'g3'].map((name) => volume(name)),
      copiers: [],
      ...more,
    });

  it.each<[string, readonly LedgerRecord[], Partial<StockInput>, object]>([
    ['nothing of what was begun and not frozen', [begun], {}, { golden: null, warm: null }],
    ['a golden that is frozen', [begun, frozen], {}, { golden: 'golden', warm: null }],
    ['no golden that was begun once more and not frozen', [begun, frozen, begun], {}, { golden: null }],
    ['no golden of another key', [begun, frozen], { key: 'other' }, { golden: null, warm: null }],
    ['no golden whose volume is gone', [begun, frozen], { volumes: [] }, { golden: null, warm: null }],
    ['no copy that was begun and has no copier', [begun, frozen, created(2)], {}, { warm: null }],
    [
      'a copy that was found whole',
      [frozen, created(2), prepared(2)],
      {},
      { warm: { number: 2, physical: 'g2' } },
    ],
    [
      'no copy that was live',
      [frozen, created(2), prepared(2), moved(1, 2), moved(2, 1)],
      {},
      { warm: null },
    ],
    [
      'no copy that a run was to make live',
      [frozen, created(2), prepared(2), opens('g2')],
      {},
      { warm: null },
    ],
    [
      'no copy of a golden of the same key that was made before this one',
      [frozen, created(2), prepared(2), begun, frozen],
      {},
      { warm: null },
    ],
    ['no copy of another golden', [frozen, created(2), prepared(2, 'other')], {}, { warm: null }],
    ['a copy under way', [frozen, created(2)], { copiers: [copier('g2')] }, { warm: { number: 2 } }],
    [
      'a copy that ended well unseen',
      [frozen, created(2)],
      { copiers: [copier('g2', { state: 'exited', exitCode: 0 })] },
      { warm: { number: 2 } },
    ],
    [
      'no copy that ended badly',
      [frozen, created(2)],
      { copiers: [copier('g2', { state: 'exited', exitCode: 1 })] },
      { warm: null },
    ],
    [
      'no copy by a copier that the ledger knows nothing of',
      [frozen],
      { copiers: [copier('g2')] },
      { warm: null },
    ],
  ])('is %s', (_, records, more, expected) => {
    expect(stock(records, more)).toMatchObject(expected);
  });
});

describe('what is left over', () => {
  const scraps = (
    records: readonly LedgerRecord[],
    copiers: readonly ObservedContainer[] = [],
    labels = own,
  ) =>
    scrapsOf({
      project: 'p',
      records,
      copiers,
      volumes: ['golden', 'g2'].map((name) => volume(name, labels)),
      networks: [],
    });

  it('are goldens and generations that were begun and never whole', () => {
    expect(scraps([begun, created(2)])).toEqual({
      copiers: [],
      volumes: [
        { volume: 'dbdata', physical: 'golden' },
        { volume: 'dbdata', physical: 'g2' },
      ],
      networks: [],
    });
  });

  it.each<[string, readonly LedgerRecord[], readonly ObservedContainer[]]>([
    ['what is whole', [begun, frozen, created(2), prepared(2)], []],
    ['what was ever live', [created(2), moved(1, 2), moved(2, 1)], []],
    ['what is being filled', [created(2)], [copier('g2')]],
    [
      'what was somebody else’s all along',
      [created(2), { kind: 'volume abandoned', volume: 'dbdata', physical: 'g2' }],
      [],
    ],
    [
      'what was deleted',
      [created(2), { kind: 'volume deleted', volume: 'dbdata', physical: 'g2', because: '' }],
      [],
    ],
  ])('is never %s', (_, records, copiers) => {
    expect(scraps(records, copiers)).toEqual({ copiers: [], volumes: [], networks: [] });
  });

  it.each([{}, { 'berth.project': 'p' }, { 'berth.project': 'other', 'berth.volume': 'dbdata' }])(
    'is never a volume without the labels of this project: %j',
    (labels) => {
      expect(scraps([created(2)], [], labels as typeof own).volumes).toEqual([]);
    },
  );

  it('are networks that goldens were made on, also of one that is frozen', () => {
    const networks = [
      { id: '1', name: 'p_berth-k', labels: { 'berth.project': 'p', 'berth.private': 'k' } },
      { id: '2', name: 'p_other', labels: { 'berth.project': 'p' } },
    ];
    const left = scrapsOf({ project: 'p', records: [begun, frozen], copiers: [], volumes: [], networks });
    expect(left.networks).toEqual(['p_berth-k']);
  });

  it('is a copier that ended badly, and what it filled', () => {
    const bad = copier('g2', { state: 'exited', exitCode: 137 });
    expect(scraps([created(2)], [bad])).toMatchObject({
      copiers: ['g2.copier'],
      volumes: [{ physical: 'g2' }],
    });
  });
});

describe('what a seed was to fill', () => {
  it('is worth nothing without the run that it was for, however well its copier is', () => {
    for (const state of [{ state: 'running' }, { state: 'exited', exitCode: 0 }] as const)
      for (const source of ['seed:d', 'bundle:d']) {
        const labels = { ...own, 'berth.copy.to': 'g2', 'berth.copy.source': source };
        const left = scrapsOf({
          ...{ project: 'p', records: [created(2)], volumes: [volume('g2')], networks: [] },
          copiers: [copier('g2', { ...state, labels })],
        });
        const scrap = source === 'seed:d';
        expect([left.copiers, left.volumes.map(({ physical }) => physical)]).toEqual([
          scrap ? ['g2.copier'] : [],
          scrap ? ['g2'] : [],
        ]);
      }
  });
});

describe('a switch that was cut off', () => {
  const of = stack();
  const chain = generations(of, 2, { current: 1 });
  const db = (source: string): ObservedContainer =>
    container(of, 'db', { mounts: [{ type: 'volume', source, target: '/d', readOnly: false }] });
  const whole: LedgerRecord = { ...prepared(2), physical: 'p_dbdata.g2' } as LedgerRecord;
  const to = (records: readonly LedgerRecord[], ...mounts: readonly string[]) =>
    forwardOf({ records, generations: chain, containers: mounts.map(db) })?.number ?? null;

  it('goes on where the only container is on a generation whose data is complete', () => {
    expect(to([whole], 'p_dbdata.g2')).toBe(2);
    expect(to([moved(2, 1)], 'p_dbdata.g2')).toBe(2);
  });

  it('goes back while the old container is there, where there is none, and where the data is not complete', () => {
    expect(to([whole], 'p_dbdata', 'p_dbdata.g2')).toBeNull();
    expect(to([whole])).toBeNull();
    expect(to([created(2)], 'p_dbdata.g2')).toBeNull();
    expect(to([whole], 'somebody-elses')).toBeNull();
    const made = { ...db('p_dbdata.g2'), state: 'created', startedAt: null } as const;
    expect(forwardOf({ records: [whole], generations: chain, containers: [made] })).toBeNull();
  });
});

describe('the key of a prepared database', () => {
  const parts: GoldenParts = {
    environment: 'local',
    database: { image: 'sha256:1', configHash: 'h', inputs: { '/init': 'x' } },
    migrate: {
      image: 'sha256:2',
      configHash: 'm',
      inputs: { a: '1', b: null },
      service: 'api',
      command: ['up'],
    },
    seed: null,
  };

  it('is the same for the same things in another order', () => {
    const turned = { ...parts, migrate: parts.migrate && { ...parts.migrate, inputs: { b: null, a: '1' } } };
    expect(goldenKey(turned)).toBe(goldenKey(parts));
  });

  it('differs with each thing that a database is made of', () => {
    const { database, migrate } = parts;
    const others: readonly GoldenParts[] = [
      { ...parts, environment: 'ci' },
      { ...parts, database: { ...database, image: 'sha256:9' } },
      { ...parts, database: { ...database, configHash: 'other' } },
      { ...parts, database: { ...database, inputs: { '/init': 'y' } } },
      { ...parts, migrate: null },
      { ...parts, migrate: migrate && { ...migrate, inputs: { a: '2', b: null } } },
      { ...parts, migrate: migrate && { ...migrate, command: ['up', 'head'] } },
      { ...parts, migrate: migrate && { ...migrate, image: null } },
      { ...parts, seed: migrate },
      { ...parts, seed: { sha256: 'a' } },
      { ...parts, seed: { sha256: 'b' } },
    ];
    const keys = [parts, ...others].map(goldenKey);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
