import { describe, expect, it } from 'vitest';
import { planDown } from '../../../src-main/core/plan/down.ts';
import { type GenerationInput } from '../../../src-main/core/plan/generation-input.ts';
import { generationsOf, type LedgerRecord, unendedRun } from '../../../src-main/core/plan/ledger.ts';
import { nothingObserved, type Observed } from '../../../src-main/core/plan/observed.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { planReset } from '../../../src-main/core/plan/reset.ts';
import { planRollback } from '../../../src-main/core/plan/rollback.ts';
import { planUndo } from '../../../src-main/core/plan/undo.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import {
  completed,
  container,
  firstOf,
  generations,
  hashesOf,
  healthy,
  model,
  observed,
  observedVolume,
  profile,
  service,
  stack,
} from '../../support/builders.ts';

const slugs = { migrate: 'a'.repeat(64), seed: 'b'.repeat(64) };
const all = ['db', 'cache', 'api', 'web'];
const green = (): Observed =>
  observed(
    stack(),
    all.map((name) => container(stack(), name)),
  );

const input = (own: Partial<GenerationInput> = {}): GenerationInput => ({
  model: stack(),
  profile: profile(),
  environment: 'local',
  observed: green(),
  generations: firstOf(stack()),
  hashes: hashesOf(stack()),
  leftovers: [],
  ...own,
});

/** A second volume with the same options would be the same data. */
const onDevice = (options: object): Partial<GenerationInput> => ({
  model: { ...stack(), volumes: { dbdata: { name: 'p_dbdata', ...options } } },
});

function must<E>(plan: { ok: true; value: Plan } | { ok: false; error: E }): Plan {
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}
const lines = (plan: Plan): string[] => printPlan(plan).split('\n').slice(1);

