import { describe, expect, it } from 'vitest';
import type { Stock } from '../../../src-main/core/database/stock.ts';
import type { GenerationInput } from '../../../src-main/core/plan/generation-input.ts';
import type { Observed } from '../../../src-main/core/plan/observed.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { planReset } from '../../../src-main/core/plan/reset.ts';
import {
  container,
  firstOf,
  generations,
  hashesOf,
  healthcheck,
  healthy,
  model,
  observed,
  profile,
  service,
  stack,
} from '../../support/builders.ts';

const slugs = { migrate: 'a'.repeat(64), seed: 'b'.repeat(64) };
const key = 'c0ffee00'.repeat(8);
const nothing: Stock = { key, golden: null, warm: null };
const golden: Stock = { ...nothing, golden: 'p_dbdata.golden-c0ffee00' };
const warm: Stock = { ...golden, warm: { number: 3, physical: 'p_dbdata.g3' } };
const all = ['db', 'cache', 'api', 'web'];
const green = (of = stack()): Observed =>
  observed(
    of,
    all.map((name) => container(of, name)),
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

function planned(stock: Stock | null, own: Partial<GenerationInput> = {}): Plan {
  const plan = planReset(input(own), slugs, stock);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}
const lines = (plan: Plan): string[] => printPlan(plan).split('\n').slice(1);
const idOf = (plan: Plan, title: string): number =>
  plan.steps.find((_, index) => lines(plan)[index]?.includes(title))?.id ?? 0;

describe('a reset with a copy that is ready', () => {
  it('only moves the database to it, and begins the next copy when the pointer has moved', () => {
    const plan = planned(warm, { generations: generations(stack(), 2, { highest: 3 }) });
    expect(lines(plan)).toEqual([
      '[] -> #1 take generation 3, which is prepared: a copy was made beforehand',
      '[1] -> #2 db: create container: volume p_dbdata.g3 is not mounted',
      '[1] -> #3 db: stop container: volume p_dbdata.g3 is not mounted',
      '[1,2,3] -> #4 db: remove container: volume p_dbdata.g3 is not mounted',
      '[4] -> #5 db: give the new container its name: volume p_dbdata.g3 is not mounted',
      '[1,5] -> #6 db: start container: it was just replaced',
      '[6] -> #7 db: wait until healthy: green means healthy',
      '[7] -> #8 db: make generation 3 of dbdata live: the database is ready on generation 3',
      '[7] -> #9 api: wait until it answers again: its database was changed',
      '[] -> #10 create volume p_dbdata.g4: the next reset finds a copy ready',
      '[10] -> #11 create p_dbdata.g4.copier: the next reset finds a copy ready',
      '[8,11] -> #12 start p_dbdata.g4.copier: the next reset finds a copy ready',
      'loses: The database starts anew on generation 3. The data of generation 2 is kept: undo brings it back.',
    ]);
  });

  it('reaches its goal without the next copy, and not without any other step', () => {
    const optional = planned(warm).steps.filter((step) => step.optional === true);
    expect(optional.map(({ action }) => action.do)).toEqual([
      'create volume',
      'create container',
      'start container',
    ]);
  });

  it('stops dependents that ask for it and those without a check, and leaves the others up', () => {
    const base = stack();
    const of = model({
      ...base.services,
      worker: service({ image: 'api:1', depends_on: { db: healthy } }),
      jobs: service({ image: 'api:1', healthcheck, depends_on: { db: { ...healthy, restart: true } } }),
    });
    const seen = observed(
      of,
      [...all, 'worker', 'jobs'].map((name) => container(of, name)),
    );
    const plan = planned(warm, { model: of, observed: seen, hashes: hashesOf(of) });
    const stopped = plan.steps.flatMap(({ action, service: name }) =>
      action.do === 'stop container' ? [name] : [],
    );
    expect(new Set(stopped)).toEqual(new Set(['db', 'jobs', 'worker']));
    const started = plan.steps.filter(
      ({ action, service: name }) => action.do === 'start container' && name !== null && name !== 'db',
    );
    expect(new Set(started.map(({ service: name }) => name))).toEqual(new Set(['jobs', 'worker']));
    const pointer = idOf(plan, 'make generation 3');
    expect(started.every(({ after }) => after.includes(pointer))).toBe(true);
  });
});

describe('a reset with a golden and no copy of it', () => {
  it('copies first; nothing is stopped before the copy is whole', () => {
    const plan = planned(golden);
    const [copied] = plan.steps.filter(({ action }) => action.do === 'copy data');
    const stops = plan.steps.filter(({ action }) => action.do === 'stop container');
    expect(lines(plan)[1]).toBe(
      '[1] -> #2 copy p_dbdata.golden-c0ffee00 to p_dbdata.g2: generation 2 of the database',
    );
    expect(stops.every(({ after }) => after.includes(copied?.id ?? 0))).toBe(true);
  });

  it('gives the copy for the next reset the number after the one that goes live', () => {
    expect(lines(planned(golden)).join('\n')).toContain('start p_dbdata.g3.copier');
  });
});

describe('a reset with nothing prepared', () => {
  it('makes a golden beside the live database, which serves on until the copy is whole', () => {
    const plan = planned(nothing);
    const text = lines(plan);
    expect(text.slice(0, 21)).toEqual([
      '[] -> #1 create volume p_dbdata.golden-c0ffee00: a migrated and seeded database to copy from',
      '[] -> #2 create network p_berth-c0ffee00: a migrated and seeded database to copy from',
      '[1,2] -> #3 db: create one-off container: a migrated and seeded database to copy from',
      '[3] -> #4 db: start one-off container: a migrated and seeded database to copy from',
      '[4] -> #5 db: wait until healthy: a migrated and seeded database to copy from',
      '[1,2] -> #6 cache: create one-off container: a migrated and seeded database to copy from',
      '[6] -> #7 cache: start one-off container: a migrated and seeded database to copy from',
      '[7] -> #8 cache: wait until healthy: a migrated and seeded database to copy from',
      '[1,2] -> #9 api: create one-off container: migrations',
      '[5,8,9] -> #10 api: start one-off container: migrations',
      '[10] -> #11 api: wait until the one-off container has completed: migrations',
      '[11] -> #12 api: remove one-off container and its anonymous volumes: migrations is done',
      '[1,2] -> #13 api: create one-off container: seed data',
      '[12,13] -> #14 api: start one-off container: seed data',
      '[14] -> #15 api: wait until the one-off container has completed: seed data',
      '[15] -> #16 api: remove one-off container and its anonymous volumes: seed data is done',
      '[16] -> #17 db: stop one-off container: a copy is made of a database at rest',
      '[17] -> #18 db: freeze p_dbdata.golden-c0ffee00: it is migrated and seeded',
      '[18] -> #19 db: remove one-off container and its anonymous volumes: the golden is made',
      '[16] -> #20 cache: remove one-off container and its anonymous volumes: the golden is made',
      '[19,20] -> #21 remove network p_berth-c0ffee00: the golden is made',
    ]);
    const stop = plan.steps.find(
      ({ action }) => action.do === 'stop container' && action.container === 'p-db-1',
    );
    expect(stop?.after).toContain(idOf(plan, 'copy p_dbdata.golden'));
  });

  it('removes a network first that a golden which was cut off left: its name may be the same', () => {
    const left = { ...nothing, networks: ['p_berth-c0ffee00'] };
    expect(lines(planned(left)).slice(0, 3)).toEqual([
      '[] -> #1 remove network p_berth-c0ffee00: left over by a run that was cut off',
      '[] -> #2 create volume p_dbdata.golden-c0ffee00: a migrated and seeded database to copy from',
      '[1] -> #3 create network p_berth-c0ffee00: a migrated and seeded database to copy from',
    ]);
  });

  it('names resolve to the private containers, which publish nothing and share no network with the project', () => {
    const base = stack();
    const of = model({
      ...base.services,
      db: service({
        ...base.services['db'],
        container_name: 'the-database',
        ports: [{ target: 5432, published: '5432', protocol: 'tcp' }],
        networks: { default: { aliases: ['postgres'] } },
      }),
    });
    const plan = planned(nothing, { model: of, observed: green(of), hashes: hashesOf(of) });
    const made = plan.steps.flatMap(({ action }) =>
      action.do === 'create container' && action.request.name.includes('-run-') ? [action.request] : [],
    );
    expect(made).toHaveLength(4);
    for (const { body } of made) {
      expect(Object.keys(body.NetworkingConfig?.EndpointsConfig ?? {})).toEqual(['p_berth-c0ffee00']);
      expect(body.HostConfig.PortBindings).toEqual({});
    }
    expect(made[0]?.body).toMatchObject({
      HostConfig: { Binds: ['p_dbdata.golden-c0ffee00:/var/lib/postgresql/data:rw'] },
      Healthcheck: { Test: ['CMD', 'check'] },
      NetworkingConfig: {
        EndpointsConfig: {
          'p_berth-c0ffee00': { Aliases: [made[0]?.name, 'db', 'the-database', 'postgres'] },
        },
      },
    });
  });

  it('asks the migrations for their one head while the server starts, and migrates only then', () => {
    const base = profile();
    const rule = base.database?.migrate ?? null;
    const migrate = rule === null ? null : { ...rule, heads: ['alembic', 'heads'] };
    const of = { ...base, database: base.database === null ? null : { ...base.database, migrate } };
    const plan = planned(nothing, { profile: of });
    const text = lines(plan).filter(
      (line) => line.includes('heads of the migrations') || line.includes(': migrations'),
    );
    expect(text).toEqual([
      '[1,2] -> #9 api: create one-off container: heads of the migrations',
      '[9] -> #10 api: start one-off container: heads of the migrations',
      '[10] -> #11 api: wait until the one-off container has completed: heads of the migrations',
      '[11] -> #12 api: check that the migrations have one head: heads of the migrations',
      '[12] -> #13 api: remove one-off container and its anonymous volumes: heads of the migrations is done',
      '[1,2] -> #14 api: create one-off container: migrations',
      '[5,8,12,14] -> #15 api: start one-off container: migrations',
      '[15] -> #16 api: wait until the one-off container has completed: migrations',
      '[16] -> #17 api: remove one-off container and its anonymous volumes: migrations is done',
    ]);
  });

  it('fills the generation in place, and says why, where the project cannot run beside itself', () => {
    const base = stack();
    const of = model({
      ...base.services,
      api: service({
        image: 'api:1',
        depends_on: { db: healthy },
        volumes: [{ type: 'volume', source: 'uploads', target: '/uploads' }],
      }),
    });
    const plan = planned(nothing, { model: of, observed: green(of), hashes: hashesOf(of) });
    expect(plan.warnings).toEqual([
      'This reset fills the database while all that uses it waits: api writes to a volume of its own, which a prepared database would not have.',
    ]);
    expect(plan.steps.some(({ action }) => action.do === 'copy data')).toBe(false);
  });
});

it('the same wish on the same state prints the same text, whatever the random names are', () => {
  const names = Array.from({ length: 500 }, (_, index) => index.toString(16).padStart(64, '0'));
  for (const stock of [nothing, golden, warm]) {
    const text = printPlan(planned(stock));
    for (const name of names) {
      const again = planReset(input(), { migrate: name, seed: `f${name.slice(1)}` }, stock);
      expect(again.ok && printPlan(again.value)).toBe(text);
    }
  }
});
