import { describe, expect, it } from 'vitest';
import type { Happening } from '../../../src-main/core/state/happening.ts';
import { reduce } from '../../../src-main/core/state/reduce.ts';
import { initialState, type State } from '../../../src-main/core/state/state.ts';
import { view } from '../../../src-main/core/state/view.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import { emptyDraft, finishDraft } from '../../../src-main/core/plan/draft.ts';
import {
  container,
  firstOf,
  generations,
  healthcheck,
  model,
  observed,
  profile,
  service,
  stack,
} from '../../support/builders.ts';

const start = initialState({ id: 'i', dir: '/srv/p', environment: 'local' });
const ready: Happening = {
  kind: 'engine changed',
  engine: { state: 'ready', version: '28', apiVersion: '1.51', endpoint: 'unix:///x' },
};
const after = (...happenings: readonly Happening[]): State => happenings.reduce(reduce, start);
const loaded = (
  of = stack(),
  own: Partial<Extract<Happening, { kind: 'project loaded' }>> = {},
): Happening => ({
  kind: 'project loaded',
  model: of,
  profile: profile(),
  files: [],
  urls: {},
  keys: [],
  problems: [],
  warnings: [],
  ...own,
});
const all = (of = stack()) =>
  observed(
    of,
    Object.keys(of.services).map((name) => container(of, name)),
  );
const command = (state: State, goal: string) =>
  view(state).commands.find((candidate) => candidate.goal === goal);
const plan = () => finishDraft(emptyDraft(), 'up', false);

describe('what the state keeps', () => {
  it('a container is replaced by what is newer about it, and taken out when it is removed', () => {
    const one = container(stack(), 'db');
    const seen = after(
      loaded(),
      { kind: 'observed', observed: all() },
      { kind: 'container changed', container: { ...one, restarts: 4 } },
    );
    expect(view(seen).services.find(({ name }) => name === 'db')?.restarts).toBe(4);
    const gone = reduce(seen, { kind: 'container removed', id: one.id });
    expect(view(gone).services.find(({ name }) => name === 'db')).toMatchObject({
      state: 'absent',
      verdict: 'idle',
    });
  });

  it('a container found healthy by a probe stays healthy until the engine has looked, and not beyond a restart', () => {
    const starting = container(stack(), 'db', { health: 'starting' });
    const probe = { output: 'ok', exitCode: 0, at: 5 };
    const probed = after(
      loaded(),
      { kind: 'observed', observed: observed(stack(), [starting]) },
      { kind: 'container probed', id: starting.id, health: 'healthy', probe },
    );
    const healthOf = (state: State) => view(state).services.find(({ name }) => name === 'db')?.health;
    expect(healthOf(probed)).toBe('healthy');
    expect(healthOf(reduce(probed, { kind: 'container changed', container: starting }))).toBe('healthy');
    expect(healthOf(reduce(probed, { kind: 'observed', observed: observed(stack(), [starting]) }))).toBe(
      'healthy',
    );
    const restarted = { ...starting, startedAt: 9_999 };
    expect(healthOf(reduce(probed, { kind: 'container changed', container: restarted }))).toBe('starting');
  });

  it('facts about another run change nothing', () => {
    const one = after({ kind: 'run started', run: 'a', goal: 'up', plan: plan(), at: 1 });
    expect(reduce(one, { kind: 'run finished', run: 'b', at: 2, status: 'done', problems: [] })).toEqual(one);
  });

  it('a run that puts things back has the steps for it after its own', () => {
    const step = {
      id: 1,
      after: [],
      service: 'db',
      because: 'x',
      action: { do: 'start container', container: 'p-db-1' },
    } as const;
    const one = after(
      { kind: 'run started', run: 'a', goal: 'reset', plan: { ...plan(), steps: [step] }, at: 1 },
      { kind: 'run extended', run: 'a', steps: [{ ...step, id: 2 }] },
      { kind: 'step finished', run: 'a', step: 2, at: 3 },
    );
    expect(one.run?.steps.map(({ id, status }) => [id, status])).toEqual([
      [1, 'pending'],
      [2, 'done'],
    ]);
  });
});

