import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { environmentView, planView, runView, serviceView, stepView } from '../../support/fake-desk.ts';
import { eventually } from '../../support/eventually.ts';
import { testWorld } from './test-world.ts';

const absent: Problem = { kind: 'engine-absent', endpoint: 'unix:///nowhere', detail: 'ENOENT' };

/** The one JSON document on standard output. */
const document = (text: string) => {
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  return JSON.parse(text);
};

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
      ['-p', '/srv/x', '-e', 'ci', '--json', 'status'],
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
      { dir: join(root, 'a'), environment: 'local', files: null },
      {
        dir: join(root, 'a', 'b', 'c'),
        environment: 'local',
        files: [join(root, 'a', 'b', 'c', 'one.yaml'), '/two.yaml'],
      },
      { dir: join(root, 'a', 'b'), environment: 'local', files: null },
    ]);
    rmSync(root, { recursive: true });
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
    [['down', 'db']],
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

describe('status', () => {
  test('prints symbol, word, ports, url and cause for each service', async () => {
    const { run, desk, kept } = testWorld();
    const ports = [{ container: 8000, protocol: 'tcp' as const, host: { address: '127.0.0.1', port: 8000 } }];
    desk.session1.show(
      environmentView({
        services: [
          serviceView('db'),
          serviceView('api', { ports, url: 'http://127.0.0.1:8000', restarts: 2 }),
          serviceView('web', {
            verdict: 'waiting',
            state: 'created',
            health: 'none',
            cause: 'waits for api to be healthy',
          }),
          serviceView('seed', { state: 'exited', exitCode: 0 }),
        ],
        warnings: ['db is open to the network'],
      }),
    );
    expect(await run('status')).toBe(0);
    expect(kept.out).toBe(
      [
        'demo (local)  Docker 28.5.2',
        '   SERVICE  STATE    UP  RESTARTS  PORTS                 URL                    WHY',
        '●  db       healthy  1m',
        '●  api      healthy  1m  2         127.0.0.1:8000->8000  http://127.0.0.1:8000',
        '○  web      waiting                                                             waits for api to be healthy',
        '●  seed     done',
        '! db is open to the network',
        '',
      ].join('\n'),
    );
  });

  test('has colours on a terminal, and none with NO_COLOR', async () => {
    const coloured = testWorld({ tty: true });
    await coloured.run('status');
    expect(coloured.kept.out).toContain('\u001b[32m●\u001b[0m');
    const plain = testWorld({ tty: true, variables: { NO_COLOR: '1' } });
    await plain.run('status');
    expect(plain.kept.out).not.toContain('\u001b');
  });

  test('with --json is the whole view; a standing problem makes it 1', async () => {
    const { run, desk, kept } = testWorld();
    desk.session1.show(environmentView({ problems: [absent] }));
    expect(await run('status', '--json')).toBe(1);
    expect(document(kept.out)).toMatchObject({
      services: [{ name: 'db' }, { name: 'api' }],
      problems: [{ kind: 'engine-absent' }],
    });
  });

  test('lets no text of a service act on the terminal', async () => {
    const { run, desk, kept } = testWorld({ tty: true });
    const cause = '\u001b]0;owned\u0007\u001b[2J\u001b[31mred\u202e\u009b1A\r\b';
    desk.session1.show(environmentView({ services: [serviceView('db', { verdict: 'failing', cause })] }));
    await run('status');
    expect(kept.out).toContain('\\x1b]0;owned\\x07\\x1b[2J');
    expect(kept.out.replaceAll(/\u001b\[[0-9;]*m/g, '')).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
    );
  });
});

