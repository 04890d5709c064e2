import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EnvironmentView } from '../../src-main/contract/view.ts';
import { ensureImages } from '../lab/images.ts';
import { eventually } from '../support/eventually.ts';
import { documentOf, expectTold, problemsOf } from './berth.ts';
import { containerIds, nothing } from './engine-objects.ts';
import { type Project, sampleProject } from './project.ts';

const services = ['db', 'cache', 'api', 'worker', 'scheduler', 'web'];
let sample: Project;
/** What Berth composes by itself, docker compose is told. */
let exported: Readonly<Record<string, string>>;

beforeAll(async () => {
  await ensureImages(['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27']);
  sample = await sampleProject();
  exported = { API__DATABASE_URL: `postgresql://app:${sample.env['DB__PASSWORD']}@db:5432/app` };
});
afterAll(() => sample[Symbol.asyncDispose]());

// Each test goes on from where the one before left the stack.
test('up brings the six services of the sample to green, and says so', async () => {
  const up = await sample.berth(['up']);
  expect([up.code, up.stderr]).toEqual([0, expect.stringContaining('Up: done in')]);
  for (const name of services) expect(up.stdout).toMatch(new RegExp(`${name} +healthy`));
  expect(Object.keys(await containerIds(sample.name)).toSorted()).toEqual(services.toSorted());
});

test('status says of each service what docker compose ps says', async () => {
  await engineSeesHealth();
  const view = documentOf(await sample.berth(['status', '--json'])) as EnvironmentView;
  const shown = view.services.map((service) => ({
    service: service.name,
    name: service.container,
    id: service.containerId?.slice(0, 12),
    state: service.state,
    health: service.health,
    ports: service.ports.flatMap(({ host, container }) =>
      host === null ? [] : [`${host.address}:${host.port}->${container}`],
    ),
  }));
  expect(shown.toSorted(byService)).toEqual((await composePs()).toSorted(byService));
  expect(view.services.map(({ verdict }) => verdict)).toEqual(services.map(() => 'green'));
});

test('up when all is up changes nothing, and says so', async () => {
  const before = await containerIds(sample.name);
  const again = await sample.berth(['up']);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing to do')]);
  expect(documentOf(await sample.berth(['up', '--json']))).toMatchObject({ nothingToDo: true, steps: [] });
  expect(await containerIds(sample.name)).toEqual(before);
});

test('docker compose recreates nothing of what Berth started', async () => {
  const before = await containerIds(sample.name);
  expect((await sample.compose(['up', '-d'], exported)).code).toBe(0);
  expect(await containerIds(sample.name)).toEqual(before);
});

test('Berth recreates nothing of what docker compose started', async () => {
  await sample.compose(['down'], exported);
  expect((await sample.compose(['up', '-d'], exported)).code).toBe(0);
  const before = await containerIds(sample.name);
  const up = await sample.berth(['up']);
  expect([up.code, await containerIds(sample.name)]).toEqual([0, before]);
  for (const name of services) expect(up.stdout).toMatch(new RegExp(`${name} +healthy`));
});

test('down leaves the volume and nothing else', async () => {
  const down = await sample.berth(['down']);
  expect([down.code, down.stderr]).toEqual([0, expect.stringContaining('Down: done in')]);
  expect(await sample.objects()).toEqual({ ...nothing, volumes: [`${sample.name}_dbdata`] });
  const again = await sample.berth(['down']);
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('nothing to do')]);
});

test('a service that does not exist is refused with the nearest name, and nothing is created', async () => {
  const before = await sample.objects();
  const [text, json] = [await sample.berth(['up', 'wroker']), await sample.berth(['up', 'wroker', '--json'])];
  expect([text.code, json.code]).toEqual([1, 1]);
  const problems = problemsOf(json);
  expect(problems).toMatchObject([
    { kind: 'service-unknown', name: 'wroker', nearest: 'worker', remedy: 'Did you mean worker?' },
  ]);
  expectTold(text.stderr, problems);
  expect(await sample.objects()).toEqual(before);
});

test('up of one service brings it and what it depends on, and no other', async () => {
  const up = await sample.berth(['up', 'worker']);
  expect(up.code, up.stderr).toBe(0);
  expect(Object.keys(await containerIds(sample.name)).toSorted()).toEqual(['cache', 'db', 'worker']);
  expect(up.stdout).toMatch(/worker +healthy/);
  expect(up.stdout).toMatch(/web +idle/);
});

type Shown = {
  readonly service: string;
  readonly name: string;
  readonly id: string;
  readonly state: string;
  readonly health: string;
  readonly ports: readonly string[];
};

const byService = (a: { readonly service: string }, b: { readonly service: string }): number =>
  a.service.localeCompare(b.service);

/** One JSON object a line (docker compose 2.21 and newer). */
/** Berth is done when a service answers; the engine itself looks again at its own interval. */
const engineSeesHealth = (): Promise<void> =>
  eventually(
    async () =>
      expect((await composePs()).map(({ health }) => health)).toEqual(services.map(() => 'healthy')),
    20_000,
  );

async function composePs(): Promise<readonly Shown[]> {
  const { stdout } = await sample.compose(['ps', '--format', 'json'], exported);
  return stdout
    .trim()
    .split('\n')
    .map((line) => {
      const { Service, Name, ID, State, Health, Publishers } = JSON.parse(line);
      return {
        service: Service,
        name: Name,
        id: ID.slice(0, 12),
        state: State,
        health: Health,
        ports: (Publishers as readonly Publisher[])
          .filter(({ PublishedPort }) => PublishedPort !== 0)
          .map(({ URL: address, PublishedPort, TargetPort }) => `${address}:${PublishedPort}->${TargetPort}`),
      };
    });
}

type Publisher = { readonly URL: string; readonly PublishedPort: number; readonly TargetPort: number };