describe('reset', () => {
  it('starts the database on the next generation, fills it, and only then moves the pointer', () => {
    const plan = must(planReset(input(), slugs));
    expect(lines(plan)).toEqual(
      [
        '[] -> #1 create volume p_dbdata.g2: generation 2 of the database',
        '[] -> #2 api: stop container: it uses db, whose data is about to change',
        '[1] -> #3 db: create container: volume p_dbdata.g2 is not mounted',
        '[2] -> #4 db: stop container: volume p_dbdata.g2 is not mounted',
        '[2,3,4] -> #5 db: remove container: volume p_dbdata.g2 is not mounted',
        '[5] -> #6 db: give the new container its name: volume p_dbdata.g2 is not mounted',
        '[2,6] -> #7 db: start container: it was just replaced',
        '[7] -> #8 db: wait until healthy: green means healthy',
        '[1] -> #9 api: create one-off container: migrations',
        '[8,9] -> #10 api: start one-off container: migrations',
        '[10] -> #11 api: wait until the one-off container has completed: migrations',
        '[11] -> #12 api: remove one-off container and its anonymous volumes: migrations is done',
        '[1] -> #13 api: create one-off container: seed data',
        '[12,13] -> #14 api: start one-off container: seed data',
        '[14] -> #15 api: wait until the one-off container has completed: seed data',
        '[15] -> #16 api: remove one-off container and its anonymous volumes: seed data is done',
        '[16] -> #17 db: make generation 2 of dbdata live: the database is ready on generation 2',
        '[2,8,17] -> #18 api: start container: it was stopped for this',
        '[18] -> #19 api: wait until healthy: web waits for it',
        'loses: The database starts anew on generation 2. The data of generation 1 is kept: undo brings it back.',
      ].map((line) => line.replace('web waits for it', 'green means healthy')),
    );
    expect(plan.journalled).toBe(true);
  });

  it('removes no volume', () => {
    const plan = must(planReset(input({ generations: generations(stack(), 3) }), slugs));
    expect(plan.steps.map(({ action }) => action.do)).not.toContain('remove volume');
  });

  it('labels the new volume as a generation, and keeps the config hash of the database', () => {
    const plan = must(planReset(input(), slugs));
    const [volume, , created] = plan.steps.map(({ action }) => action);
    expect(volume).toMatchObject({
      request: { Labels: { 'berth.project': 'p', 'berth.volume': 'dbdata', 'berth.generation': '2' } },
    });
    expect(created).toMatchObject({
      request: {
        body: {
          Labels: { 'com.docker.compose.config-hash': 'hash of db' },
          HostConfig: { Binds: ['p_dbdata.g2:/var/lib/postgresql/data:rw'] },
        },
      },
    });
  });

  it('never gives a number twice, although ledger or engine forgot it', () => {
    const seen = observed(
      stack(),
      all.map((name) => container(stack(), name)),
      {
        volumes: [
          observedVolume(stack(), 'dbdata', 'p_dbdata'),
          observedVolume(stack(), 'dbdata', 'p_dbdata.g7'),
        ],
      },
    );
    expect(lines(must(planReset(input({ observed: seen }), slugs)))[0]).toContain('p_dbdata.g8');
    expect(lines(must(planReset(input({ generations: generations(stack(), 4) }), slugs)))[0]).toContain(
      'p_dbdata.g5',
    );
  });

  it('runs migrations and seed as docker compose run would, without ports and under a name of their own', () => {
    const plan = must(planReset(input(), slugs));
    expect(plan.oneOffs).toEqual([
      { container: 'p-api-run-aaaaaaaaaaaa', step: 'migrate' },
      { container: 'p-api-run-bbbbbbbbbbbb', step: 'seed' },
    ]);
    expect(plan.steps[8]?.action).toMatchObject({
      request: { body: { Cmd: ['migrate'], Labels: { 'com.docker.compose.oneoff': 'True' } } },
    });
  });

  it('prints the same text for other random names', () => {
    const other = { migrate: 'c'.repeat(64), seed: 'd'.repeat(64) };
    expect(printPlan(must(planReset(input(), other)))).toBe(printPlan(must(planReset(input(), slugs))));
  });

  it('does not seed where the environment does not say so', () => {
    const plan = must(planReset(input({ environment: 'ci' }), slugs));
    expect(plan.oneOffs.map(({ step }) => step)).toEqual(['migrate']);
  });

  it('of a project that is down starts what the database needs and leaves the rest down', () => {
    const plan = must(planReset(input({ observed: { ...nothingObserved, images: green().images } }), slugs));
    const started = plan.steps.flatMap(({ action }) =>
      action.do === 'start container' ? [action.container] : [],
    );
    expect(started).toEqual(
      ['p-cache-1', 'p-db-1', 'p-api-run-aaaaaaaaaaaa', 'p-api-run-bbbbbbbbbbbb'].sort((a) =>
        a === 'p-db-1' ? -1 : 0,
      ),
    );
  });

  it('runs a migration job again that dependents wait for, on the new generation', () => {
    const base = stack();
    const of = model({
      ...base.services,
      migrate: service({ image: 'api:1', depends_on: { db: healthy } }),
      api: service({ image: 'api:1', depends_on: { db: healthy, migrate: completed } }),
    });
    const seen = observed(of, [
      ...['db', 'cache', 'api', 'web'].map((name) => container(of, name)),
      container(of, 'migrate', { state: 'exited', exitCode: 0 }),
    ]);
    const plan = must(planReset(input({ model: of, observed: seen, hashes: hashesOf(of) }), slugs));
    const pointer = plan.steps.find(({ action }) => action.do === 'move pointer')?.id ?? 0;
    const job = plan.steps.find(
      ({ action }) => action.do === 'start container' && action.container === 'p-migrate-1',
    );
    expect(job?.after).toContain(pointer);
  });

  it.each([
    ['no database is declared', { profile: profile({ database: null }) }, 'database-undeclared'],
    ['the environment is production', { environment: 'production' as const }, 'reset-forbidden'],
    ['the environment is staging', { environment: 'staging' as const }, 'reset-forbidden'],
    [
      'the service does not mount the volume',
      { profile: profile({ database: { service: 'cache', volume: 'dbdata', migrate: null, seed: null } }) },
      'volume-foreign',
    ],
    [
      'the volume belongs to another project',
      { model: { ...stack(), volumes: { dbdata: { name: 'theirs', external: true } } } },
      'volume-foreign',
    ],
    [
      'the volume is a folder of the host',
      onDevice({ driver_opts: { type: 'none', o: 'bind', device: '/srv/data' } }),
      'volume-foreign',
    ],
    ['the volume is a share', onDevice({ driver_opts: { type: 'nfs', device: ':/data' } }), 'volume-foreign'],
    [
      'the options are those of another driver',
      onDevice({ driver: 'persist', driver_opts: { mountpoint: '/srv' } }),
      'volume-foreign',
    ],
  ])('is refused where %s', (_, own, kind) => {
    const plan = planReset(input(own), slugs);
    expect(plan).toMatchObject({ ok: false, error: [{ kind }] });
  });
});

