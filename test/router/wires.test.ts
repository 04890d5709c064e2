import { safe } from '@orpc/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import { problemsOf } from '../../src-main/router/problem-error.ts';
import { routerOf } from '../../src-main/router/router.ts';
import type { Client } from '../../src-main/router/wires/in-process.ts';
import { eventually } from '../support/eventually.ts';
import { environmentView, FakeDesk, runView } from '../support/fake-desk.ts';
import { type Wire, wires } from './wires.ts';

const absent: Problem = { kind: 'engine-absent', endpoint: 'unix:///nowhere', detail: 'ENOENT' };
const taken: Problem = {
  kind: 'port-taken',
  service: 'api',
  port: 8000,
  owner: 'nginx',
  free: 8001,
  key: null,
};

async function problemsOfCall(call: Promise<unknown>): Promise<readonly Problem[] | null> {
  const [error, , isDefined] = await safe(call);
  expect(error).not.toBeNull();
  expect(isDefined).toBe(true);
  return problemsOf(error);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

describe.each(wires)('the router over a wire: %s', (name, connect) => {
  let desk: FakeDesk;
  let wire: Wire;
  let client: Client;
  const project = 'p1';

  beforeEach(async () => {
    desk = new FakeDesk();
    wire = await connect(routerOf(desk));
    client = wire.client;
  });
  afterEach(() => wire.cut());

  test('opens a folder with the environment local unless another is named', async () => {
    expect(await client.projects.open({ dir: '/srv/demo' })).toEqual(desk.session1.project);
    await client.projects.open({
      dir: '/srv/demo',
      environment: 'ci',
      files: ['a.yaml'],
      compose: { projectName: 'x', profiles: ['*'] },
    });
    expect(desk.opened).toEqual([
      { dir: '/srv/demo', environment: 'local', files: null },
      {
        dir: '/srv/demo',
        environment: 'ci',
        files: ['a.yaml'],
        compose: { projectName: 'x', profiles: ['*'] },
      },
    ]);
  });

  test('lists open and recent projects', async () => {
    expect(await client.projects.list()).toEqual([desk.session1.project]);
    expect(await client.projects.recent()).toEqual(['/srv/demo', '/srv/other']);
  });

  test('reads the board once the session is ready, and again after a reload', async () => {
    expect(await client.board.read({ project })).toEqual(environmentView());
    expect(await client.projects.reload({ project })).toEqual(environmentView());
    expect(desk.session1.asked).toEqual(['ready', 'reload']);
  });

  test('makes a plan and starts it with the approved id', async () => {
    const plan = await client.plan.make({ project, goal: 'reset' });
    expect(plan.goal).toBe('reset');
    expect(await client.runs.start({ project, goal: 'up', services: ['db'], approve: plan.id })).toEqual({
      run: 'r1',
    });
    expect(desk.session1.asked).toContainEqual(['start', { goal: 'up', services: ['db'] }, plan.id]);
  });

  test('refuses a stale plan with both ids', async () => {
    const call = client.runs.start({ project, goal: 'up', approve: 'old' });
    expect(await problemsOfCall(call)).toEqual([
      { kind: 'plan-stale', approved: 'old', current: 'abcdef0123456789' },
    ]);
  });

  test('follows a run to its whole outcome', async () => {
    const items = await all(await client.runs.follow({ project, run: 'r1' }));
    expect(items.map((item) => item.status)).toEqual(['running', 'done']);
    expect(items.at(-1)).toEqual(runView());
  });

  test('cancels a run that is followed', async () => {
    desk.session1.cancelledRun = runView({ status: 'cancelled' });
    const followed = all(await client.runs.follow({ project, run: 'r1' }));
    await client.runs.cancel({ project, run: 'r1' });
    expect((await followed).at(-1)?.status).toBe('cancelled');
    expect(desk.session1.asked).toContainEqual(['cancel', 'r1']);
  });

  test('reads logs with the defaults of the contract', async () => {
    expect(await all(await client.logs.read({ project }))).toEqual(desk.session1.batches);
    expect(desk.session1.asked).toEqual([['logs', { services: null, follow: false, tail: 1000 }]]);
  });

  test('reads the configuration as text and its keys', async () => {
    expect(await client.config.read({ project })).toEqual({ text: 'name: demo\n', warnings: [] });
    expect(await client.config.read({ project, format: 'json' })).toEqual({
      text: '{"name":"demo"}',
      warnings: [],
    });
    expect((await client.config.keys({ project }))[0]?.name).toBe('API__LOG_LEVEL');
  });

  test('takes a secret in and never gives one back', async () => {
    await client.secrets.set({ project, name: 'DB__PASSWORD', value: 'c4nary-value' });
    expect(desk.session1.secretValues.get('DB__PASSWORD')).toBe('c4nary-value');
    const list = await client.secrets.list({ project });
    expect(list[0]?.status).toBe('set');
    expect(JSON.stringify(list)).not.toContain('c4nary-value');
    expect(await client.secrets.generate({ project })).toEqual(['DB__PASSWORD']);
    await client.secrets.forget({ project, name: 'DB__PASSWORD' });
    expect(desk.session1.asked).toContainEqual(['forget', 'DB__PASSWORD']);
  });

  test('checks the machine with and without a project', async () => {
    expect((await client.doctor.check({}))[0]?.id).toBe('engine');
    await client.doctor.check({ project });
    expect(desk.checked).toEqual([null, 'p1']);
  });

  test('carries every problem of a call as typed data, on every route that may fail', async () => {
    desk.session1.problems = [absent, taken];
    const calls = [
      client.plan.make({ project, goal: 'up' }),
      client.runs.start({ project, goal: 'up' }),
      client.logs.read({ project }),
      client.config.read({ project }),
      client.config.keys({ project }),
      client.secrets.list({ project }),
      client.secrets.set({ project, name: 'A', value: 'b' }),
      client.secrets.generate({ project }),
      client.secrets.forget({ project, name: 'A' }),
    ];
    for (const call of calls) expect(await problemsOfCall(call)).toEqual([absent, taken]);
    desk.openProblems = [{ kind: 'folder-missing', dir: '/no' }];
    expect(await problemsOfCall(client.projects.open({ dir: '/no' }))).toEqual([
      { kind: 'folder-missing', dir: '/no' },
    ]);
  });

  test('answers an unknown project with project-unknown on every route that names one', async () => {
    const no = { project: 'nope' };
    const calls = [
      client.projects.reload(no),
      client.board.read(no),
      client.plan.make({ ...no, goal: 'up' }),
      client.runs.start({ ...no, goal: 'up' }),
      client.runs.cancel({ ...no, run: 'r' }),
      client.runs.follow({ ...no, run: 'r' }),
      client.board.watch({ ...no, subscription: 's' }),
      client.logs.read(no),
      client.config.read(no),
      client.config.keys(no),
      client.secrets.list(no),
      client.secrets.set({ ...no, name: 'A', value: 'b' }),
      client.secrets.generate(no),
      client.secrets.forget({ ...no, name: 'A' }),
      client.doctor.check(no),
    ];
    for (const call of calls)
      expect(await problemsOfCall(call)).toEqual([{ kind: 'project-unknown', project: 'nope' }]);
  });

  test('answers invalid input with request-invalid that names the field and no value', async () => {
    const wrong = { project, name: 'DB__PASSWORD', value: 'c4nary'.repeat(20_000) };
    const problems = await problemsOfCall(client.secrets.set(wrong));
    expect(problems).toHaveLength(1);
    expect(problems?.[0]?.kind).toBe('request-invalid');
    expect(JSON.stringify(problems)).toContain('value: ');
    expect(JSON.stringify(problems)).not.toContain('c4nary');
    expect(await problemsOfCall(client.secrets.set({ project, name: 'A', value: '' }))).toEqual([
      { kind: 'secret-empty', key: 'A' },
    ]);
    expect((await problemsOfCall(client.runs.start({ project, goal: 'rm' as 'up' })))?.[0]?.kind).toBe(
      'request-invalid',
    );
  });

  test('does not tell a caller on a wire what a bug was about', async () => {
    desk.recent = () => {
      throw new Error('c4nary in a bug');
    };
    const [error] = await safe(client.projects.recent());
    expect(problemsOf(error)).toBeNull();
    if (name !== 'in process') expect(JSON.stringify(error)).not.toContain('c4nary');
  });

  test('sees an abort in the middle of a flood that never waits', async () => {
    desk.session1.batches = 'endless';
    const abort = new AbortController();
    const items = await client.logs.read({ project, follow: true }, { signal: abort.signal });
    let count = 0;
    const reading = (async () => {
      for await (const _ of items) {
        count += 1;
        if (count === 1_000) abort.abort();
      }
    })();
    await reading.catch(() => null);
    await eventually(() => expect(desk.session1.ended).toEqual(['logs']));
    expect(count).toBeGreaterThanOrEqual(1_000);
  });
});
