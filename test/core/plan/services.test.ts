import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { planImages } from '../../../src-main/core/plan/images.ts';
import type { Observed } from '../../../src-main/core/plan/observed.ts';
import { planRemove } from '../../../src-main/core/plan/remove.ts';
import { planRestart } from '../../../src-main/core/plan/restart.ts';
import { planSignal } from '../../../src-main/core/plan/signal.ts';
import { planStart } from '../../../src-main/core/plan/start.ts';
import { planStop } from '../../../src-main/core/plan/stop.ts';
import {
  completed,
  container,
  hashesOf,
  healthcheck,
  healthy,
  model,
  observed,
  service,
  stack,
  started,
} from '../../support/builders.ts';
import { printed } from './printed.ts';

const input = (of: Model, seen: Observed, services: readonly string[] | null = null) => ({
  model: of,
  observed: seen,
  leftovers: [],
  hashes: hashesOf(of),
  generations: null,
  services: services === null ? null : new Set(services),
});

const all = (of: Model, own: Parameters<typeof container>[2] = {}) =>
  observed(
    of,
    Object.keys(of.services).map((name) => container(of, name, own)),
  );

const exited = { state: 'exited', exitCode: 143, health: 'none' } as const;

describe('stop', () => {
  it('stops dependents first and keeps the containers; what does not run is left out', () => {
    const of = stack();
    const seen = observed(of, [
      container(of, 'db'),
      container(of, 'cache', exited),
      container(of, 'api'),
      container(of, 'web'),
    ]);
    expect(printed(planStop({ ...input(of, seen), graceSeconds: null }))).toEqual([
      '[] -> #1 web: stop container: a stop was asked for',
      '[1~] -> #2 api: stop container: a stop was asked for',
      '[2~] -> #3 db: stop container: a stop was asked for',
    ]);
  });

  it('of one service leaves its dependents running, and takes its grace period from the flag', () => {
    const of = stack();
    expect(printed(planStop({ ...input(of, all(of), ['db']), graceSeconds: 2 }))).toEqual([
      '[] -> #1 db: stop container within 2 s: a stop was asked for',
    ]);
  });

  it('runs pre_stop hooks first, and leaves one-off containers alone', () => {
    const of = model({ a: service({ pre_stop: [{ command: ['leave'] }] }) });
    const oneOff = container(of, 'a', { name: 'p-a-run-aaaaaaaaaaaa', oneOff: true, number: 0 });
    expect(
      printed(planStop({ ...input(of, observed(of, [container(of, 'a'), oneOff])), graceSeconds: null })),
    ).toEqual([
      '[] -> #1 a: run pre_stop hook: a stop was asked for',
      '[1] -> #2 a: stop container: a stop was asked for',
    ]);
  });
});

describe('start', () => {
  const start = (of: Model, seen: Observed, services: readonly string[] | null = null) => {
    const plan = planStart(input(of, seen, services));
    return plan.ok ? printed(plan.value) : plan.error;
  };

  it('starts what a service depends on too, and waits for it, but makes nothing', () => {
    const of = stack();
    expect(start(of, all(of, exited), ['api'])).toEqual([
      '[] -> #1 db: start container: it is exited',
      '[] -> #2 cache: start container: it is exited',
      '[1] -> #3 db: wait until healthy: api waits for it',
      '[2] -> #4 cache: wait until healthy: api waits for it',
      '[3,4] -> #5 api: start container: it is exited',
      '[5] -> #6 api: wait until healthy: green means healthy',
    ]);
  });

  it('names every service without a container; one that is scaled to none needs none', () => {
    const of = model({ a: service(), b: service(), c: service({ scale: 0 }) });
    expect(start(of, observed(of, []))).toEqual([
      { kind: 'container-missing', service: 'a', container: null },
      { kind: 'container-missing', service: 'b', container: null },
    ]);
  });

  it('leaves out what was never made where nothing waits for it to be healthy, and says so', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: started } }), c: service() });
    const seen = observed(of, [container(of, 'b', exited)]);
    const plan = planStart(input(of, seen));
    expect(plan.ok && printed(plan.value)).toEqual(['[] -> #1 b: start container: it is exited']);
    expect(plan.ok && plan.value.warnings).toEqual([
      'Without a container, and left out: a, c. `berth up` makes one.',
    ]);
    expect(start(of, seen, ['c'])).toEqual([{ kind: 'container-missing', service: 'c', container: null }]);
  });

  it('refuses where what was never made is to be healthy or completed first, unless that is not required', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: healthy } }) });
    expect(start(of, observed(of, [container(of, 'b', exited)]))).toEqual([
      { kind: 'container-missing', service: 'a', container: null },
    ]);
    const optional = model({
      a: service(),
      b: service({ depends_on: { a: { ...healthy, required: false } } }),
    });
    expect(start(optional, observed(optional, [container(optional, 'b', exited)]))).toEqual([
      '[] -> #1 b: start container: it is exited',
    ]);
  });

  it('lets a paused container go on, leaves what runs alone, and a job that is done unless it is named', () => {
    const of = model({ job: service(), a: service({ depends_on: { job: completed } }), b: service() });
    const seen = observed(of, [
      container(of, 'job', { state: 'exited', exitCode: 0 }),
      container(of, 'a', { state: 'paused' }),
      container(of, 'b'),
    ]);
    expect(start(of, seen)).toEqual(['[] -> #1 a: unpause container: it is paused']);
    expect(start(of, seen, ['job'])).toEqual([
      '[] -> #1 job: start container: it is exited',
      '[1] -> #2 job: wait until completed: green means completed',
    ]);
  });
});

