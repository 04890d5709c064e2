import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { document, testWorld } from './test-world.ts';

const absent: Problem = { kind: 'engine-absent', endpoint: 'unix:///nowhere', detail: 'ENOENT' };

describe('every command', () => {
  const commands = [
    ['up'],
    ['down'],
    ['status'],
    ['plan', 'up'],
    ['logs'],
    ['config'],
    ['keys'],
    ['secrets', 'list'],
    ['secrets', 'set', 'A'],
    ['secrets', 'generate'],
    ['secrets', 'forget', 'A'],
    ['compose', '--', 'ps'],
  ];

  test.each(commands)('says the problem in words and ends with 1: %s %s', async (...words) => {
    const { run, desk, kept } = testWorld({ input: ['value\n'] });
    desk.openProblems = [absent];
    expect(await run(...words)).toBe(1);
    expect(kept.out).toBe('');
    expect(kept.err).toContain('No Docker Engine answers');
    expect(kept.err).toContain('unix:///nowhere (ENOENT)');
    expect(kept.err).toContain('Start Docker Desktop');
    expect(desk.closed).toBe(true);
  });

  test.each(commands.filter(([name]) => name !== 'compose'))(
    'says it as one JSON document with --json: %s %s',
    async (...words) => {
      const { run, desk, kept } = testWorld({ input: ['value\n'] });
      desk.openProblems = [absent];
      expect(await run(...words, '--json')).toBe(1);
      const [problem] = document(kept.out).problems;
      expect(problem).toMatchObject({
        kind: 'engine-absent',
        endpoint: 'unix:///nowhere',
        title: 'No Docker Engine answers',
      });
      expect(problem.detail).toContain('ENOENT');
      expect(problem.remedy).toContain('Start Docker Desktop');
      expect(kept.err).toBe('');
    },
  );

  test('takes the options of the scope before and after its name', async () => {
    for (const words of [
      ['--project', '/srv/x', '-e', 'ci', '--json', 'status'],
      ['status', '--project', '/srv/x', '--environment', 'ci', '--json'],
    ]) {
      const { run, desk, kept } = testWorld();
      expect(await run(...words)).toBe(0);
      expect(desk.opened).toEqual([{ dir: '/srv/x', environment: 'ci', files: null }]);
      document(kept.out);
    }
  });

  test('takes the environment from BERTH_ENVIRONMENT unless it is named', async () => {
    const { run, desk } = testWorld({ variables: { BERTH_ENVIRONMENT: 'staging' } });
    await run('status');
    await run('status', '--environment', 'ci');
    expect(desk.opened.map((wish) => wish.environment)).toEqual(['staging', 'ci']);
  });

  test('finds the project of the nearest folder above that holds one', async () => {
    const root = mkdtempSync(join(tmpdir(), 'berth-scope-'));
    mkdirSync(join(root, 'a', 'b', 'c'), { recursive: true });
    writeFileSync(join(root, 'a', 'compose.yml'), '');
    const { run, desk } = testWorld({ workingDir: join(root, 'a', 'b', 'c') });
    await run('status');
    await run('status', '-f', 'one.yaml', '-f', '/two.yaml');
    await run('status', '--project', '..');
    expect(desk.opened).toEqual([
      {
        dir: join(root, 'a'),
        environment: 'local',
        files: null,
        compose: { from: join(root, 'a', 'b', 'c') },
      },
      {
        dir: join(root, 'a', 'b', 'c'),
        environment: 'local',
        files: [join(root, 'a', 'b', 'c', 'one.yaml'), '/two.yaml'],
      },
      { dir: join(root, 'a', 'b'), environment: 'local', files: null },
    ]);
    rmSync(root, { recursive: true });
  });

  test('takes the options of docker compose, wherever they stand', async () => {
    const options = [
      '-p',
      'x',
      '--profile',
      'a',
      '--profile',
      'b',
      '--env-file',
      'e',
      '--project-directory',
      'd',
      '--compatibility',
    ];
    for (const words of [
      [...options, '-f', '-', 'status'],
      ['status', '-f', '-', ...options],
    ]) {
      const { run, desk } = testWorld({ workingDir: '/srv', input: ['services: {}'] });
      expect(await run(...words)).toBe(0);
      expect(desk.opened).toEqual([
        {
          dir: '/srv',
          environment: 'local',
          files: ['-'],
          compose: {
            projectName: 'x',
            profiles: ['a', 'b'],
            envFiles: ['/srv/e'],
            projectDirectory: '/srv/d',
            compatibility: true,
            input: 'services: {}',
          },
        },
      ]);
    }
  });

  test('tells a fault of its own without the message, which may quote a value', async () => {
    for (const words of [['status'], ['status', '--json']]) {
      const { run, desk, kept } = testWorld();
      desk.session1.view = () => {
        throw new TypeError('c4nary');
      };
      expect(await run(...words)).toBe(1);
      expect(kept.out + kept.err).toContain('TypeError');
      expect(kept.out + kept.err).not.toContain('c4nary');
    }
  });
});

describe('usage', () => {
  test.each([
    [['nonsense']],
    [['up', '--nonsense']],
    [['plan']],
    [['plan', 'sideways']],
    [['logs', '--tail', 'many']],
    [['serve', '--port', '70000']],
    [['secrets', 'set']],
    [['secrets', 'set', 'A', 'value']],
    [['secrets', 'generate', 'A', '--missing']],
    [['status', '-e', 'moon']],
    [['reset', 'db']],
    [['up', '--scale', 'api']],
    [['up', '--no-recreate', '--force-recreate']],
    [['down', '--rmi', 'some']],
    [['kill', '--signal', '; rm']],
  ])('that is wrong ends with 2 and opens nothing: %s', async (words) => {
    const { run, desk, kept } = testWorld();
    expect(await run(...words)).toBe(2);
    expect(kept.err).not.toBe('');
    expect(desk.opened).toEqual([]);
    const again = testWorld();
    expect(await again.run(...words, '--json')).toBe(2);
    expect(document(again.kept.out).problems[0].title).toBeTruthy();
  });

  test('asked for is shown and ends with 0', async () => {
    for (const words of [['--help'], ['up', '--help'], ['--version']]) {
      const { run, kept } = testWorld();
      expect(await run(...words)).toBe(0);
      expect(kept.out).toMatch(words[0] === '--version' ? /^1\.2\.3\n$/ : /Usage: berth/);
    }
  });
});
