import { describe, expect, it } from 'vitest';
import type { ContainerState } from '../../../src-main/contract/view.ts';
import { initialState, type State } from '../../../src-main/core/state/state.ts';
import { view } from '../../../src-main/core/state/view.ts';
import { container, model, observed, service } from '../../support/builders.ts';

const of = model({ a: service({ build: { context: '/srv/p/a' } }), b: service() });
const ready = { state: 'ready', version: '28', apiVersion: '1.51', endpoint: 'unix:///x' } as const;

const stateWith = (state: ContainerState | null, own: Partial<State> = {}): State => ({
  ...initialState({ id: 'p', dir: '/srv/p', environment: 'local' }),
  model: of,
  engine: ready,
  observed: observed(of, state === null ? [] : [container(of, 'a', { state })]),
  ...own,
});

/** The commands of a service that can be given, or why not. */
const offered = (state: State, name = 'a') =>
  Object.fromEntries(
    view(state)
      .services.find((each) => each.name === name)
      ?.commands.map((command) => [command.name, command.whyNot ?? command.wish]) ?? [],
  );

describe('the commands of a service', () => {
  it('fit its state, and carry the wish they are', () => {
    expect(offered(stateWith('running'))).toEqual({
      start: 'a is running.',
      stop: { goal: 'stop', services: ['a'], flags: {} },
      restart: { goal: 'restart', services: ['a'], flags: {} },
      rebuild: { goal: 'up', services: ['a'], flags: { build: 'always' } },
    });
    expect(offered(stateWith('exited'))).toMatchObject({
      start: { goal: 'up', services: ['a'] },
      stop: 'a is not running.',
      restart: { goal: 'restart' },
    });
    expect(offered(stateWith(null))).toMatchObject({ restart: 'a has no container yet.' });
  });

  it('say of all that nothing can be given while the engine is away, and offer no build of what is not built', () => {
    expect(Object.values(offered(stateWith('running', { engine: { state: 'connecting' } })))).toEqual(
      Array.from({ length: 4 }, () => 'Berth is connecting to the Docker Engine.'),
    );
    expect(Object.keys(offered(stateWith('running'), 'b'))).toEqual(['start', 'stop', 'restart']);
  });
});

it('orphans are shown with the files they were made from; services of a profile that is off are none', () => {
  const seen = observed(of, [
    container(of, 'gone', {
      labels: { 'com.docker.compose.project.config_files': '/srv/a.yaml,/srv/b.yaml' },
    }),
    container(of, 'off'),
  ]);
  const state = stateWith(null, { model: { ...of, disabled: ['off'] }, observed: seen });
  expect(view(state).orphans).toEqual([
    { container: 'p-gone-1', service: 'gone', state: 'running', files: ['/srv/a.yaml', '/srv/b.yaml'] },
  ]);
});
