import { describe, expect, it } from 'vitest';
import { type Generations } from '../../../src-main/core/plan/generations.ts';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { nothingObserved, type Observed } from '../../../src-main/core/plan/observed.ts';
import type { Plan } from '../../../src-main/core/plan/plan.ts';
import { planId, printPlan } from '../../../src-main/core/plan/print-plan.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import {
  completed,
  container,
  firstOf,
  generations,
  hashesOf,
  healthcheck,
  healthy,
  image,
  model,
  observed,
  observedVolume,
  service,
  stack,
  started,
} from '../../support/builders.ts';

function up(
  of: Model,
  seen: Observed,
  own: { wanted?: readonly string[]; generations?: Generations } = {},
): Plan {
  const plan = planUp({
    model: of,
    observed: seen,
    leftovers: [],
    hashes: hashesOf(of),
    generations: own.generations ?? (of.volumes['dbdata'] === undefined ? null : firstOf(of)),
    wanted: own.wanted === undefined ? null : new Set(own.wanted),
  });
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value;
}

const printed = (plan: Plan): string[] => printPlan(plan).split('\n').slice(1);

describe('up from nothing', () => {
  it('makes everything at once and lets only starts wait for conditions', () => {
    const of = stack();
    expect(printed(up(of, nothingObserved))).toEqual([
      '[] -> #1 db: pull image postgres:16: not on this machine',
      '[] -> #2 cache: pull image redis:7: not on this machine',
      '[] -> #3 api: pull image api:1: not on this machine',
      '[] -> #4 web: pull image nginx:1: not on this machine',
      '[] -> #5 create network p_default: it is not there yet',
      '[] -> #6 create volume p_dbdata: it is not there yet',
      '[1,5,6] -> #7 db: create container: no container yet',
      '[2,5] -> #8 cache: create container: no container yet',
      '[1,2,3,5] -> #9 api: create container: no container yet',
      '[1,2,3,4,5] -> #10 web: create container: no container yet',
      '[7] -> #11 db: start container: it was just made',
      '[8] -> #12 cache: start container: it was just made',
      '[11] -> #13 db: wait until healthy: api waits for it',
      '[12] -> #14 cache: wait until healthy: api waits for it',
      '[9,13,14] -> #15 api: start container: it was just made',
      '[15] -> #16 api: wait until healthy: web waits for it',
      '[10,16] -> #17 web: start container: it was just made',
    ]);
  });

  it('leaves the image label out where the image is not there yet, and sets it where it is', () => {
    const of = model({ a: service() });
    const labels = (seen: Observed) =>
      up(of, seen).steps.flatMap(({ action }) =>
        action.do === 'create container' ? [action.request.body.Labels] : [],
      )[0];
    expect(labels(nothingObserved)).not.toHaveProperty(['com.docker.compose.image']);
    expect(labels(observed(of, []))).toHaveProperty(['com.docker.compose.image'], 'sha256:1');
  });

  it('pulls an image that several services share once', () => {
    const of = model({ a: service(), b: service() });
    expect(printed(up(of, nothingObserved)).filter((line) => line.includes('pull'))).toHaveLength(1);
  });

  it('builds what has a build section', () => {
    const of = model({ a: { ...service({ build: { context: '/srv/p/a' } }), image: 'own:1' } });
    expect(printed(up(of, nothingObserved))[0]).toBe('[] -> #1 a: build image own:1: not on this machine');
  });

  it('makes as many containers as a service is scaled to, and starts those with ports one after the other', () => {
    const of = model({
      a: service({ scale: 3, ports: [{ target: 80, published: '8000-8002', protocol: 'tcp' }] }),
    });
    expect(printed(up(of, observed(of, [])))).toEqual([
      '[] -> #1 a: create container: no container yet',
      '[] -> #2 a: create container 2: no container yet',
      '[] -> #3 a: create container 3: no container yet',
      '[1] -> #4 a: start container: it was just made',
      '[2,4] -> #5 a: start container 2: it was just made',
      '[3,5] -> #6 a: start container 3: it was just made',
    ]);
  });

  it('waits for an optional dependency in a step of its own', () => {
    const of = model({
      a: service(),
      b: service({ depends_on: { a: { condition: 'service_healthy', required: false } } }),
    });
    expect(printed(up(of, observed(of, [])))).toContain(
      '[3] -> #4 a: wait until healthy (optional): b waits for it',
    );
  });

  it('reports every external network and volume that is missing', () => {
    const of = model(
      {
        a: service({ networks: { out: null }, volumes: [{ type: 'volume', source: 'data', target: '/d' }] }),
      },
      {
        networks: { out: { name: 'shared', external: true } },
        volumes: { data: { name: 'kept', external: true } },
      },
    );
    const plan = planUp({
      model: of,
      observed: nothingObserved,
      leftovers: [],
      hashes: hashesOf(of),
      generations: null,
      wanted: null,
    });
    expect(plan).toEqual({
      ok: false,
      error: [
        { kind: 'network-missing', network: 'shared' },
        { kind: 'volume-missing', volume: 'kept' },
      ],
    });
  });
});

