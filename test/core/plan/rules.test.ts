import { describe, expect, it } from 'vitest';
import { nothingObserved } from '../../../src-main/core/plan/observed.ts';
import {
  completed,
  container,
  healthcheck,
  healthy,
  model,
  observed,
  service,
  stack,
  started,
} from '../../support/builders.ts';
import { printed, tryUp, up } from './printed.ts';

// What docker compose 2.40 does, rule by rule, as printed plans.

const exited = { state: 'exited', exitCode: 1, health: 'none' } as const;
const optional = { ...completed, required: false } as const;

describe('numbers of replicas', () => {
  it('go on from the highest there is; a gap is not filled', () => {
    const of = model({ a: service({ scale: 3 }) });
    const seen = observed(
      of,
      [2, 4].map((number) => container(of, 'a', { number })),
    );
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 a: create container 5: 3 containers are wanted',
      '[1] -> #2 a: start container 5: it was just made',
    ]);
  });

  it('stay with a container that is made anew, which says what it replaces', () => {
    const of = model({ a: service({ scale: 2 }) });
    const seen = observed(of, [
      container(of, 'a', { number: 1 }),
      container(of, 'a', { number: 2, configHash: 'another' }),
    ]);
    const create = up(of, seen).steps.flatMap(({ action }) =>
      action.do === 'create container' ? [action.request] : [],
    );
    expect(create.map(({ body }) => body.Labels)).toMatchObject([
      { 'com.docker.compose.container-number': '2', 'com.docker.compose.replace': 'a-2' },
    ]);
    expect(create[0]?.name).toMatch(/^[0-9a-f]{12}_p-a-2$/);
  });

  it('of what no longer fits go first when there are too many', () => {
    const of = model({ a: service() });
    const seen = observed(of, [
      container(of, 'a', { configHash: 'another' }),
      container(of, 'a', { number: 2 }),
    ]);
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 a: stop container: only 1 wanted',
      '[1] -> #2 a: remove container: only 1 wanted',
    ]);
  });
});

describe('what is there and does not run', () => {
  it('is started again as it is; paused it goes on, restarting it is left alone', () => {
    const of = model({ a: service(), b: service(), c: service(), d: service() });
    const seen = observed(of, [
      container(of, 'a', exited),
      container(of, 'b', { state: 'paused' }),
      container(of, 'c', { state: 'restarting' }),
      container(of, 'd', { state: 'created' }),
    ]);
    expect(printed(up(of, seen))).toEqual([
      '[] -> #1 a: start container: it is exited',
      '[] -> #2 b: unpause container: it is paused',
      '[] -> #3 d: start container: it was never started',
    ]);
  });
});

describe('a dependency', () => {
  const wait = (dependency: object, own: object = { healthcheck }) =>
    printed(
      up(
        model({ a: service(own), b: service({ depends_on: { a: { ...started, ...dependency } } }) }),
        observed(model({ a: service(), b: service() }), []),
      ),
    ).flatMap((line) => /b: start container.*|wait until.*/.exec(line)?.[0] ?? []);

  it('that is only to be started is not waited for', () => {
    expect(wait({}, {})).toEqual(['b: start container: it was just made']);
  });

  it('that is to be healthy or completed is waited for first', () => {
    expect(wait(healthy)).toEqual([
      'wait until healthy: b waits for it',
      'b: start container: it was just made',
    ]);
    expect(wait(completed, {})).toEqual([
      'wait until completed: b waits for it',
      'b: start container: it was just made',
    ]);
    expect(wait(optional, {})[0]).toBe('wait until completed (optional): b waits for it');
  });

  it('that is scaled to none, or off and optional, is not waited for', () => {
    expect(wait(healthy, { healthcheck, scale: 0 })).toEqual(['b: start container: it was just made']);
    const of = {
      ...model({ b: service({ depends_on: { off: { ...started, required: false } } }) }),
      disabled: ['off'],
    };
    expect(printed(up(of, observed(of, [])))).toHaveLength(2);
  });

  it('that is there and healthy holds nobody up', () => {
    const of = model({ a: service({ healthcheck }), b: service({ depends_on: { a: healthy } }) });
    expect(printed(up(of, observed(of, [container(of, 'a')])))).toEqual([
      '[] -> #1 b: create container: no container yet',
      '[1] -> #2 b: start container: it was just made',
    ]);
  });

  it('whose image has yet to come keeps containers of those who need it from being made; an optional one does not', () => {
    const of = model({
      a: service({ image: 'a:1' }),
      b: service({ image: 'b:1', depends_on: { a: started } }),
      c: service({ image: 'b:1', depends_on: { b: started } }),
      d: service({ image: 'b:1', depends_on: { a: { ...started, required: false } } }),
    });
    const seen = { ...observed(of, []), images: { ...observed(of, []).images, 'a:1': null } };
    const creates = printed(up(of, seen)).flatMap(
      (line) => /\[(.*)\] -> #\d+ (\w): create/.exec(line)?.slice(1).join(' ') ?? [],
    );
    expect(creates).toEqual(['1 a', '1 b', '1 c', ' d']);
  });
});