describe('a run', () => {
  test('up starts without asking, prints each step that ended and the board', async () => {
    const { run, desk, kept } = testWorld();
    expect(await run('up', 'db', 'api')).toBe(0);
    expect(desk.session1.asked).toContainEqual(['start', { goal: 'up', services: ['db', 'api'] }, null]);
    expect(kept.err).toBe('✓ db: start container  0.3 s\n✓ Up: done in 1.5 s\n');
    expect(kept.out).toContain('demo (local)');
  });

  test('with --json prints the final run alone', async () => {
    const { run, kept } = testWorld();
    expect(await run('up', '--json')).toBe(0);
    expect(document(kept.out)).toEqual({ ...runView(), problems: [] });
    expect(kept.err).toBe('');
  });

  test('that failed ends with 1 and tells its problems with their remedy', async () => {
    const problem: Problem = {
      kind: 'port-taken',
      service: 'api',
      port: 8000,
      owner: 'nginx',
      free: 8001,
      key: 'API_PORT',
    };
    const failed = runView({
      status: 'failed',
      problems: [problem],
      steps: [stepView(1, { status: 'failed', problem })],
    });
    const text = testWorld();
    text.desk.session1.runs = [failed];
    expect(await text.run('up')).toBe(1);
    expect(text.kept.err).toContain('✗ db: start container  0.3 s  Port 8000 is taken');
    expect(text.kept.err).toContain('Set API_PORT to another port');
    const json = testWorld();
    json.desk.session1.runs = [failed];
    expect(await json.run('up', '--json')).toBe(1);
    expect(document(json.kept.out)).toMatchObject({
      status: 'failed',
      problems: [{ kind: 'port-taken', title: 'Port 8000 is taken' }],
    });
  });

  test('with nothing to do says so', async () => {
    const { run, desk, kept } = testWorld();
    desk.session1.runs = [runView({ nothingToDo: true, steps: [] })];
    expect(await run('up')).toBe(0);
    expect(kept.err).toBe('✓ Up: nothing to do, all is as wanted\n');
  });

  test('on a terminal draws what runs in place and leaves only what ended', async () => {
    const { run, desk, kept } = testWorld({ tty: true });
    desk.session1.runs = [
      runView({
        status: 'running',
        finishedAt: null,
        steps: [stepView(1), stepView(2, { status: 'running', finishedAt: null })],
      }),
      runView(),
    ];
    expect(await run('up')).toBe(0);
    expect(kept.err).toContain('\u001b[2A\u001b[J');
    expect(kept.err.split('\u001b[J').at(-1)).not.toContain('of 2 steps');
  });

  test('is cancelled by the first interrupt and ends with 130', async () => {
    const { run, desk, kept, interrupt, listeners } = testWorld();
    desk.session1.cancelledRun = runView({ status: 'cancelled' });
    const ending = run('up');
    await eventually(() => expect(desk.session1.asked).toContainEqual(['follow', 'r1']));
    interrupt();
    expect(await ending).toBe(130);
    expect(desk.session1.asked).toContainEqual(['cancel', 'r1']);
    expect(kept.exits).toEqual([]);
    expect(listeners.size).toBe(0);
  });

  test('leaves at once at the second interrupt', async () => {
    const { run, desk, kept, interrupt } = testWorld();
    desk.session1.cancelledRun = runView({ status: 'cancelled' });
    const ending = run('up');
    await eventually(() => expect(desk.session1.asked).toContainEqual(['follow', 'r1']));
    interrupt();
    interrupt();
    expect(kept.exits).toEqual([130]);
    await ending;
  });
});

describe.each(['reset', 'undo'] as const)('%s', (goal) => {
  const loses = ['the live data of generation 1'];

  test('with --yes starts exactly the plan that was made', async () => {
    const { run, desk } = testWorld();
    expect(await run(goal, '--yes')).toBe(0);
    expect(desk.session1.asked).toContainEqual(['start', { goal, services: [] }, planView().id]);
  });

  test('without a terminal and without --yes changes nothing', async () => {
    for (const words of [[goal], [goal, '--json']]) {
      const { run, desk, kept } = testWorld();
      desk.session1.plan1 = planView({ loses });
      expect(await run(...words)).toBe(1);
      expect(kept.out + kept.err).toContain('--yes');
      expect(kept.out + kept.err).toContain(loses[0]);
      expect(JSON.stringify(desk.session1.asked)).not.toContain('start');
    }
  });

  test('at a terminal shows the plan and what is lost, and goes on with yes alone', async () => {
    for (const [answer, code] of [
      ['y', 0],
      ['yes', 0],
      ['n', 130],
      ['', 130],
      ['maybe', 130],
      [null, 130],
    ] as const) {
      const { run, desk, kept } = testWorld({ tty: true, variables: { NO_COLOR: '1' }, input: [answer] });
      desk.session1.plan1 = planView({ loses });
      expect([answer, await run(goal)]).toEqual([answer, code]);
      expect(kept.err).toContain('#1 db: start container');
      expect(kept.err).toContain(loses[0]);
      expect(JSON.stringify(desk.session1.asked).includes('"start"')).toBe(code === 0);
    }
  });
});

test('an up that would lose data is refused without a word and started with --yes', async () => {
  const refused = testWorld();
  refused.desk.session1.wantsApproval = true;
  expect(await refused.run('up')).toBe(1);
  const approved = testWorld();
  approved.desk.session1.wantsApproval = true;
  expect(await approved.run('up', '--yes')).toBe(0);
});

test('plan prints the plan and starts nothing', async () => {
  const text = testWorld();
  text.desk.session1.plan1 = planView({ warnings: ['look out'] });
  expect(await text.run('plan', 'down')).toBe(0);
  expect(text.kept.out).toBe('[] -> #1 db: start container: it is not running\n! look out\n');
  const json = testWorld();
  expect(await json.run('plan', 'reset', '--json')).toBe(0);
  expect(document(json.kept.out)).toEqual(planView({ goal: 'reset' }));
  expect(JSON.stringify([text.desk.session1.asked, json.desk.session1.asked])).not.toContain('start"');
});

