import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoalFlags } from '../../src-main/contract/goal-flags.ts';
import type { Goal } from '../../src-main/contract/names.ts';
import { ok } from '../../src-main/contract/result.ts';
import type { Model } from '../../src-main/core/compose/model.ts';
import { scrapsOf } from '../../src-main/core/database/scraps.ts';
import type { LedgerRecord } from '../../src-main/core/plan/ledger.ts';
import type { ObservedVolume } from '../../src-main/core/plan/observed.ts';
import type { Action, Plan } from '../../src-main/core/plan/plan.ts';
import { physicalVolumes } from '../../src-main/core/plan/up-input.ts';
import { planRollback } from '../../src-main/core/plan/rollback.ts';
import { generationsNow, planFor, type PlanningInput } from '../../src-main/engine/planning.ts';
import { container, hashesOf, model, observed, profile, service } from '../support/builders.ts';

/*
 * Random projects at a random engine: volumes of the project, of another project, of another clone, external ones, and such that
 * only look like Berth's own; a ledger that tells the truth, and one that does not. Whatever is planned, what it deletes or
 * writes over is Berth's own by ledger and by labels, or what compose made for this very project.
 */
const names = [
  ...['p_v', 'p_v.g2', 'p_v.g3', 'p_v.g4', 'p_v.golden-aaaaaaaa', 'p_v.s-x', 'p_v.stage-2'],
  ...['p_files', 'shared', 'q_v', 'q_v.g2', 'p2_v', 'p2_v.g2', 'p_v.g', 'p_v.g02'],
];
const name = fc.constantFrom(...names);
const logical = fc.constantFrom('v', 'v', 'v', 'w');
const number = fc.integer({ min: 1, max: 5 });
const key = fc.constantFrom('a'.repeat(64), 'b'.repeat(64));

const truth: Readonly<Record<string, readonly LedgerRecord[]>> = {
  'p_v.g2': [
    { kind: 'generation created', volume: 'v', number: 2, physical: 'p_v.g2' },
    { kind: 'generation prepared', volume: 'v', number: 2, physical: 'p_v.g2', source: 'a'.repeat(64) },
    { kind: 'pointer moved', volume: 'v', from: 1, to: 2, physical: 'p_v.g2' },
  ],
  'p_v.g3': [
    { kind: 'generation created', volume: 'v', number: 3, physical: 'p_v.g3' },
    { kind: 'generation prepared', volume: 'v', number: 3, physical: 'p_v.g3', source: 'b'.repeat(64) },
    { kind: 'pointer moved', volume: 'v', from: 2, to: 3, physical: 'p_v.g3' },
  ],
  'p_v.s-x': [
    { kind: 'snapshot begun', volume: 'v', name: 'x', physical: 'p_v.s-x' },
    { kind: 'snapshot taken', volume: 'v', name: 'x', physical: 'p_v.s-x', bytes: 1, server: null },
  ],
  'p_v.golden-aaaaaaaa': [
    { kind: 'golden begun', volume: 'v', key: 'a'.repeat(64), physical: 'p_v.golden-aaaaaaaa' },
    { kind: 'golden frozen', volume: 'v', key: 'a'.repeat(64), physical: 'p_v.golden-aaaaaaaa' },
  ],
};

const anyRecord: fc.Arbitrary<LedgerRecord> = fc.oneof(
  fc.record({ kind: fc.constant('generation created' as const), volume: logical, number, physical: name }),
  fc.record({
    ...{ kind: fc.constant('generation prepared' as const), volume: logical, number, physical: name },
    source: key,
  }),
  fc.record({
    kind: fc.constant('pointer moved' as const),
    ...{ volume: logical, from: number, to: number, physical: name },
  }),
  fc.record({ kind: fc.constant('golden frozen' as const), volume: logical, key, physical: name }),
  fc.record({ kind: fc.constant('stage begun' as const), volume: logical, physical: name }),
  fc.record({ kind: fc.constant('volume abandoned' as const), volume: logical, physical: name }),
  fc.record({
    ...{ kind: fc.constant('snapshot taken' as const), volume: logical, name: fc.constant('x') },
    ...{ physical: name, bytes: fc.constant(null), server: fc.constant(null) },
  }),
);
const ledger = fc
  .tuple(fc.subarray(Object.keys(truth)), fc.array(anyRecord, { maxLength: 6 }))
  .map(([told, noise]) => [...told.flatMap((each) => truth[each] ?? []), ...noise]);