describe('undo', () => {
  const twice = (): Partial<GenerationInput> => {
    const of = stack();
    const db = container(of, 'db', {
      mounts: [
        { type: 'volume', source: 'p_dbdata.g2', target: '/var/lib/postgresql/data', readOnly: false },
      ],
    });
    return {
      generations: generations(of, 2),
      observed: observed(of, [db, ...['cache', 'api', 'web'].map((name) => container(of, name))], {
        volumes: [observedVolume(of, 'dbdata', 'p_dbdata'), observedVolume(of, 'dbdata', 'p_dbdata.g2')],
      }),
    };
  };

  it('puts the database back on the generation before, without touching either volume', () => {
    const plan = must(planUndo(input(twice())));
    expect(lines(plan)).toEqual([
      '[] -> #1 db: create container: volume p_dbdata is not mounted',
      '[] -> #2 db: stop container: volume p_dbdata is not mounted',
      '[1,2] -> #3 db: remove container: volume p_dbdata is not mounted',
      '[3] -> #4 db: give the new container its name: volume p_dbdata is not mounted',
      '[4] -> #5 db: start container: it was just replaced',
      '[5] -> #6 db: wait until healthy: green means healthy',
      '[6] -> #7 db: make generation 1 of dbdata live: the database is ready on generation 1',
      '[6] -> #8 api: wait until it answers again: its database was changed',
      'loses: The database goes back to generation 1. The data of generation 2 is kept: undo again returns to it.',
    ]);
  });

  it('is refused where there is nothing to undo', () => {
    expect(planUndo(input())).toEqual({ ok: false, error: [{ kind: 'nothing-to-undo' }] });
  });

  it('is refused where the volume is gone', () => {
    expect(planUndo(input({ generations: generations(stack(), 3) }))).toEqual({
      ok: false,
      error: [{ kind: 'volume-missing', volume: 'p_dbdata.g2' }],
    });
  });
});

