import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { why } from '../../../src-main/core/health/why.ts';
import type { Observed } from '../../../src-main/core/plan/observed.ts';
import { planUp } from '../../../src-main/core/plan/up.ts';
import type { Happening } from '../../../src-main/core/state/happening.ts';
import { reduce } from '../../../src-main/core/state/reduce.ts';
import { initialState, type State } from '../../../src-main/core/state/state.ts';
import { view } from '../../../src-main/core/state/view.ts';
import { completed, container, hashesOf, model, observed, service, stack } from '../../support/builders.ts';

/** The state while an up of the model runs from what is seen; then what else happens. */
function during(of: Model, seen: Observed, ...then: readonly Happening[]): State {
  const planned = planUp({
    model: of,
    observed: seen,
    hashes: hashesOf(of),
    generations: null,
    leftovers: [],
    wanted: null,
  });
  if (!planned.ok) throw new Error('no plan');
  const happenings: readonly Happening[] = [
    {
      kind: 'engine changed',
      engine: { state: 'ready', version: '28', apiVersion: '1.51', endpoint: 'unix:///x' },
    },
    {
      kind: 'project loaded',
      model: of,
      profile: null,
      files: [],
      urls: {},
      keys: [],
      problems: [],
      warnings: [],
    },
    { kind: 'observed', observed: seen },
    { kind: 'run started', run: 'r', goal: 'up', plan: planned.value, at: 0 },
    ...then,
  ];
  return happenings.reduce(reduce, initialState({ id: 'i', dir: '/p', environment: 'local' }));
}

const texts = (state: State, name: string): string[] => why(state, name).map(({ text }) => text);
const step = (state: State, name: string, title: string): number =>
  state.run?.steps.find((candidate) => candidate.service === name && candidate.title === title)?.id ?? 0;

/** The state after the steps of a run failed and were skipped as told, and the run has ended. */
function failed(state: State, name: string, title: string, problem: Problem): State {
  const at = 9;
  const failure = step(state, name, title);
  const rest = (state.run?.steps ?? []).filter(({ id }) => id > failure);
  return [
    { kind: 'step failed', run: 'r', step: failure, at, problem } as const,
    ...rest.map(({ id }) => ({ kind: 'step skipped', run: 'r', step: id, at, because: 'failed' }) as const),
    { kind: 'run finished', run: 'r', at, status: 'failed', problems: [problem] } as const,
  ].reduce(reduce, state);
}

const probe = { output: 'connection refused\n', exitCode: 1, at: 3 };