const labels = fc.oneof(
  fc.constant<Record<string, string>>({}),
  fc.record({
    'berth.project': fc.constantFrom('p', 'q', 'p2'),
    'berth.volume': fc.constantFrom('v', 'w'),
    'berth.generation': fc.constantFrom('2', '3', '4'),
  }),
  fc.record({ 'berth.project': fc.constant('p'), 'berth.volume': fc.constant('v') }),
  fc.record({
    'com.docker.compose.project': fc.constantFrom('p', 'q', 'p2'),
    'com.docker.compose.volume': fc.constantFrom('v', 'files'),
  }),
);
/** As Berth and compose label what they make for this project. */
const trueLabels = (each: string): Record<string, string> => {
  const generation = /^p_v\.g(\d)$/.exec(each)?.[1];
  const berth = { 'berth.project': 'p', 'berth.volume': 'v' };
  if (generation !== undefined) return { ...berth, 'berth.generation': generation };
  if (each.startsWith('p_v.')) return berth;
  const declared = { p_v: 'v', p_files: 'files' }[each];
  return declared === undefined
    ? {}
    : { 'com.docker.compose.project': 'p', 'com.docker.compose.volume': declared };
};

const volumes: fc.Arbitrary<readonly ObservedVolume[]> = fc.uniqueArray(
  fc.tuple(name, fc.boolean(), labels).map(([each, isTrue, other]) => ({
    ...{ name: each, createdAt: 1, driver: 'local' },
    labels: isTrue ? trueLabels(each) : other,
  })),
  { selector: (each) => each.name, maxLength: names.length },
);

const project = (external: boolean): Model => {
  const made = model({
    db: service({ image: 'postgres:16', volumes: [{ type: 'volume', source: 'v', target: '/data' }] }),
    api: service({
      volumes: [
        { type: 'volume', source: 'files', target: '/files' },
        { type: 'volume', source: 'shared', target: '/shared' },
      ],
      depends_on: { db: { condition: 'service_started', required: true } },
    }),
  });
  const own = { ...made.volumes, shared: { name: 'shared', external: true } };
  return { ...made, volumes: external ? { ...own, v: { name: 'p_v', external: true } } : own };
};

const wishes: readonly (readonly [Goal, GoalFlags])[] = [
  ['reset', {}],
  ['undo', {}],
  ['prepare', {}],
  ['snapshot', { name: 'y' }],
  ['restore', { name: 'x' }],
  ['restore', { name: '2' }],
  ['restore', { name: '3' }],
  ['prune', { count: 0, olderThanDays: 0, bytes: 0 }],
  ['prune', { count: 0, name: 'x' }],
  ['upgrade', {}],
  ['down', { removeVolumes: true }],
];

type World = {
  readonly of: Model;
  readonly records: readonly LedgerRecord[];
  readonly there: readonly ObservedVolume[];
};

function plansOf({ of, records, there }: World, warm: boolean): readonly Plan[] {
  const seen = { ...observed(of, [container(of, 'db'), container(of, 'api')]), volumes: there };
  const golden = there.some((each) => each.name === 'p_v.golden-aaaaaaaa') ? 'p_v.golden-aaaaaaaa' : null;
  const shared = {
    ...{ services: [], images: 'wanted' as const, model: of, environment: 'local' as const },
    ...{ profile: databaseProfile, observed: seen, hashes: hashesOf(of), texts: {}, now: 9e15 },
    journal: { records: () => records, append: async () => ok(undefined) },
    slugs: { migrate: 'a'.repeat(64), seed: 'b'.repeat(64) },
    stock: { key: 'a'.repeat(64), golden, warm: warm ? { number: 9, physical: 'p_v.g9' } : null },
    asked: {
      ...{ commit: '', revision: '', online: null, file: null, bundle: null, seed: null },
      upgrade: { found: '15', wanted: '16', oldImage: 'postgres:15', oldImageThere: true },
    },
  } satisfies Omit<PlanningInput, 'goal'>;
  const planned = wishes.flatMap(([goal, flags]) => {
    const plan = planFor({ ...shared, goal, flags });
    return plan.ok ? [plan.value] : [];
  });
  const scraps = scrapsOf({ project: 'p', records, volumes: there, copiers: [], networks: [] });
  const rollback = planRollback({
    ...{ model: of, observed: seen, hashes: hashesOf(of), leftovers: [], oneOffs: [], scraps },
    generations: generationsNow(shared),
    ...{ ran: new Set(['db', 'api']), database: 'db' },
  });
  return rollback.ok ? [...planned, rollback.value] : planned;
}

