import { afterAll, beforeAll, expect, test } from 'vitest';
import { demand, run } from '../../lab/command.ts';
import { eventually } from '../../lab/eventually.ts';
import { RATE_LIMIT, type SampleStack, startSample } from './sample-stack.ts';

// Against docker compose: what holds here is the sample's own doing, and what Berth has to reproduce.

type Item = { readonly id: number; readonly name: string; readonly finished_at?: string | null };

let stack: SampleStack;
beforeAll(async () => {
  stack = await startSample('sample');
}, 240_000);
afterAll(() => stack?.down());

const SERVICES = ['api', 'cache', 'db', 'scheduler', 'web', 'worker'];

const items = async () => (await (await fetch(`${stack.web}/api/items`)).json()) as readonly Item[];

const addItem = (name: string) =>
  fetch(`${stack.web}/api/items`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name }),
  });

const inspected = (id: number) => async () =>
  (await items()).some((item) => item.id === id && typeof item.finished_at === 'string');

const logged = (service: string, field: string, value: string) =>
  eventually(async () => (await stack.log(service)).some((line) => line[field] === value), 10_000, 200);

test('a first up without seed turns all six services healthy', async () => {
  const text = await stack.compose('ps', '--format', '{{.Service}} {{.Health}}');
  expect(text.trim().split('\n').sort()).toEqual(SERVICES.map((service) => `${service} healthy`));
});

test('api and web answer /health, /ready and /version, with the stamp of the build', async () => {
  for (const base of [stack.api, stack.web]) {
    expect(await (await fetch(`${base}/health`)).json()).toEqual({ status: 'ok' });
    expect((await fetch(`${base}/ready`)).status).toBe(200);
    const stamp = { GIT_SHA: 'feedbeef', BUILD_DATE: '2026-01-02T03:04:05Z', APP_VERSION: '9.8.7' };
    expect(await (await fetch(`${base}/version`)).json()).toEqual(stamp);
  }
});

test('the built images carry the stamp as labels, and no key', async () => {
  const image = `${stack.project}-worker`;
  const config = await demand('docker', ['image', 'inspect', '--format', '{{json .Config}}', image]);
  expect(config).toContain('"org.opencontainers.image.revision":"feedbeef"');
  expect(config).toContain('"org.opencontainers.image.version":"9.8.7"');
  expect(config).not.toMatch(/API__|DB__/);
});

test('db and cache are published nowhere, api and web on 127.0.0.1 only', async () => {
  const ports = await stack.compose('ps', '--format', '{{.Service}}={{.Ports}}');
  expect(ports).toMatch(/^api=127\.0\.0\.1:\d+->8000\/tcp$/m);
  expect(ports).toMatch(/^web=127\.0\.0\.1:\d+->80\/tcp$/m);
  expect(ports).not.toMatch(/^(db|cache)=.*->/m);
});