describe('up of what is there', () => {
  it('has no step when the project is green', () => {
    const of = stack();
    const seen = observed(
      of,
      ['db', 'cache', 'api', 'web'].map((name) => container(of, name)),
    );
    expect(printPlan(up(of, seen))).toBe('up: nothing to do');
  });

  it('starts what is stopped and waits for what is still starting', () => {
    const of = stack();
    const seen = observed(of, [
      container(of, 'db', { health: 'starting' }),
      container(of, 'cache'),
      container(of, 'api', { state: 'exited', exitCode: 0 }),
      container(of, 'web'),
    ]);
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 db: wait until healthy: api waits for it',
      '[1] -> #2 api: start container: it is exited',
      '[2] -> #3 api: wait until healthy: web waits for it',
    ]);
  });

  it('replaces a container whose configuration, image, network or volume differs', () => {
    const of = model({
      a: service(),
      b: service({ image: 'b:1' }),
      c: service(),
      d: service({ volumes: [{ type: 'volume', source: 'data', target: '/d' }] }),
    });
    const seen = observed(of, [
      container(of, 'a', { configHash: 'another' }),
      container(of, 'b', { imageId: 'sha256:0' }),
      container(of, 'c', { networks: [] }),
      container(of, 'd', { mounts: [] }),
    ]);
    const causes = printed(up(of, seen)).filter((line) => line.includes('create container'));
    expect(causes.map((line) => line.split('create container: ')[1])).toEqual([
      'its configuration changed',
      'its image changed',
      'it is not attached to network p_default',
      'volume p_data is not mounted',
    ]);
  });

  it('makes the replacement beside the old container, and the old one goes before the new one starts', () => {
    const of = model({ a: service() });
    const plan = up(of, observed(of, [container(of, 'a', { configHash: 'another' })]));
    expect(printed(plan)).toEqual([
      '[] -> #1 a: create container: its configuration changed',
      '[] -> #2 a: stop container: its configuration changed',
      '[1,2] -> #3 a: remove container: its configuration changed',
      '[3] -> #4 a: give the new container its name: its configuration changed',
      '[4] -> #5 a: start container: it was just replaced',
    ]);
    expect(plan.steps[3]?.action).toEqual({
      do: 'rename container',
      container: '612d31000000_p-a-1',
      to: 'p-a-1',
    });
  });

  it('stops dependents with restart before, and starts them again after', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: { ...started, restart: true } } }) });
    const seen = observed(of, [container(of, 'a', { configHash: 'another' }), container(of, 'b')]);
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 b: stop container: a is recreated',
      '[] -> #2 a: create container: its configuration changed',
      '[1] -> #3 a: stop container: its configuration changed',
      '[2,3] -> #4 a: remove container: its configuration changed',
      '[4] -> #5 a: give the new container its name: its configuration changed',
      '[5] -> #6 a: start container: it was just replaced',
      '[1,6] -> #7 b: start container: it was stopped for this',
    ]);
  });

  it('removes what a cut replacement left before it replaces again', () => {
    const of = model({ a: service() });
    const old = container(of, 'a', { configHash: 'another' });
    const cut = container(of, 'a', {
      id: 'f'.repeat(64),
      name: `${old.id.slice(0, 12)}_p-a-1`,
      state: 'created',
    });
    const lines = printed(up(of, observed(of, [old, cut])));
    expect(lines.slice(0, 3)).toEqual([
      '[] -> #1 a: remove container: left over by a replacement that was cut off',
      '[1] -> #2 a: create container: its configuration changed',
      '[] -> #3 a: stop container: its configuration changed',
    ]);
  });

  it.each([1, 2])(
    'removes what a cut replacement left beside a later container of its name, of %i',
    (scale) => {
      const of = model({ a: service({ scale }) });
      const cut = { id: 'f'.repeat(64), name: `${'e'.repeat(12)}_p-a-1`, state: 'created' } as const;
      const seen = observed(of, [container(of, 'a'), container(of, 'a', cut)]);
      const more = [
        '[1] -> #2 a: create container 2: 2 containers are wanted',
        '[2] -> #3 a: start container 2: it was just made',
      ];
      expect(printed(up(of, seen))).toEqual([
        '[] -> #1 a: remove container: left over by a replacement that was cut off',
        ...(scale === 1 ? [] : more),
      ]);
    },
  );

  it('makes one of two replacements of one container that both were cut off', () => {
    const of = model({ a: service() });
    const cut = ['d', 'e'].map((digit) =>
      container(of, 'a', { id: digit.repeat(64), name: `${digit.repeat(12)}_p-a-1`, state: 'created' }),
    );
    expect(printed(up(of, observed(of, cut))).filter((line) => /remove|name:/.test(line))).toEqual([
      '[] -> #1 a: remove container: left over by a replacement that was cut off',
      '[2] -> #3 a: remove container: it is still called dddddddddddd_p-a-1',
      '[3] -> #4 a: give the new container its name: it is still called dddddddddddd_p-a-1',
    ]);
  });

  it('scales down by removing the highest numbers', () => {
    const of = model({ a: service() });
    const seen = observed(
      of,
      [1, 2, 3].map((number) => container(of, 'a', { number })),
    );
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 a: stop container 2: only 1 wanted',
      '[1] -> #2 a: remove container 2: only 1 wanted',
      '[] -> #3 a: stop container 3: only 1 wanted',
      '[3] -> #4 a: remove container 3: only 1 wanted',
    ]);
  });

  it('names orphans and leaves them alone', () => {
    const of = model({ a: service() });
    const plan = up(of, observed(of, [container(of, 'a'), container(of, 'gone')]));
    expect(plan.steps).toEqual([]);
    expect(plan.warnings).toEqual([
      'Containers of services that the Compose file no longer has: p-gone-1. --remove-orphans removes them.',
    ]);
  });
});