describe('images', () => {
  const steps = (own: object, present: boolean, flags: object = {}) => {
    const of = model({ a: service({ image: 'a:1', ...own }) });
    const seen = present ? observed(of, []) : nothingObserved;
    return printed(up(of, seen, { flags })).flatMap((line) => /(?:pull|build) image.*/.exec(line)?.[0] ?? []);
  };
  const build = { build: { context: '/srv/a' } };

  it.each([
    ['missing', false, ['pull image a:1: not on this machine']],
    ['missing', true, []],
    ['if_not_present', true, []],
    ['always', true, ['pull image a:1: pull_policy is always']],
    ['never', false, []],
  ])('under pull_policy %s, there: %s', (pull_policy, present, expected) => {
    expect(steps({ pull_policy }, present)).toEqual(expected);
  });

  it('that are built are built where they are missing, where the policy says so, and where that is asked for', () => {
    expect(steps(build, false)).toEqual(['build image a:1: not on this machine']);
    expect(steps(build, true)).toEqual([]);
    expect(steps({ ...build, pull_policy: 'build' }, true)).toEqual([
      'build image a:1: pull_policy is build',
    ]);
    expect(steps(build, true, { build: 'always' })).toEqual(['build image a:1: a build was asked for']);
    expect(steps(build, true, { pull: 'always' })).toEqual([]);
  });

  it('are not built where that is forbidden, but pulled', () => {
    expect(steps(build, false, { build: 'never' })).toEqual(['pull image a:1: not on this machine']);
    expect(steps({ ...build, pull_policy: 'build' }, true, { build: 'never' })).toEqual([]);
  });

  it('of a service that another one builds are built once, by that one', () => {
    const of = model({ user: service({ image: 'own:1' }), maker: service({ image: 'own:1', ...build }) });
    const plan = up(of, nothingObserved);
    expect(printed(plan).filter((line) => line.includes('image'))).toEqual([
      '[] -> #1 user: build image own:1: not on this machine',
    ]);
  });

  it('that come for nothing that is there need no second look but for health checks', () => {
    const of = stack();
    expect(up(of, nothingObserved).secondLook).toBe('at the end');
    expect(up(of, nothingObserved, { flags: { starts: false } }).secondLook).toBeUndefined();
    const there = observed(of, [container(of, 'db')]);
    expect(up(of, there, { flags: { pull: 'always' } }).secondLook).toBe('after images');
    const others = { ...observed(of, []).images, 'nginx:1': null };
    expect(up(of, observed(of, [container(of, 'db')], { images: others })).secondLook).toBe('at the end');
  });
});

describe('flags', () => {
  it('always recreate deps goes with what was named, alone or forced', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: started } }), c: service() });
    const seen = observed(
      of,
      ['a', 'b', 'c'].map((name) => container(of, name)),
    );
    const made = (flags: object) =>
      printed(up(of, seen, { wanted: ['b'], flags })).flatMap((line) => /(\w): create/.exec(line)?.[1] ?? []);
    expect(made({ recreateDependencies: true })).toEqual(['a']);
    expect(made({ recreateDependencies: true, recreate: 'always' })).toEqual(['a', 'b']);
  });

  it('no start makes and replaces, and starts nothing', () => {
    const of = model({ a: service(), b: service({ depends_on: { a: started } }) });
    const seen = observed(of, [container(of, 'a', { configHash: 'another' })]);
    const lines = printed(up(of, seen, { flags: { starts: false } }));
    expect(lines.some((line) => line.includes('start container'))).toBe(false);
    expect(lines.filter((line) => line.includes('create container'))).toHaveLength(2);
  });

  it('a grace period goes with every stop of the plan', () => {
    const of = model({ a: service({ scale: 1 }) });
    const seen = observed(of, [
      container(of, 'a', { configHash: 'another' }),
      container(of, 'a', { number: 2 }),
      container(of, 'gone'),
    ]);
    const lines = printed(up(of, seen, { flags: { graceSeconds: 4, removeOrphans: true } }));
    expect(
      lines.filter((line) => line.includes('stop container')).every((line) => line.includes('within 4 s')),
    ).toBe(true);
  });

  it('that contradict each other or the file are refused, all at once', () => {
    const of = model({ a: service({ container_name: 'own' }) });
    const flags = {
      recreate: 'never',
      recreateDependencies: true,
      renewAnonymousVolumes: true,
      scale: { a: 2 },
    } as const;
    const refused = tryUp(of, nothingObserved, { flags });
    expect(refused.ok ? [] : refused.error.map(({ kind }) => kind)).toEqual([
      'request-invalid',
      'request-invalid',
      'request-invalid',
    ]);
  });
});