describe('a rollback', () => {
  it('removes the one-off containers and brings back what ran, on the live generation', () => {
    const of = stack();
    const db = container(of, 'db', {
      mounts: [
        { type: 'volume', source: 'p_dbdata.g2', target: '/var/lib/postgresql/data', readOnly: false },
      ],
    });
    const oneOff = container(of, 'api', {
      name: 'p-api-run-aaaaaaaaaaaa',
      id: 'e'.repeat(64),
      oneOff: true,
      number: 0,
    });
    const api = container(of, 'api', { state: 'exited', exitCode: 143 });
    const plan = must(
      planRollback({
        ...input({ observed: observed(of, [db, oneOff, api, container(of, 'cache'), container(of, 'web')]) }),
        oneOffs: ['p-api-run-aaaaaaaaaaaa'],
        ran: new Set(all),
        database: 'db',
      }),
    );
    expect(lines(plan)).toEqual([
      '[] -> #1 api: remove one-off container and its anonymous volumes: the run did not come to its end',
      '[] -> #2 db: create container: volume p_dbdata is not mounted',
      '[] -> #3 db: stop container: volume p_dbdata is not mounted',
      '[2,3] -> #4 db: remove container: volume p_dbdata is not mounted',
      '[4] -> #5 db: give the new container its name: volume p_dbdata is not mounted',
      '[5] -> #6 db: start container: it was just replaced',
      '[6] -> #7 db: wait until healthy: api waits for it',
      '[7] -> #8 api: start container: it is exited',
      '[8] -> #9 api: wait until healthy: green means healthy',
    ]);
  });

  it('of a run whose process died stops to the end what that may have been stopping, and starts it again', () => {
    const all = ['api', 'cache', 'db', 'web'];
    const cut = { ...input(), oneOffs: [], ran: new Set(all), database: 'db', cutOff: true };
    expect(lines(must(planRollback(cut)))).toEqual([
      '[] -> #1 api: stop container: a run that was cut off may be stopping it',
      '[1] -> #2 db: stop container: a run that was cut off may be stopping it',
      '[1,2] -> #3 db: start container: it was stopped for this',
      '[3] -> #4 db: wait until healthy: api waits for it',
      '[1,2,4] -> #5 api: start container: it was stopped for this',
      '[5] -> #6 api: wait until healthy: green means healthy',
    ]);
  });

  it('of a project that was down removes the database container that it made, and none on the live data', () => {
    const of = stack();
    const [mount] = container(of, 'db').mounts;
    if (mount === undefined) throw new Error('it mounts nothing');
    const made = { ...mount, source: 'p_dbdata.g2' };
    const seen = observed(of, [
      container(of, 'db', { state: 'exited' }),
      container(of, 'db', { name: 'p-db-2', number: 2, mounts: [made] }),
    ]);
    const plan = must(
      planRollback({ ...input({ observed: seen }), oneOffs: [], ran: new Set(), database: 'db' }),
    );
    expect(lines(plan)).toEqual(['[] -> #1 db: remove container 2: the run did not come to its end']);
  });
});

describe('down', () => {
  it('stops dependents first and removes containers and networks, never a volume', () => {
    const plan = planDown(input());
    expect(lines(plan)).toEqual([
      '[] -> #1 web: stop container: down was asked for',
      '[1] -> #2 web: remove container: down was asked for',
      '[1~] -> #3 api: stop container: down was asked for',
      '[3] -> #4 api: remove container: down was asked for',
      '[3~] -> #5 cache: stop container: down was asked for',
      '[5] -> #6 cache: remove container: down was asked for',
      '[3~] -> #7 db: stop container: down was asked for',
      '[7] -> #8 db: remove container: down was asked for',
      '[2,4,6,8] -> #9 remove network p_default: down was asked for',
    ]);
  });

  it('of nothing has no step', () => {
    expect(planDown(input({ observed: nothingObserved })).steps).toEqual([]);
  });

  it('leaves networks that are external or carry other labels, and containers that are not of the file', () => {
    const of = stack();
    const seen = observed(of, [container(of, 'gone', { networks: ['p_default'] })]);
    const plan = planDown(input({ observed: seen }));
    expect(plan.steps).toEqual([]);
    expect(plan.warnings).toEqual(['Network p_default stays: p-gone-1 is attached to it.']);
    const foreign = { ...seen, containers: [], networks: [{ id: 'x', name: 'p_default', labels: {} }] };
    expect(planDown(input({ observed: foreign })).steps).toEqual([]);
  });
});

