import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { FindingView, KeyView, LogLine, PlanView } from '../../src-main/contract/view.ts';
import { eventually } from '../lab/eventually.ts';
import { ensureImages } from '../lab/images.ts';
import { documentOf, type Running } from './berth.ts';
import { containerIds } from './engine-objects.ts';
import { type Project, sampleProject } from './project.ts';

const password = 'onlyForReading7';
let sample: Project;
let web: string;

beforeAll(async () => {
  await ensureImages(['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27']);
  sample = await sampleProject({ DB__PASSWORD: password });
  web = `http://127.0.0.1:${sample.env['WEB_PORT']}`;
  const up = await sample.berth(['up']);
  expect(up.code, up.stderr).toBe(0);
});
afterAll(() => sample[Symbol.asyncDispose]());

/** Makes one request and returns the id it is known under in web, api and worker. */
async function orderItem(name: string): Promise<string> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${web}/api/items`, { method: 'POST', headers, body: JSON.stringify({ name }) });
  expect(answer.status).toBe(201);
  return answer.headers.get('x-correlation-id') ?? '';
}

async function logLines(...words: readonly string[]): Promise<readonly LogLine[]> {
  const { stdout, code } = await sample.berth(['logs', '--json', ...words]);
  expect(code).toBe(0);
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

test('logs merges the services, and one request has one correlation id in web, api and worker', async () => {
  const id = await orderItem('Anchor');
  const followed = async () =>
    new Set((await logLines()).filter((line) => line.correlation === id).map(({ service }) => service));
  await eventually(async () => (await followed()).size === 3, 20_000, 500);
  expect([...(await followed())].toSorted()).toEqual(['api', 'web', 'worker']);
  const at = (await logLines()).map((line) => line.at ?? 0);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
});

test('logs of named services shows these alone, the newest lines of each', async () => {
  expect(new Set((await logLines('db', 'cache')).map(({ service }) => service))).toEqual(
    new Set(['db', 'cache']),
  );
  expect(await logLines('db', '--tail', '3')).toHaveLength(3);
  const text = await sample.berth(['logs', 'db', '-n', '2']);
  expect(text.stdout).toMatch(/^db \| .*\ndb \| .*\n$/);
  const unknown = await sample.berth(['logs', 'dbb']);
  expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('Did you mean db?')]);
});

test('logs -f goes on with what the services write, until an interrupt', async () => {
  const running = sample.start(['logs', 'api', 'web', '-f', '--tail', '0']);
  const code = await interruptAfter(running, async () => {
    // It starts at now: what was written before it listens is not its matter, so more than one is ordered.
    const ids: string[] = [];
    const seen = async () => {
      ids.push(await orderItem(`Buoy ${Date.now()}`));
      return ids.some((id) => running.said().stdout.includes(id));
    };
    return eventually(seen, 20_000, 300);
  });
  expect(code).toBe(130);
});

test('keys tells each value with its origin, and never a secret', async () => {
  const keys = documentOf(await sample.berth(['keys', '--json'])) as readonly KeyView[];
  const shown = Object.fromEntries(keys.map(({ name, value, origin }) => [name, [value, origin]]));
  expect(shown).toMatchObject({
    DB__PASSWORD: [null, 'environment variable'],
    API__DATABASE_URL: [null, 'composed'],
    API_PORT: [sample.env['API_PORT'], 'environment variable'],
    API__LOG_LEVEL: ['info', 'default'],
  });
  const text = await sample.berth(['keys']);
  expect([text.code, text.stdout]).toEqual([
    0,
    expect.stringMatching(/DB__PASSWORD +\(secret\) +environment/),
  ]);
});

test('config prints the resolved project as YAML and as JSON, secrets as references', async () => {
  const [yaml, json] = [await sample.berth(['config']), await sample.berth(['config', '--json'])];
  for (const model of [parse(yaml.stdout), documentOf(json)]) {
    expect(model.name).toBe(sample.name);
    expect(model.services.db.environment.POSTGRES_PASSWORD).toBe('${DB__PASSWORD}');
    // Compose's own form of a URL that is composed of a secret.
    expect(model.services.api.environment.API__DATABASE_URL).toContain('${DB__PASSWORD}');
    expect(model.services.web.ports[0]).toMatchObject({ published: sample.env['WEB_PORT'], target: 80 });
  }
});

test('plan tells the steps of each goal with their causes, and changes nothing', async () => {
  const before = await containerIds(sample.name);
  const text = async (...goal: string[]) => (await sample.berth(['plan', ...goal])).stdout;
  expect(await text('up')).toContain('Nothing to do: all is as wanted.');
  expect(await text('down')).toMatch(/\[\] -> #1 web: stop container: down was asked for\n/);
  const reset = await text('reset');
  expect(reset).toMatch(/db: make generation 2 of dbdata live: the database is ready on generation 2\n/);
  expect(reset.match(/The data of generation 1 is kept/g)).toHaveLength(1);
  const plan = documentOf(await sample.berth(['plan', 'reset', '--json'])) as PlanView;
  expect(plan).toMatchObject({ goal: 'reset', id: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(plan.steps.map(({ equivalent }) => equivalent).join('\n')).toContain(`_dbdata.g2`);
  expect(await containerIds(sample.name)).toEqual(before);
});

test('doctor finds nothing wrong, with the evidence of each check', async () => {
  const { code, stdout } = await sample.berth(['doctor']);
  expect(stdout).toContain(`127.0.0.1:${sample.env['WEB_PORT']} is held by this project.`);
  const findings = documentOf(await sample.berth(['doctor', '--json'])) as readonly FindingView[];
  const wrong = findings.filter(({ status }) => status === 'problem');
  expect([code, wrong]).toEqual([0, []]);
  for (const { id, title, evidence } of findings) expect([id, title, evidence]).not.toContain('');
});

test('compose hands over to docker compose on the same project', async () => {
  const ps = await sample.berth(['compose', '--', 'ps', '--services']);
  expect([ps.code, ps.stdout.trim().split('\n').toSorted()]).toEqual([
    0,
    ['api', 'cache', 'db', 'scheduler', 'web', 'worker'],
  ]);
  const config = await sample.berth(['compose', '--', 'config', '--format', 'json']);
  expect(config.code, config.stderr).toBe(0);
  expect(JSON.parse(config.stdout).services.db.environment.POSTGRES_PASSWORD).toContain('${DB__PASSWORD}');
  expect(config.stdout + config.stderr).not.toContain(password);
  expect((await sample.berth(['compose', '--', 'exec', '-T', 'db', 'sh', '-c', 'exit 7'])).code).toBe(7);
});

test('docker compose by way of Berth recreates nothing', async () => {
  const before = await containerIds(sample.name);
  const up = await sample.berth(['compose', '--', 'up', '-d']);
  expect(up.code, up.stderr).toBe(0);
  expect(await containerIds(sample.name)).toEqual(before);
});

test('serve opens the window on 127.0.0.1 alone, and ends with an interrupt', async () => {
  const running = sample.start(['serve', '--json']);
  const code = await interruptAfter(running, async () => {
    await eventually(() => running.said().stdout.includes('\n'), 20_000);
    const { url, port } = JSON.parse(running.said().stdout) as { url: string; port: number };
    expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/#.+`));
    const page = await fetch(url.replace(/#.*/, ''));
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(Object.fromEntries(page.headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'content-type': expect.stringContaining('text/html'),
    });
    expect(await page.text()).not.toContain(url.replace(/.*#/, ''));
    return true;
  });
  expect(code).toBe(0);
});

/** Interrupts once this is true, and returns the exit code. */
async function interruptAfter(running: Running, reached: () => Promise<boolean>): Promise<number | null> {
  try {
    expect(await reached(), running.said().stderr).toBe(true);
  } finally {
    running.child.kill('SIGINT');
  }
  return (await running.ended).code;
}
