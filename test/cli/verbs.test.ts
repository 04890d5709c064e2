import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demand } from '../lab/command.ts';
import { eventually } from '../lab/eventually.ts';
import { documentOf, expectTold, problemsOf } from './berth.ts';
import { containerIds } from './engine-objects.ts';
import { type Project, project } from './project.ts';

const sleeps = 'image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s';
let shop: Project;

beforeEach(() => {
  shop = project({
    files: {
      'compose.yaml': `
name: NAME
services:
  db: { ${sleeps}, volumes: ["data:/data", "/anonymous"], healthcheck: { test: ["CMD", "true"], interval: 1s } }
  api: { ${sleeps}, depends_on: { db: { condition: service_healthy, restart: true } } }
  debug: { ${sleeps}, profiles: [tools], depends_on: [api] }
volumes: { data: {} }
`,
    },
  });
});
afterEach(() => shop[Symbol.asyncDispose]());

const board = async (): Promise<Record<string, string>> => {
  const { services } = documentOf(await shop.berth(['status', '--json'])) as {
    readonly services: readonly { readonly name: string; readonly state: string }[];
  };
  return Object.fromEntries(services.map(({ name, state }) => [name, state]));
};

/** Up, and the engine has seen for itself that the database is healthy. */
async function up(): Promise<void> {
  expect((await shop.berth(['up', '-d', '--wait'])).code).toBe(0);
  const format = ['container', 'inspect', '--format', '{{.State.Health.Status}}', `${shop.name}-db-1`];
  const isHealthy = async () => (await demand('docker', format)).trim() === 'healthy';
  expect(await eventually(isHealthy, 10_000)).toBe(true);
}

test('services are stopped, started, restarted, paused and removed by name, and the board follows', async () => {
  await up();
  const ids = await containerIds(shop.name);
  expect((await shop.berth(['stop', 'api', '-t', '1'])).stderr).toContain('Stop: done');
  expect(await board()).toEqual({ db: 'running', api: 'exited' });
  expect((await shop.berth(['start', 'api'])).stderr).toContain('Start: done');
  const restarted = documentOf(await shop.berth(['restart', 'db', '--json']));
  expect(restarted.steps.map(({ service, title }: Step) => `${service} ${title}`)).toEqual([
    'api stop container',
    'db stop container',
    'db start container',
    'db wait until healthy',
    'api start container',
  ]);
  await shop.berth(['pause', 'api']);
  expect((await shop.berth(['status'])).stdout).toMatch(/api +paused/);
  await shop.berth(['unpause']);
  expect(await board()).toEqual({ db: 'running', api: 'running' });
  expect(await containerIds(shop.name)).toEqual(ids);
  await shop.berth(['kill', 'api']);
  expect((await shop.berth(['rm'])).stderr).toContain(`! What runs stays: ${shop.name}-db-1.`);
  expect(await board()).toEqual({ db: 'running', api: 'absent' });
});

test('data goes only after a word, and then all of it', async () => {
  await up();
  const refused = await shop.berth(['down', '-v', '--json']);
  expect([refused.code, problemsOf(refused)[0]?.kind]).toEqual([1, 'not-confirmed']);
  expect(await board()).toEqual({ db: 'running', api: 'running' });
  const told = await shop.berth(['down', '-v']);
  expect(told.code).toBe(1);
  expectTold(told.stderr, problemsOf(refused));
  expect(told.stderr).toContain(`Volume ${shop.name}_data is removed with its data.`);
  expect((await shop.berth(['down', '-v', '--yes'])).code).toBe(0);
  expect(await shop.objects()).toEqual({ containers: [], networks: [], volumes: [] });
});

test('plan says of each container why, and changes nothing', async () => {
  await up();
  const before = await containerIds(shop.name);
  const plan = await shop.berth(['plan', 'up', '--force-recreate', 'api']);
  expect(plan.stdout).toContain('api: create container: it was asked for');
  expect((await shop.berth(['plan', 'up'])).stdout).toContain('Nothing to do');
  expect((await shop.berth(['plan', 'down'])).stdout).toContain('db: stop container: down was asked for');
  expect((await shop.berth(['plan', 'scale', 'api=2'])).stdout).toContain(
    'api: create container 2: 2 containers are wanted',
  );
  expect(await containerIds(shop.name)).toEqual(before);
});

test('to name a service of a profile that is off turns it on; scale and create go by their own words', async () => {
  expect((await shop.berth(['create'])).code).toBe(0);
  expect(await board()).toEqual({ db: 'created', api: 'created' });
  expect((await shop.berth(['up', 'debug'])).code).toBe(0);
  expect(Object.keys(await containerIds(shop.name)).toSorted()).toEqual(['api', 'db', 'debug']);
  expect((await shop.berth(['scale', 'api=2'])).code).toBe(0);
  expect((await shop.objects()).containers).toContain(`${shop.name}-api-2`);
  const wrong = await shop.berth(['scale', 'apy=2', '--json']);
  expect(problemsOf(wrong)).toMatchObject([{ kind: 'service-unknown', name: 'apy', nearest: 'api' }]);
});

test('orphans are on the board with the file they came from', async () => {
  await up();
  shop.edit('compose.yaml', (text) => text.replace(/ {2}api:.*\n/, '').replace(/ {2}debug:.*\n/, ''));
  const view = documentOf(await shop.berth(['status', '--json']));
  expect(view.orphans).toEqual([
    {
      container: `${shop.name}-api-1`,
      service: 'api',
      state: 'running',
      files: [`${shop.dir}/compose.yaml`],
    },
  ]);
  expect((await shop.berth(['status'])).stdout).toContain(`${shop.name}-api-1 was made for api`);
  expect((await shop.berth(['up', '--remove-orphans'])).code).toBe(0);
  expect(Object.keys(await containerIds(shop.name))).toEqual(['db']);
});

test('a network that differs from the file stops up with both choices, and each of them does what it says', async () => {
  await up();
  shop.edit('compose.yaml', (text) => `${text}networks: { default: { internal: true } }\n`);
  const refused = await shop.berth(['up', '--json']);
  expect(problemsOf(refused)).toMatchObject([{ kind: 'network-changed', network: `${shop.name}_default` }]);
  expect((await shop.berth(['up', '--changed-networks', 'keep'])).stderr).toContain('nothing to do');
  expect((await shop.berth(['up', '--changed-networks', 'recreate'])).code).toBe(0);
  await up();
  expect((await shop.berth(['up'])).stderr).toContain('nothing to do');
});

test('without its Compose file a project is stopped, started and taken down by its name', async () => {
  await up();
  const named = ['-p', shop.name, '--project', dirname(shop.dir)];
  expect((await shop.berth([...named, 'stop', 'api'])).code).toBe(0);
  expect((await shop.berth([...named, 'start'])).code).toBe(0);
  expect(await board()).toEqual({ db: 'running', api: 'running' });
  const down = await shop.berth([...named, 'down', '-v', '--yes']);
  expect([down.code, down.stderr]).toEqual([0, expect.stringContaining('Down: done')]);
  expect(await shop.objects()).toEqual({ containers: [], networks: [], volumes: [] });
  const again = await shop.berth([...named, 'down', '--json']);
  expect(problemsOf(again)).toMatchObject([{ kind: 'compose-missing' }]);
  expect((await shop.berth([...named, 'up', '--json'])).code).toBe(1);
});

type Step = { readonly service: string; readonly title: string };
