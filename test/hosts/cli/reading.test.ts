import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { environmentView, planView, serviceView } from '../../support/fake-desk.ts';
import { document, testWorld } from './test-world.ts';

const absent: Problem = { kind: 'engine-absent', endpoint: 'unix:///nowhere', detail: 'ENOENT' };

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

test('config asks for what its options name, and warns on standard error', async () => {
  const { run, desk, kept } = testWorld();
  desk.session1.configWarnings = ['look out'];
  for (const words of [[], ['--hash', 'a,b'], ['--hash', '*'], ['--services'], ['--no-interpolate'], ['-q']])
    expect(await run('config', ...words)).toBe(0);
  const asWritten = { checks: true, images: 'written', normalises: true, resolvesPaths: true };
  const whole = { subject: 'model', format: null, interpolates: true, services: [], ...asWritten };
  expect(desk.session1.asked).toEqual([
    ['config', whole],
    ['config', { ...whole, subject: 'hash', services: ['a', 'b'] }],
    ['config', { ...whole, subject: 'hash' }],
    ['config', { ...whole, subject: 'services' }],
    ['config', { ...whole, interpolates: false }],
    ['config', whole],
  ]);
  expect(kept.out).toBe('name: demo\nhash\nhash\nservices\nname: demo\n');
  expect(kept.err).toBe('! look out\n'.repeat(3));
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
    await run('doctor', '--project', '/srv/demo');
    expect(desk.checked).toEqual(['p1']);
    const broken = testWorld();
    broken.desk.openProblems = [{ kind: 'folder-missing', dir: '/no' }];
    expect(await broken.run('doctor', '--project', '/no', '--json')).toBe(1);
    expect(document(broken.kept.out)).toMatchObject([
      { id: 'engine', status: 'ok' },
      { id: 'project-folder-missing', status: 'problem' },
    ]);
  });
});