describe('what the view shows', () => {
  it('a green project', () => {
    const shown = view(after(ready, loaded(), { kind: 'observed', observed: all() }));
    expect(shown.services.map(({ verdict }) => verdict)).toEqual(['green', 'green', 'green', 'green']);
    expect(shown.edges).toContainEqual({
      from: 'web',
      to: 'api',
      condition: 'service_healthy',
      required: true,
      waiting: null,
    });
  });

  it('names in place of secrets, never a reference', () => {
    const of = model({ a: service({ image: `registry/${seal('TAG')}` }) });
    const shown = JSON.stringify(view(after(ready, loaded(of))));
    expect(shown).toContain('registry/${TAG}');
    expect(shown).not.toContain(seal('TAG'));
  });

  it('fewer containers than wanted is not green', () => {
    const of = model({ a: service({ scale: 2 }) });
    const shown = view(
      after(ready, loaded(of), { kind: 'observed', observed: observed(of, [container(of, 'a')]) }),
    );
    expect(shown.services[0]).toMatchObject({ running: 1, wanted: 2, verdict: 'failing' });
  });

  it('the worst of several replicas', () => {
    const of = model({ a: service({ scale: 2, healthcheck }) });
    const two = [
      container(of, 'a'),
      container(of, 'a', { number: 2, health: 'unhealthy', failingStreak: 3 }),
    ];
    const shown = view(after(ready, loaded(of), { kind: 'observed', observed: observed(of, two) }));
    expect(shown.services[0]).toMatchObject({ verdict: 'failing', health: 'unhealthy', container: 'p-a-2' });
  });

  it('each published address once', () => {
    const of = model({ a: service() });
    const host = (address: string) => ({
      container: 80,
      protocol: 'tcp' as const,
      host: { address, port: 8000 },
    });
    const one = container(of, 'a', { ports: [host('0.0.0.0'), host('::')] });
    const shown = view(after(ready, loaded(of), { kind: 'observed', observed: observed(of, [one]) }));
    expect(shown.services[0]?.ports).toEqual([host('0.0.0.0')]);
  });

  it('the chain of generations, the live one marked', () => {
    const shown = view(
      after(ready, loaded(), { kind: 'generations read', generations: generations(stack(), 2) }),
    );
    expect(shown.database).toMatchObject({ service: 'db', current: 2, undo: 1 });
    expect(shown.database?.generations.map(({ current }) => current)).toEqual([false, true]);
  });
});

describe('what a user can ask for', () => {
  it('is everything that makes sense, and each refusal has its reason', () => {
    const connecting = after(loaded());
    expect(command(connecting, 'up')).toMatchObject({
      enabled: false,
      whyNot: 'Berth is connecting to the Docker Engine.',
    });
    const idle = after(ready, loaded(), { kind: 'generations read', generations: firstOf(stack()) });
    expect(command(idle, 'up')).toMatchObject({ enabled: true, whyNot: null });
    expect(command(idle, 'down')).toMatchObject({ enabled: false, whyNot: 'Nothing is up.' });
    expect(command(idle, 'undo')).toMatchObject({ enabled: false, whyNot: 'There is nothing to undo.' });
    const busy = reduce(idle, { kind: 'run started', run: 'a', goal: 'up', plan: plan(), at: 1 });
    expect(command(busy, 'down')).toMatchObject({ enabled: false, whyNot: 'up is running.' });
    const faulty = after(ready, loaded(stack(), { model: null }));
    expect(command(faulty, 'up')).toMatchObject({
      enabled: false,
      whyNot: 'The files of the project have faults.',
    });
    const bare = after(ready, loaded(stack(), { profile: null }));
    expect(command(bare, 'reset')).toMatchObject({ enabled: false, whyNot: 'berth.yaml names no database.' });
  });

  it('reset and undo ask first, and say what is lost', () => {
    const state = after(ready, loaded(), { kind: 'generations read', generations: generations(stack(), 2) });
    expect(command(state, 'reset')?.confirm?.loses[0]).toContain('generation 2 is kept');
    expect(command(state, 'undo')?.confirm?.loses[0]).toContain('goes back to generation 1');
    expect(command(state, 'up')?.confirm).toBeNull();
  });

  it('in production the database is not reset', () => {
    const state = { ...after(ready, loaded(), { kind: 'generations read', generations: firstOf(stack()) }) };
    const production = { ...state, project: { ...state.project, environment: 'production' as const } };
    expect(command(production, 'reset')).toMatchObject({
      enabled: false,
      whyNot: 'The database is not reset in production.',
    });
  });
});