describe('jobs', () => {
  const project = () => model({ job: service(), app: service({ depends_on: { job: completed } }) });

  it('a job that ended with 0 is not run again by an up that changes nothing', () => {
    const of = project();
    const seen = observed(of, [container(of, 'job', { state: 'exited', exitCode: 0 }), container(of, 'app')]);
    expect(up(of, seen).steps).toEqual([]);
  });

  it.each([
    ['its dependent starts', { app: { state: 'exited', exitCode: 1 } as const, job: {} }],
    ['it changed', { app: {}, job: { configHash: 'another' } }],
    ['it failed', { app: {}, job: { exitCode: 3 } }],
  ])('a job runs again when %s', (_, change) => {
    const of = project();
    const seen = observed(of, [
      container(of, 'job', { state: 'exited', exitCode: 0, ...change.job }),
      container(of, 'app', change.app),
    ]);
    expect(printed(up(of, seen)).some((line) => line.includes('job: start container'))).toBe(true);
  });

  it('a job runs again when it is named', () => {
    const of = project();
    const seen = observed(of, [container(of, 'job', { state: 'exited', exitCode: 0 }), container(of, 'app')]);
    expect(printed(up(of, seen, { wanted: ['job'] }))).toEqual(
      [
        '[] -> #1 job: start container: it is exited',
        '[1] -> #2 job: wait until completed: app waits for it',
      ].map((line) => line.replace('app waits for it', 'green means completed')),
    );
  });
});

it('named services come up with what they depend on and nothing else', () => {
  const of = stack();
  const lines = printed(up(of, observed(of, []), { wanted: ['api'] }));
  expect(new Set(lines.map((line) => /#\d+ (\w+):/.exec(line)?.[1]))).toEqual(
    new Set(['db', 'cache', 'api']),
  );
});

it('up puts the database on the current generation', () => {
  const of = stack();
  const seen = observed(
    of,
    ['db', 'cache', 'api', 'web'].map((name) => container(of, name)),
    {
      volumes: [observedVolume(of, 'dbdata', 'p_dbdata'), observedVolume(of, 'dbdata', 'p_dbdata.g2')],
    },
  );
  const plan = up(of, seen, { generations: generations(of, 2) });
  const created = plan.steps.flatMap(({ action }) =>
    action.do === 'create container' ? [action.request] : [],
  );
  expect(created).toHaveLength(1);
  expect(created[0]?.body.HostConfig.Binds).toEqual(['p_dbdata.g2:/var/lib/postgresql/data:rw']);
  expect(printed(plan)[0]).toContain('volume p_dbdata.g2 is not mounted');
});

it('the id of a plan is the hash of its text', () => {
  const of = stack();
  const text = printPlan(up(of, nothingObserved));
  expect(planId(text)).toMatch(/^[0-9a-f]{16}$/);
  expect(planId(text)).toBe(planId(printPlan(up(of, nothingObserved))));
  expect(planId(text)).not.toBe(planId(printPlan(up(of, observed(of, [])))));
});

it('an image of its own with a health check is waited for', () => {
  const of = model({ a: service() });
  const seen = observed(of, [], { images: { 'app:1': image({ healthcheck: true }) } });
  expect(printed(up(of, seen)).at(-1)).toBe('[2] -> #3 a: wait until healthy: green means healthy');
  expect(healthcheck.test).toHaveLength(2);
});

it('plans a large graph: each service is made, started and waited for once, and after what it depends on', () => {
  const parent = (index: number): string => `s${Math.floor(index / 2)}`;
  const services = Array.from({ length: 500 }, (_, index) => [
    `s${index}`,
    service({ healthcheck, ...(index === 0 ? {} : { depends_on: { [parent(index)]: healthy } }) }),
  ]);
  const { steps } = up(model(Object.fromEntries(services)), nothingObserved);
  const of = (name: string, doing: string) =>
    steps.filter(({ service: whose, action }) => whose === name && action.do === doing);
  for (let index = 0; index < 500; index += 1) {
    const [start, ...more] = of(`s${index}`, 'start container');
    expect([more, of(`s${index}`, 'create container').length]).toEqual([[], 1]);
    const waits = of(`s${index}`, 'wait for');
    expect(waits).toHaveLength(1);
    if (index > 0) expect(start?.after).toContain(of(parent(index), 'wait for')[0]?.id);
  }
});