describe('the ledger', () => {
  const of = stack();
  const created = (number: number): LedgerRecord => ({
    kind: 'generation created',
    volume: 'dbdata',
    number,
    physical: `p_dbdata.g${number}`,
  });
  const moved = (from: number, to: number): LedgerRecord => ({
    kind: 'pointer moved',
    volume: 'dbdata',
    from,
    to,
    physical: to === 1 ? 'p_dbdata' : `p_dbdata.g${to}`,
  });
  const volumes = (...names: string[]) =>
    names.map((name) => ({
      ...observedVolume(of, 'dbdata', name),
      labels: {
        'berth.project': 'p',
        'berth.volume': 'dbdata',
        'berth.generation': name.split('.g')[1] ?? '1',
      },
    }));
  const chain = (
    records: readonly LedgerRecord[],
    names: readonly string[] | null,
    mounted: string | null = null,
  ) =>
    generationsOf({
      records,
      volume: 'dbdata',
      composeVolume: 'p_dbdata',
      observed: names === null ? null : volumes(...names),
      mounted,
    });

  it('an untouched project is on its Compose volume', () => {
    expect(chain([], [])).toMatchObject({
      current: 1,
      undo: null,
      all: [{ number: 1, physical: 'p_dbdata' }],
    });
  });

  it('a reset that was made but not ended leaves the pointer where it was', () => {
    expect(chain([created(2)], ['p_dbdata', 'p_dbdata.g2'], 'p_dbdata.g2')).toMatchObject({
      current: 1,
      undo: null,
    });
  });

  it('undo leads back to where the pointer was moved from, and again', () => {
    const names = ['p_dbdata', 'p_dbdata.g2'];
    expect(chain([created(2), moved(1, 2)], names)).toMatchObject({ current: 2, undo: 1 });
    expect(chain([created(2), moved(1, 2), moved(2, 1)], names)).toMatchObject({ current: 1, undo: 2 });
  });

  it('a generation whose volume is gone is no undo, and the live one is never left out', () => {
    const after = chain([created(2), moved(1, 2)], []);
    expect(after).toMatchObject({ current: 2, undo: null });
    expect(after.all.map(({ number }) => number)).toEqual([2]);
  });

  it('remembers the highest number, although its volume never came to be', () => {
    expect(chain([created(2), created(3)], ['p_dbdata'])).toMatchObject({ current: 1, highest: 3 });
  });

  it('on a machine without a ledger the generation that the database mounts is the live one', () => {
    expect(chain([], ['p_dbdata', 'p_dbdata.g2'], 'p_dbdata.g2')).toMatchObject({ current: 2, undo: null });
  });

  it('a volume that only looks like a generation is none', () => {
    const spoofed = [{ ...observedVolume(of, 'dbdata', 'p_dbdata.g9'), labels: {} }];
    const seen = generationsOf({
      records: [],
      volume: 'dbdata',
      composeVolume: 'p_dbdata',
      observed: spoofed,
      mounted: 'p_dbdata.g9',
    });
    expect(seen.all.map(({ number }) => number)).toEqual([1]);
    expect(seen.current).toBe(1);
  });

  it('tells which run never ended', () => {
    const begun: LedgerRecord = { kind: 'run begun', run: 'r1', goal: 'reset', oneOffs: ['x'], ran: [] };
    expect(unendedRun([begun])).toEqual(begun);
    expect(unendedRun([begun, { kind: 'run ended', run: 'r1', status: 'done' }])).toBeNull();
  });
});

it('up after a reset that was cut off puts the database back on the live generation and removes what was left over', () => {
  const of = stack();
  const db = container(of, 'db', {
    mounts: [{ type: 'volume', source: 'p_dbdata.g2', target: '/var/lib/postgresql/data', readOnly: false }],
  });
  const oneOff = container(of, 'api', {
    name: 'p-api-run-aaaaaaaaaaaa',
    id: 'e'.repeat(64),
    oneOff: true,
    number: 0,
  });
  const seen = observed(of, [db, oneOff, ...['cache', 'api', 'web'].map((name) => container(of, name))]);
  const plan = must(planUp({ ...input({ observed: seen }), leftovers: [oneOff.name], wanted: null }));
  expect(lines(plan)[0]).toBe(
    '[] -> #1 api: remove one-off container and its anonymous volumes: left over by a run that was cut off',
  );
  expect(lines(plan)[1]).toBe('[] -> #2 db: create container: volume p_dbdata is not mounted');
});