test('the correlation id that web gives a request travels through api and the queue to the worker', async () => {
  const answer = await addItem('Life ring');
  const id = answer.headers.get('x-correlation-id') ?? '';
  expect([answer.status, id]).toEqual([201, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  for (const service of ['web', 'api', 'worker'])
    expect([service, await logged(service, 'correlation_id', id)]).toEqual([service, true]);
});

test('a name that is taken, empty or too long is refused with words', async () => {
  expect((await addItem('Twice')).status).toBe(201);
  for (const [name, status] of [
    ['Twice', 409],
    [' ', 422],
    ['x'.repeat(81), 422],
  ] as const) {
    const answer = await addItem(name);
    expect([name, answer.status]).toEqual([name, status]);
    expect(await answer.json()).toHaveProperty('detail');
  }
});

test('the migrations have exactly one head, and a started stack is at it', async () => {
  const alembic = (verb: string) => stack.compose('exec', '-T', 'api', 'alembic', verb);
  const heads = (await alembic('heads')).trim();
  expect(heads).toMatch(/^\w+ \(head\)$/);
  expect(await alembic('current')).toContain(heads);
});

test('seeding a second time adds nothing', async () => {
  const seed = async () => JSON.parse(await stack.compose('exec', '-T', 'api', 'python', 'seed_db.py'));
  expect(await seed()).toMatchObject({ message: 'seeded', added: 5 });
  expect(await seed()).toMatchObject({ message: 'seeded', added: 0 });
});

test.each(['staging', 'production'])('seeding in %s is refused', async (environment) => {
  const seed = stack.compose('exec', '-T', '-e', `ENVIRONMENT=${environment}`, 'api', 'python', 'seed_db.py');
  await expect(seed).rejects.toThrow(`seed data is for local and ci only, this is ${environment}`);
});

test('an item whose job was lost with the queue is found by the next sweep', async () => {
  await stack.compose('stop', 'worker');
  const { id } = (await (await addItem('Lost at sea')).json()) as Item;
  await stack.compose('exec', '-T', 'cache', 'redis-cli', 'flushall');
  expect(await inspected(id)()).toBe(false);
  await stack.compose('start', 'worker');
  expect(await eventually(inspected(id), 15_000, 200)).toBe(true);
});

test('a job that a killed worker had in hand is done by the next one', async () => {
  const job = { id: 'held-by-the-dead', kind: 'inspect', correlation_id: 'held-by-the-dead', item_id: 1 };
  await stack.compose('kill', 'worker');
  await stack.compose('exec', '-T', 'cache', 'redis-cli', 'lpush', 'jobs:in-hand', JSON.stringify(job));
  await stack.compose('start', 'worker');
  expect(await logged('worker', 'job_id', job.id)).toBe(true);
});

test('the page allows nothing but its own files, and the api nothing at all', async () => {
  const page = await fetch(stack.web);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'/);
  const answer = await fetch(`${stack.web}/api/version`);
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test.each([
  ['http://pages.example', 'http://pages.example'],
  ['http://other.example', null],
])('a page of %s is allowed to read: %s', async (origin, allowed) => {
  const answer = await fetch(`${stack.api}/version`, { headers: { origin } });
  expect(answer.headers.get('access-control-allow-origin')).toBe(allowed);
});

test('metrics show latency, errors and the depth of the queue, and stay behind the ingress', async () => {
  const text = await (await fetch(`${stack.api}/metrics`)).text();
  expect(text).toMatch(/^http_request_duration_seconds_count\{.*route="\/items".*\} [1-9]/m);
  expect(text).toMatch(/^# TYPE http_errors_total counter$/m);
  expect(text).toMatch(/^queue_depth \d/m);
  expect((await fetch(`${stack.web}/api/metrics`)).status).toBe(404);
});

test('without its database the api says so, counts the error, and recovers by itself', async () => {
  await stack.compose('stop', 'db');
  const away = await fetch(`${stack.api}/ready`);
  expect([away.status, await away.json()]).toMatchObject([503, { checks: { cache: 'ok' } }]);
  expect((await fetch(`${stack.api}/health`)).status).toBe(200);
  const failed = await fetch(`${stack.api}/items`);
  const id = failed.headers.get('x-correlation-id');
  expect([failed.status, await failed.json()]).toEqual([500, { detail: `internal error, see ${id}` }]);
  expect(await (await fetch(`${stack.api}/metrics`)).text()).toMatch(/^http_errors_total\{.*\/items.*\} 1/m);
  await stack.compose('start', 'db');
  const green = async () => (await fetch(`${stack.api}/ready`)).status === 200;
  expect(await eventually(green, 15_000, 100)).toBe(true);
});

test('while the api is away web answers 503 with words, and finds it again when it is back', async () => {
  await stack.compose('stop', 'api');
  const away = await fetch(`${stack.web}/api/items`);
  expect([away.status, await away.json()]).toEqual([503, { detail: 'the api does not answer' }]);
  expect((await fetch(`${stack.web}/health`)).status).toBe(200);
  await stack.compose('up', '--detach', '--force-recreate', '--no-deps', '--wait', 'api');
  const back = async () => (await fetch(`${stack.web}/api/items`)).status === 200;
  expect(await eventually(back, 15_000, 200)).toBe(true);
});

test('a process without its keys names every one of them at once', async () => {
  const outcome = await run('docker', ['run', '--rm', `${stack.project}-api`]);
  const missing = ['DATABASE_URL', 'REDIS_URL', 'CORS_ORIGINS', 'RATE_LIMIT_PER_MINUTE', 'LOG_LEVEL'];
  expect(outcome.code).toBe(1);
  expect(outcome.stderr.trim().split('\n')).toEqual(
    missing.map((key) => `configuration: API__${key} is not set`),
  );
});

test('a wrong value is refused without being shown', async () => {
  const args = ['run', '--rm', '--env', 'API__DATABASE_URL=mysql://app:hunter22@db/app'];
  const outcome = await run('docker', [...args, `${stack.project}-api`]);
  expect(outcome.stderr).toContain('API__DATABASE_URL should start with postgresql://');
  expect(outcome.stdout + outcome.stderr).not.toContain('hunter22');
});

test('a client beyond its rate is refused and told when to come back', async () => {
  // The limit counts by the minute, and a minute may turn over once while this runs.
  const wanted = Array.from({ length: 2 * RATE_LIMIT + 1 }, () => fetch(`${stack.api}/version`));
  const refused = (await Promise.all(wanted)).filter((answer) => answer.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await fetch(`${stack.api}/ready`)).status).toBe(200);
});

test('every container ends by itself when it is asked to, before the engine kills it', async () => {
  for (const service of ['web', 'scheduler', 'worker', 'api', 'cache', 'db']) {
    const container = `${stack.project}-${service}-1`;
    await demand('docker', ['stop', container]);
    const code = await demand('docker', ['inspect', '--format', '{{.State.ExitCode}}', container]);
    expect([service, code.trim()]).toEqual([service, '0']);
  }
});
