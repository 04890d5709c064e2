import { describe, expect, test } from 'vitest';
import type { PlanWish } from '../../../src-main/engine/desk.ts';
import { goalCommands } from '../../../src-main/hosts/cli/goal-commands.ts';
import { runView, stepView } from '../../support/fake-desk.ts';
import { testWorld } from './test-world.ts';

/** A command line as a person types it, and the wish it is. */
const lines: readonly (readonly [string, PlanWish])[] = [
  ['up', { goal: 'up', services: [] }],
  ['up -d --wait api', { goal: 'up', services: ['api'] }],
  ['up --force-recreate', { goal: 'up', services: [], flags: { recreate: 'always' } }],
  ['up --no-recreate', { goal: 'up', services: [], flags: { recreate: 'never' } }],
  ['up --always-recreate-deps api', { goal: 'up', services: ['api'], flags: { recreateDependencies: true } }],
  ['up --no-deps api', { goal: 'up', services: ['api'], flags: { noDeps: true } }],
  ['up --build', { goal: 'up', services: [], flags: { build: 'always' } }],
  ['up --no-build', { goal: 'up', services: [], flags: { build: 'never' } }],
  ['up --pull always --quiet-pull', { goal: 'up', services: [], flags: { pull: 'always' } }],
  ['up --scale a=2 --scale b=0', { goal: 'up', services: [], flags: { scale: { a: 2, b: 0 } } }],
  ['up --remove-orphans', { goal: 'up', services: [], flags: { removeOrphans: true } }],
  ['up -V', { goal: 'up', services: [], flags: { renewAnonymousVolumes: true } }],
  ['up --no-start', { goal: 'up', services: [], flags: { starts: false } }],
  ['up -t 3', { goal: 'up', services: [], flags: { graceSeconds: 3 } }],
  [
    'up --changed-networks recreate --changed-volumes keep',
    { goal: 'up', services: [], flags: { changedNetworks: 'recreate', changedVolumes: 'keep' } },
  ],
  ['create --build', { goal: 'up', services: [], flags: { build: 'always', starts: false } }],
  [
    'scale a=2 b=1 --no-deps',
    { goal: 'up', services: ['a', 'b'], flags: { noDeps: true, scale: { a: 2, b: 1 } } },
  ],
  [
    'down -v --rmi local --remove-orphans -t 1',
    {
      goal: 'down',
      services: [],
      flags: { removeOrphans: true, removeVolumes: true, images: 'local', graceSeconds: 1 },
    },
  ],
  ['down api', { goal: 'down', services: ['api'] }],
  ['start a b', { goal: 'start', services: ['a', 'b'] }],
  ['stop -t 0 a', { goal: 'stop', services: ['a'], flags: { graceSeconds: 0 } }],
  ['restart --no-deps', { goal: 'restart', services: [], flags: { noDeps: true } }],
  ['rm -s -v -f a', { goal: 'remove', services: ['a'], flags: { stopFirst: true, removeVolumes: true } }],
  ['kill -s hup', { goal: 'kill', services: [], flags: { signal: 'HUP' } }],
  ['pause a', { goal: 'pause', services: ['a'] }],
  ['unpause', { goal: 'unpause', services: [] }],
  [
    'pull --policy missing --include-deps a',
    { goal: 'pull', services: ['a'], flags: { pull: 'missing', withDependencies: true } },
  ],
  ['build --no-cache --pull a', { goal: 'build', services: ['a'], flags: { noCache: true, pullBase: true } }],
];

describe('a command line', () => {
  test.each(lines)('%s starts what it says', async (line, wish) => {
    const { run, desk } = testWorld();
    expect(await run(...line.split(' '))).toBe(0);
    expect(desk.session1.asked).toContainEqual(['start', wish, null]);
  });

  test.each(lines)('plan %s shows the same and starts nothing', async (line, wish) => {
    const { run, desk } = testWorld();
    expect(await run('plan', ...line.split(' '))).toBe(0);
    const { flags = {} } = wish;
    expect(desk.session1.asked).toEqual([['plan', { ...wish, flags }]]);
  });

  test('of down takes COMPOSE_REMOVE_ORPHANS for the option; up hears it with the project', async () => {
    for (const [value, words, flags] of [
      ['true', 'up', {}],
      ['1', 'down', { removeOrphans: true }],
      ['no', 'down', {}],
      [' Y', 'down', { removeOrphans: true }],
      ['true', 'stop', {}],
    ] as const) {
      const { run, desk } = testWorld({ variables: { COMPOSE_REMOVE_ORPHANS: value } });
      await run('plan', words);
      expect(desk.session1.asked).toEqual([['plan', { goal: words, services: [], flags }]]);
    }
  });

  test('of every verb is among these', () => {
    const shown = new Set(lines.map(([line]) => line.split(' ')[0]));
    const verbs = goalCommands().map(({ words }) => words.split(' ')[0] ?? '');
    expect(verbs.filter((verb) => !shown.has(verb))).toEqual(['reset', 'undo']);
  });

  test('that quiets pulls shows none until it is done', async () => {
    const pulling = stepView(1, {
      title: 'pull image db:1',
      status: 'running',
      finishedAt: null,
      progress: '1 of 2 MB',
    });
    const runs = [runView({ status: 'running', finishedAt: null, steps: [pulling] }), runView()];
    const [loud, quiet] = [testWorld(), testWorld()];
    loud.desk.session1.runs = runs;
    quiet.desk.session1.runs = runs;
    await loud.run('up');
    await quiet.run('up', '--quiet-pull');
    expect(loud.kept.err).toContain('1 of 2 MB');
    expect(quiet.kept.err).not.toContain('1 of 2 MB');
  });

  test('tells what the plan warned of', async () => {
    const { run, desk, kept } = testWorld();
    desk.session1.runs = [runView({ goal: 'down', warnings: ['Network p_default stays.'] })];
    await run('down');
    expect(kept.err).toContain('! Network p_default stays.');
  });
});
