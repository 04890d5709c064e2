import { describe, expect, test } from 'vitest';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { planView, runView, stepView } from '../../support/fake-desk.ts';
import { document, testWorld } from './test-world.ts';

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
    expect(text.kept.err).toContain('writes API_PORT=8001 into .env.local');
    expect(text.desk.session1.asked.flat()).not.toContain('keepPort');
    const moved = testWorld();
    moved.desk.session1.runs = [failed];
    await moved.run('up', '--free-ports');
    expect(moved.desk.session1.asked).toContainEqual(['keepPort', 'API_PORT', 8001]);
    expect(
      moved.desk.session1.asked.filter((asked) => Array.isArray(asked) && asked[0] === 'start'),
    ).toHaveLength(2);
    expect(moved.kept.err).toContain('Port 8000 is taken: API_PORT is 8001 from now on');
    const json = testWorld();
    json.desk.session1.runs = [failed];
    expect(await json.run('up', '--json')).toBe(1);
    expect(document(json.kept.out)).toMatchObject({
      status: 'failed',
      problems: [{ kind: 'port-taken', title: 'Port 8000 is taken' }],
    });
  });

  test('counts the steps that were left out instead of listing them', async () => {
    const { run, desk, kept } = testWorld();
    const steps = [
      stepView(1, { status: 'failed' }),
      stepView(2, { status: 'skipped' }),
      stepView(3, { status: 'cancelled' }),
    ];
    desk.session1.runs = [runView({ status: 'failed', steps })];
    expect(await run('up')).toBe(1);
    expect(kept.err).toBe('✗ db: start container  0.3 s\n✗ Up: failed in 1.5 s, 2 of 3 steps not done\n');
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