const databaseProfile = profile({
  database: { service: 'db', volume: 'v', migrate: null, seed: null },
});

/** What a step takes away or writes over. */
function harmed(action: Action): readonly string[] {
  switch (action.do) {
    case 'delete volume':
      return [action.physical];
    case 'remove volume':
      return [action.volume];
    case 'copy data':
      return [action.to];
    default:
      return [];
  }
}

/** What the new container of the database would write to. */
const mounted = (action: Action): readonly string[] =>
  action.do === 'create container' && action.request.body.Labels['com.docker.compose.service'] === 'db'
    ? [...JSON.stringify(action.request.body.HostConfig).matchAll(/"(p[\w.-]*_v[\w.-]*)[":]/g)].map(
        (match) => match[1] ?? '',
      )
    : [];

/** What is live is what the ledger says is live: there is nothing else to go by. */
const liveOf = ({ of, records }: World): string | undefined =>
  physicalVolumes(
    generationsNow({
      ...{ model: of, profile: databaseProfile, observed: null },
      journal: { records: () => records, append: async () => ok(undefined) },
    }),
  )['v'];

/** By ledger and labels, or by the label of compose where `down -v` takes what the file declares. */
function isAllowed({ of, records, there }: World, action: Action, physical: string): boolean {
  const { labels = {} } = there.find((each) => each.name === physical) ?? {};
  const noted = records.some(
    (record) =>
      'physical' in record && record.physical === physical && labels['berth.volume'] === record.volume,
  );
  const own = labels['berth.project'] === 'p';
  if (noted && own) return true;
  // A generation is known by its labels too, where a ledger was lost: it may be used, and only not be deleted.
  if (action.do === 'create container' && own && labels['berth.volume'] === 'v')
    return physical === `p_v.g${labels['berth.generation']}`;
  const declared = Object.values(of.volumes).find((each) => each.name === physical);
  return (
    action.do === 'remove volume' &&
    labels['com.docker.compose.project'] === 'p' &&
    declared !== undefined &&
    declared.external !== true
  );
}

describe('of any project, at any engine', () => {
  it('no plan takes away or writes over a volume that is not its own', () => {
    let planned = 0;
    let harms = 0;
    const judge = (world: World, plan: Plan): void => {
      planned += 1;
      const made = new Set(
        plan.steps.flatMap(({ action }) => (action.do === 'create volume' ? [action.request.Name] : [])),
      );
      const live = liveOf(world);
      const at = new Set(world.there.map((each) => each.name));
      for (const { action } of plan.steps) {
        // A volume that a step makes is new: one of its name that is there ends the run at that step.
        const written = mounted(action).filter((one) => one !== live && one !== 'p_v');
        for (const each of [...harmed(action), ...written]) {
          if (!at.has(each) || made.has(each)) continue;
          harms += 1;
          const fine = isAllowed(world, action, each);
          expect([plan.goal, action.do, each, fine]).toEqual([plan.goal, action.do, each, true]);
        }
      }
    };
    fc.assert(
      fc.property(ledger, volumes, fc.boolean(), fc.boolean(), (records, there, external, warm) => {
        const world = { of: project(external), records, there };
        for (const plan of plansOf(world, warm)) judge(world, plan);
      }),
      { numRuns: 3_000 },
    );
    // It planned, and there was something to be careful with.
    expect([planned > 9_000, harms > 500]).toEqual([true, true]);
  });
});