describe('why a service is not green', () => {
  it('while it waits: the chain down to what the first one of it says', () => {
    const of = stack();
    const state = during(
      of,
      observed(of, [container(of, 'cache'), container(of, 'db', { health: 'starting', probe })]),
    );
    expect(texts(state, 'web')).toEqual([
      'web waits for api to be healthy',
      'api waits for db to be healthy',
      'db is starting: its health check fails so far',
    ]);
    expect(why(state, 'web').at(-1)?.evidence).toBe('connection refused (exit code 1)');
    const shown = view(state);
    expect(shown.services.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'db starting',
      'cache green',
      'api waiting',
      'web waiting',
    ]);
    expect(
      shown.edges
        .filter(({ waiting }) => waiting !== null)
        .map(({ from, waiting }) => `${from} waits ${waiting}`),
    ).toEqual(['api waits for db to be healthy', 'web waits for api to be healthy']);
  });

  it('while its image comes: what the pull says', () => {
    const of = model({ a: service() });
    const state = during(of, observed(of, [], { images: {} }));
    const pull = step(state, 'a', 'pull image app:1');
    const pulling = [
      { kind: 'step started', run: 'r', step: pull, at: 1 } as const,
      { kind: 'step progressed', run: 'r', step: pull, text: '12 of 80 MB', fraction: 0.15 } as const,
    ].reduce(reduce, state);
    expect(why(pulling, 'a')).toEqual([
      { service: 'a', text: 'a: pull image app:1', evidence: '12 of 80 MB' },
    ]);
  });

  it('after a failure: what failed, and what was not started for it', () => {
    const of = stack();
    const state = during(of, observed(of, []));
    const problem: Problem = {
      kind: 'container-exited',
      service: 'db',
      exitCode: 3,
      outOfMemory: false,
      log: ['disk full'],
    };
    const exited = container(of, 'db', { state: 'exited', health: 'none', exitCode: 3 });
    const seen = reduce(state, { kind: 'container changed', container: exited });
    const after = failed(seen, 'db', 'wait until healthy', problem);
    expect(texts(after, 'web')).toEqual([
      'web was not started: it needs api to be healthy',
      'api was not started: it needs db to be healthy',
      'db stopped with exit code 3',
    ]);
    expect(why(after, 'db')[0]?.evidence).toBe('disk full');
    expect(view(after).services.find(({ name }) => name === 'db')?.verdict).toBe('failing');
  });

  it('when its port is taken: who has it', () => {
    const of = model({ a: service() });
    const problem: Problem = {
      kind: 'port-taken',
      service: 'a',
      port: 8000,
      owner: 'nginx',
      free: 8001,
      key: 'API_PORT',
    };
    const state = during(of, observed(of, []));
    const after = reduce(state, {
      kind: 'run finished',
      run: 'r',
      at: 1,
      status: 'failed',
      problems: [problem],
    });
    expect(why(after, 'a')).toEqual([
      { service: 'a', text: 'a: port 8000 is taken', evidence: 'a wants it; nginx has it.' },
    ]);
    expect(view(after).services[0]?.verdict).toBe('failing');
  });

  it.each([
    [
      'unhealthy',
      { health: 'unhealthy', failingStreak: 3, probe } as const,
      'a is not healthy: its health check failed 3 times',
      'failing',
    ],
    [
      'out of memory',
      { state: 'exited', outOfMemory: true, exitCode: 137 } as const,
      'a ran out of memory',
      'failing',
    ],
    [
      'in a loop',
      { state: 'restarting', restarts: 4, exitCode: 1 } as const,
      'a keeps stopping: restarted 4 times',
      'failing',
    ],
    ['broken', { state: 'exited', exitCode: 2 } as const, 'a stopped with exit code 2', 'failing'],
    ['told to stop', { state: 'exited', exitCode: 143 } as const, 'a is stopped', 'idle'],
  ])('a container that is %s', (_, own, text, verdict) => {
    const of = model({ a: service() });
    const seen = observed(of, [container(of, 'a', own)]);
    const state = { ...during(of, seen), run: null };
    expect(texts(state, 'a')).toEqual([text]);
    expect(view(state).services[0]?.verdict).toBe(verdict);
  });

  it('a job that ended with 0 is green, and one that failed is not', () => {
    const of = model({ job: service(), app: service({ depends_on: { job: completed } }) });
    const with_ = (exitCode: number): State => ({
      ...during(
        of,
        observed(of, [container(of, 'job', { state: 'exited', exitCode }), container(of, 'app')]),
      ),
      run: null,
    });
    expect(view(with_(0)).services[0]).toMatchObject({ verdict: 'green', cause: null });
    expect(view(with_(1)).services[0]).toMatchObject({
      verdict: 'failing',
      cause: 'job stopped with exit code 1',
    });
  });

  it('of fewer containers than wanted: how many there are, and not their health', () => {
    const of = model({ a: service({ scale: 3 }) });
    const seen = observed(of, [container(of, 'a'), container(of, 'a', { number: 2, name: 'shop-a-2' })]);
    const state = { ...during(of, seen), run: null };
    expect(view(state).services[0]).toMatchObject({ verdict: 'failing', running: 2, wanted: 3 });
    expect(texts(state, 'a')).toEqual(['a has 2 of 3 containers']);
  });

  it('a container that is paused is told as that, and not as stopped', () => {
    const of = model({ a: service() });
    const state = { ...during(of, observed(of, [container(of, 'a', { state: 'paused' })])), run: null };
    expect(texts(state, 'a')).toEqual(['a is paused']);
  });

  it('a dependency that ran and ended is one that was started', () => {
    const of = model({
      init: service(),
      app: service({ depends_on: { init: { condition: 'service_started', required: true } } }),
    });
    const seen = observed(of, []);
    const started = during(of, seen);
    const starts = step(started, 'init', 'start container');
    const ended = [
      { kind: 'step started', run: 'r', step: starts, at: 1 } as const,
      { kind: 'step finished', run: 'r', step: starts, at: 2 } as const,
      {
        kind: 'container changed',
        container: container(of, 'init', { state: 'exited', exitCode: 0, startedAt: 2 }),
      } as const,
    ].reduce(reduce, started);
    expect(view(ended).edges[0]?.waiting).toBeNull();
    expect(view(started).edges[0]?.waiting).toBe('for init to be started');
  });

  it('a dependency that the run has still to make anew is waited for, however well its old container is', () => {
    const of = model({
      db: service({ image: 'app:2', healthcheck: { test: ['CMD', 'check'] } }),
      app: service({ depends_on: { db: { condition: 'service_healthy', required: true } } }),
    });
    const old = container(of, 'db', { health: 'healthy', configHash: 'of another file' });
    const state = during(of, observed(of, [old]));
    expect(view(state).edges[0]?.waiting).toBe('for db to be healthy');
    expect(texts(state, 'app')[0]).toBe('app waits for db to be healthy');
  });

  it('what a run met is past once something started the service again', () => {
    const of = model({ a: service() });
    const problem: Problem = {
      kind: 'port-taken',
      service: 'a',
      port: 8000,
      owner: 'nginx',
      free: 8001,
      key: null,
    };
    const ended: Happening = { kind: 'run finished', run: 'r', at: 9, status: 'failed', problems: [problem] };
    const later = (own: Partial<Observed['containers'][number]>): State =>
      reduce(reduce(during(of, observed(of, [])), ended), {
        kind: 'container changed',
        container: container(of, 'a', { startedAt: 20, ...own }),
      });
    const crashed = later({ state: 'exited', exitCode: 2 });
    expect(texts(crashed, 'a')).toEqual(['a stopped with exit code 2']);
    const stopped = later({ state: 'exited', exitCode: 0 });
    expect(view(stopped).services[0]).toMatchObject({ verdict: 'idle', cause: 'a is stopped' });
    // Its restart policy starts it after the run too; what the run met is still why.
    const looping = later({ state: 'restarting', exitCode: 1, restarts: 3 });
    expect(texts(looping, 'a')).toEqual(['a: port 8000 is taken']);
  });

  it('nothing, when it is green or was never asked for', () => {
    const of = stack();
    const state = { ...during(of, observed(of, [container(of, 'db')])), run: null };
    expect(why(state, 'db')).toEqual([]);
    expect(why(state, 'web')).toEqual([]);
  });

  it('ends although services depend on each other in a circle', () => {
    const of = model({
      a: service({ depends_on: { b: { condition: 'service_started', required: true } } }),
      b: service({ depends_on: { a: { condition: 'service_started', required: true } } }),
    });
    expect(texts(during(of, observed(of, [])), 'a').length).toBeLessThan(4);
  });
});