describe('logs', () => {
  test('prints the service beside the text, and what was left out', async () => {
    const { run, desk, kept } = testWorld();
    desk.session1.batches = [
      { lines: [line('api', 'one'), line('scheduler', 'two\u001b[31m!')], dropped: 0 },
      { lines: [line('api', 'three')], dropped: 7 },
    ];
    expect(await run('logs', 'api', 'scheduler', '-f', '--tail', '5')).toBe(0);
    expect(desk.session1.asked).toEqual([
      ['logs', { services: ['api', 'scheduler'], follow: true, tail: 5 }],
    ]);
    expect(kept.out).toBe(
      'api | one\nscheduler | two!\n! 7 lines left out: they came faster than they could be shown\napi       | three\n',
    );
  });

  test('with --json is a line of JSON for each', async () => {
    const { run, desk, kept } = testWorld();
    desk.session1.batches = [{ lines: [line('api', 'one'), line('db', 'two')], dropped: 3 }];
    expect(await run('logs', '--json')).toBe(0);
    expect(
      kept.out
        .trimEnd()
        .split('\n')
        .map((text) => JSON.parse(text)),
    ).toEqual([{ dropped: 3 }, line('api', 'one'), line('db', 'two')]);
  });

  test('that are followed end with 130 at an interrupt', async () => {
    const { run, desk, interrupt } = testWorld();
    desk.session1.batches = 'endless';
    const ending = run('logs', '-f');
    await eventually(() => expect(desk.session1.asked).toHaveLength(1));
    await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt();
    expect(await ending).toBe(130);
    expect(desk.session1.ended).toEqual(['logs']);
  });

  const line = (service: string, text: string) => ({
    service,
    stream: 'stdout' as const,
    at: 1,
    text,
    level: null,
    correlation: null,
  });
});

test('config prints the text, or the model itself with --json', async () => {
  const text = testWorld();
  expect(await text.run('config')).toBe(0);
  expect(text.kept.out).toBe('name: demo\n');
  const json = testWorld();
  expect(await json.run('config', '--json')).toBe(0);
  expect(document(json.kept.out)).toEqual({ name: 'demo' });
});

test('keys prints every key with its origin, or an array with --json', async () => {
  const text = testWorld();
  expect(await text.run('keys')).toBe(0);
  expect(text.kept.out).toMatch(/^API__LOG_LEVEL +info +default +api +Log level$/m);
  const json = testWorld();
  expect(await json.run('keys', '--json')).toBe(0);
  expect(document(json.kept.out)).toMatchObject([{ name: 'API__LOG_LEVEL', origin: 'default' }]);
});

describe('secrets', () => {
  test('set keeps standard input without one newline at its end, and shows it nowhere', async () => {
    for (const [input, kept1] of [
      ['c4nary\n', 'c4nary'],
      ['c4nary\r\n', 'c4nary'],
      ['c4nary\n\n', 'c4nary\n'],
      [' c4nary ', ' c4nary '],
    ] as const) {
      const { run, desk, kept } = testWorld({ input: [input] });
      expect(await run('secrets', 'set', 'DB__PASSWORD')).toBe(0);
      expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe(kept1);
      expect(kept.out + kept.err).not.toContain('c4nary');
    }
  });

  test('set at a terminal asks hidden, and gives up without a value', async () => {
    const { run, desk, kept } = testWorld({ tty: true, input: ['c4nary'] });
    expect(await run('secrets', 'set', 'DB__PASSWORD')).toBe(0);
    expect(kept.hidden).toEqual([true]);
    expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe('c4nary');
    expect(await testWorld({ tty: true, input: [null] }).run('secrets', 'set', 'A')).toBe(130);
  });

  test('set refuses nothing and too much', async () => {
    const empty = testWorld({ input: ['\n'] });
    expect(await empty.run('secrets', 'set', 'A')).toBe(1);
    expect(empty.kept.err).toContain('A was given an empty value');
    expect(await testWorld({ input: ['x'.repeat(100_001)] }).run('secrets', 'set', 'A')).toBe(1);
  });

  test('list, generate and forget answer with names', async () => {
    const { run, kept, desk } = testWorld();
    expect(await run('secrets')).toBe(0);
    expect(kept.out).toMatch(/^DB__PASSWORD +missing \(can be generated\)/m);
    expect(await run('secrets', 'generate', '--missing')).toBe(0);
    expect(await run('secrets', 'forget', 'DB__PASSWORD')).toBe(0);
    expect(desk.session1.asked).toContainEqual(['forget', 'DB__PASSWORD']);
    const json = testWorld();
    await json.run('secrets', 'list', '--json');
    expect(document(json.kept.out)).toMatchObject([{ name: 'DB__PASSWORD', status: 'missing' }]);
  });
});

describe('doctor', () => {
  test('checks the machine without a project', async () => {
    const { run, desk, kept } = testWorld();
    expect(await run('doctor')).toBe(0);
    expect(desk.opened).toEqual([]);
    expect(desk.checked).toEqual([null]);
    expect(kept.out).toBe('✓ Docker Engine answers\n  28.5.2\n');
  });

  test('checks the project where one is named, and tells one that does not open among the rest', async () => {
    const { run, desk } = testWorld();
    await run('doctor', '-p', '/srv/demo');
    expect(desk.checked).toEqual(['p1']);
    const broken = testWorld();
    broken.desk.openProblems = [{ kind: 'folder-missing', dir: '/no' }];
    expect(await broken.run('doctor', '-p', '/no', '--json')).toBe(1);
    expect(document(broken.kept.out)).toMatchObject([
      { id: 'engine', status: 'ok' },
      { id: 'project-folder-missing', status: 'problem' },
    ]);
  });
});
