import { expect, it } from 'vitest';
import { imageNames } from '../../../src-main/core/compose/questions.ts';
import { withDefaultPlatform } from '../../../src-main/core/plan/default-platform.ts';
import { oneOffName } from '../../../src-main/core/plan/names.ts';
import { asTheFileSays, upFlagsOf } from '../../../src-main/core/plan/up-flags.ts';
import { container, model, observed, service } from '../../support/builders.ts';
import { printed, tryUp, up } from './printed.ts';

// What variables and options of docker compose 2.40 change beside the files.

const { image: _image, ...built } = service({ build: { context: '/srv/b' } });
const requests = (...args: Parameters<typeof up>) =>
  up(...args).steps.flatMap(({ action }) => (action.do === 'create container' ? [action.request] : []));

it('with --compatibility, names of containers, built images and links have _ between their parts', () => {
  const of = { ...model({ a: service({ links: ['b'] }), b: built }), separator: '_' as const };
  const made = requests(of, observed(of, [container(of, 'b', { name: 'p_b_1' })]), { wanted: ['a', 'b'] });
  expect(made.map(({ name, body }) => [name, body.Image])).toEqual([['p_a_1', 'app:1']]);
  expect(made[0]?.body.HostConfig['Links']).toEqual(['p_b_1:b', 'p_b_1:b_1', 'p_b_1:p_b_1']);
  expect(imageNames(of)).toEqual(['app:1', 'p_b']);
  expect(oneOffName(of, 'a', 'c0ffee'.repeat(9))).toBe('p_a_run_c0ffeec0ffee');
});

it('a container that is there under the other way to name stays, and gets the name of now when it is made anew', () => {
  const of = model({ a: service() });
  const there = container(of, 'a', { name: 'p_a_1' });
  expect(printed(up(of, observed(of, [there])))).toEqual([]);
  const other = { ...there, configHash: 'another' };
  const steps = up(of, observed(of, [other])).steps.map(({ action }) => action);
  expect(steps).toContainEqual({
    do: 'rename container',
    container: expect.stringMatching(/_p-a-1$/),
    to: 'p-a-1',
  });
  expect(requests(of, observed(of, [other]))[0]?.name).toMatch(/_p-a-1$/);
});

it('one that was stopped under another name is started by that', () => {
  const of = model({ a: service() });
  const seen = observed(of, [container(of, 'a', { name: 'own', state: 'exited', exitCode: 0 })]);
  expect(up(of, seen).steps.map(({ action }) => action)).toMatchObject([
    { do: 'start container', container: 'own' },
  ]);
});

it('files of variables that were named stand in a label', () => {
  const of = { ...model({ a: service() }), environmentFiles: ['/srv/one.env', '/srv/two.env'] };
  const label = 'com.docker.compose.project.environment_file';
  expect(requests(of, observed(of, []))[0]?.body.Labels[label]).toBe('/srv/one.env,/srv/two.env');
  const none = model({ a: service() });
  expect(requests(none, observed(none, []))[0]?.body.Labels).not.toHaveProperty([label]);
});

it('COMPOSE_REMOVE_ORPHANS goes with up and not with create; COMPOSE_IGNORE_ORPHANS says nothing of them', () => {
  const rule = { removes: true, ignores: false };
  expect(upFlagsOf({}, 'wanted', rule).removeOrphans).toBe(true);
  expect(upFlagsOf({ starts: false }, 'wanted', rule).removeOrphans).toBe(false);
  expect(upFlagsOf({ starts: false, removeOrphans: true }, 'wanted', rule).removeOrphans).toBe(true);
  const of = model({ a: service() });
  const seen = observed(of, [container(of, 'a'), container(of, 'gone')]);
  expect(up(of, seen).warnings).toHaveLength(1);
  expect(up(of, seen, { flags: { ignoreOrphans: true } }).warnings).toEqual([]);
});

it('orphans that are to be removed and to be ignored are refused', () => {
  const of = model({ a: service() });
  const flags = { ...asTheFileSays, removeOrphans: true, ignoreOrphans: true };
  expect(tryUp(of, observed(of, []), { flags })).toMatchObject({ error: [{ kind: 'request-invalid' }] });
});

it('DOCKER_DEFAULT_PLATFORM is the platform of what is built and names none, and of nothing else', () => {
  const of = model({ a: service(), b: built, c: { ...built, platform: 'linux/arm64' } });
  const { services } = withDefaultPlatform(of, { DOCKER_DEFAULT_PLATFORM: 'linux/amd64' });
  expect(Object.values(services).map(({ platform }) => platform)).toEqual([
    undefined,
    'linux/amd64',
    'linux/arm64',
  ]);
  expect(withDefaultPlatform(of, {})).toBe(of);
});
