import { describe, expect, it } from 'vitest';
import { planDown } from '../../../src-main/core/plan/down.ts';
import { equivalent } from '../../../src-main/core/plan/equivalent.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import {
  container,
  healthcheck,
  healthy,
  model,
  observed,
  service,
  started,
} from '../../support/builders.ts';
import { printed, up } from './printed.ts';

const hooked = () =>
  model({
    a: service({
      healthcheck,
      post_start: [
        {
          command: ['migrate', '--all now'],
          user: 'root',
          privileged: true,
          working_dir: '/app',
          environment: { TOKEN: seal('API__TOKEN'), BARE: null },
        },
        { command: ['warm'] },
      ],
      pre_stop: [{ command: ['drain'] }],
    }),
    b: service({ depends_on: { a: healthy } }),
    c: service({ depends_on: { a: started } }),
  });

describe('post_start', () => {
  it('runs one after the other after the start, and whoever waits for the service waits for them', () => {
    const of = hooked();
    expect(printed(up(of, observed(of, []), { wanted: ['b', 'c'] })).slice(3)).toEqual([
      '[1] -> #4 a: start container: it was just made',
      '[4] -> #5 a: run post_start hook: it has started',
      '[5] -> #6 a: run post_start hook: it has started',
      '[6] -> #7 a: wait until healthy: b waits for it',
      '[2,7] -> #8 b: start container: it was just made',
      '[3,6] -> #9 c: start container: it was just made',
    ]);
  });

  it('does not run again in a container that runs', () => {
    const of = hooked();
    const seen = observed(
      of,
      ['a', 'b', 'c'].map((name) => container(of, name)),
    );
    expect(up(of, seen).steps).toEqual([]);
  });

  it('is printed as the docker command that does the same, secrets by name', () => {
    const of = hooked();
    const hooks = up(of, observed(of, [])).steps.filter(({ action }) => action.do === 'run hook');
    expect(hooks.map(({ action }) => equivalent(action))).toEqual([
      "docker container exec --user root --privileged --workdir /app --env 'TOKEN=${API__TOKEN}' --env BARE p-a-1 migrate '--all now'",
      'docker container exec p-a-1 warm',
    ]);
  });
});

describe('pre_stop', () => {
  it('runs before the stop of a container that runs, and not in one that does not', () => {
    const of = model({ a: service({ pre_stop: [{ command: ['drain'] }] }) });
    const down = (state: 'running' | 'paused') =>
      printed(
        planDown({ model: of, observed: observed(of, [container(of, 'a', { state })]), leftovers: [] }),
      );
    expect(down('running').slice(0, 3)).toEqual([
      '[] -> #1 a: run pre_stop hook: down was asked for',
      '[1] -> #2 a: stop container: down was asked for',
      '[2] -> #3 a: remove container: down was asked for',
    ]);
    expect(down('paused')[0]).toBe('[] -> #1 a: stop container: down was asked for');
  });

  it('runs when scaling down and when a dependent stops, and not when a container is replaced', () => {
    const pre_stop = [{ command: ['drain'] }];
    const of = model({
      a: service({ pre_stop }),
      b: service({ pre_stop, depends_on: { a: { ...started, restart: true } } }),
      c: service({ pre_stop }),
    });
    const seen = observed(of, [
      container(of, 'a', { configHash: 'another' }),
      container(of, 'b'),
      container(of, 'c'),
      container(of, 'c', { number: 2 }),
    ]);
    expect(printed(up(of, seen)).filter((line) => line.includes('hook'))).toEqual([
      '[] -> #1 b: run pre_stop hook: a is recreated',
      '[] -> #7 c: run pre_stop hook 2: only 1 wanted',
    ]);
  });
});