describe('restart', () => {
  const restart = (of: Model, seen: Observed, services: readonly string[] | null, noDeps = false) =>
    printed(planRestart({ ...input(of, seen, services), graceSeconds: null, noDeps }));

  it('stops dependents first and starts them when what they depend on answers', () => {
    const of = model({ db: service({ healthcheck }), api: service({ depends_on: { db: healthy } }) });
    expect(restart(of, all(of), null)).toEqual([
      '[] -> #1 api: stop container: a restart was asked for',
      '[1~] -> #2 db: stop container: a restart was asked for',
      '[2] -> #3 db: start container: a restart was asked for',
      '[3] -> #4 db: wait until healthy: api waits for it',
      '[1,4] -> #5 api: start container: a restart was asked for',
    ]);
  });

  it('of one service takes along only who says restart: true, and nobody with no deps', () => {
    const of = model({
      db: service(),
      api: service({ depends_on: { db: { ...started, restart: true } } }),
      web: service({ depends_on: { api: { ...started, restart: true } } }),
      other: service({ depends_on: { db: started } }),
    });
    const services = (lines: readonly string[]) =>
      lines.flatMap((line) => /#\d+ (\w+): start/.exec(line)?.[1] ?? []);
    expect(services(restart(of, all(of), ['db']))).toEqual(['db', 'api', 'web']);
    expect(services(restart(of, all(of), ['db'], true))).toEqual(['db']);
    expect(services(restart(of, all(of), ['api']))).toEqual(['api', 'web']);
  });

  it('starts what was stopped', () => {
    const of = model({ a: service() });
    expect(restart(of, all(of, exited), ['a'])).toEqual([
      '[] -> #1 a: start container: a restart was asked for',
    ]);
  });
});

describe('rm', () => {
  const rm = (of: Model, seen: Observed, own: { stopFirst?: boolean; removeVolumes?: boolean } = {}) =>
    planRemove({ ...input(of, seen), stopFirst: false, removeVolumes: false, ...own });

  it('removes what does not run, and names what runs', () => {
    const of = model({ a: service(), b: service() });
    const plan = rm(of, observed(of, [container(of, 'a', exited), container(of, 'b')]));
    expect(printed(plan)).toEqual(['[] -> #1 a: remove container: a removal was asked for']);
    expect(plan.warnings).toEqual(['What runs stays: p-b-1. --stop stops it first.']);
  });

  it('stops first where that was asked for', () => {
    const of = model({ a: service() });
    expect(printed(rm(of, all(of), { stopFirst: true }))).toEqual([
      '[] -> #1 a: stop container: a removal was asked for',
      '[1] -> #2 a: remove container: a removal was asked for',
    ]);
  });

  it('says which data goes with anonymous volumes', () => {
    const of = model({ a: service() });
    const mounts = [
      { type: 'volume', source: 'a'.repeat(64), target: '/anonymous', readOnly: false },
      { type: 'volume', source: 'p_data', target: '/kept', readOnly: false },
    ];
    const plan = rm(of, all(of, { ...exited, mounts }), { removeVolumes: true });
    expect(printed(plan)).toEqual([
      '[] -> #1 a: remove container and its anonymous volumes: a removal was asked for',
      'loses: The anonymous volume of p-a-1 at /anonymous is removed. Nothing brings the data back.',
    ]);
  });
});

describe('kill, pause and unpause', () => {
  it('reach exactly the containers that are in the state for it, all at once', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: started } }), c: service() });
    const seen = observed(of, [
      container(of, 'a'),
      container(of, 'b', { state: 'paused' }),
      container(of, 'c', exited),
    ]);
    const signal = (goal: 'kill' | 'pause' | 'unpause', services: readonly string[] | null = null) =>
      printed(planSignal({ ...input(of, seen, services), goal, signal: 'SIGHUP' }));
    expect(signal('kill')).toEqual([
      '[] -> #1 a: send SIGHUP to container: kill was asked for',
      '[] -> #2 b: send SIGHUP to container: kill was asked for',
    ]);
    expect(signal('kill', ['b'])).toEqual(['[] -> #1 b: send SIGHUP to container: kill was asked for']);
    expect(signal('pause')).toEqual(['[] -> #1 a: pause container: pause was asked for']);
    expect(signal('unpause')).toEqual(['[] -> #1 b: unpause container: unpause was asked for']);
  });
});

describe('pull and build', () => {
  const of = model({
    a: service({ image: 'a:1' }),
    b: service({ image: 'b:1', build: { context: '/srv/b' } }),
    c: service({ image: 'a:1', pull_policy: 'never', depends_on: { a: started } }),
    d: service({ image: 'd:1', pull_policy: 'missing' }),
  });
  const images = (
    goal: 'pull' | 'build',
    services: readonly string[] | null = null,
    given: Parameters<typeof planImages>[0]['given'] = {},
  ) => planImages({ ...input(of, observed(of, []), services), goal, given });

  it('pull takes what is not built, each image once, and keeps what the policy says', () => {
    expect(printed(images('pull'))).toEqual(['[] -> #1 a: pull image a:1: a pull was asked for']);
    expect(printed(images('pull', ['c']))).toEqual([]);
    expect(printed(images('pull', ['c'], { withDependencies: true }))).toHaveLength(1);
    expect(printed(images('pull', null, { pull: 'missing' }))).toEqual([]);
  });

  it('build takes what has a build section, with the flags in it', () => {
    expect(printed(images('build'))).toEqual(['[] -> #1 b: build image b:1: a build was asked for']);
    expect(images('build', null, { noCache: true, pullBase: true }).steps[0]?.action).toMatchObject({
      build: { context: '/srv/b', no_cache: true, pull: true },
    });
  });
});
