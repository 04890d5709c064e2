import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { RunView } from '../../src-main/contract/view.ts';
import { run } from '../lab/command.ts';
import { startContainer } from '../lab/container.ts';
import { eventually } from '../lab/eventually.ts';
import { ensureImages } from '../lab/images.ts';
import { documentOf, expectTold, type ToldProblem } from './berth.ts';
import { containerIds, nothing } from './engine-objects.ts';
import { freePort, type Project, project } from './project.ts';

beforeAll(() => ensureImages(['busybox:1.36', 'debian:bookworm-slim']));

const steady = 'image: busybox:1.36\n    command: sleep 600\n    stop_grace_period: 0s';

test('a port that a process has: it is named, a free one is offered, and nothing is created', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    await using made = project({ files: portFiles, env: { WEB_PORT: String(port) } });
    const [problem] = await failedUp(made, [
      { kind: 'port-taken', service: 'one', port, owner: expect.stringContaining(String(process.pid)) },
    ]);
    expect(problem?.remedy).toMatch(/writes WEB_PORT=\d+ into \.env\.local/);
    expect(await made.objects()).toEqual(nothing);
  } finally {
    server.close();
  }
});

test('a port that is taken is given up for a free one where that is asked for, which stays', async () => {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    await using made = project({ files: { ...portFiles, '.env.local': `# mine\nWEB_PORT=${port}\n` } });
    const up = await made.berth(['up', '--free-ports']);
    const [, moved] = /WEB_PORT is (\d+) from now on/.exec(up.stderr) ?? [];
    expect([up.code, Number(moved) > port]).toEqual([0, true]);
    expect(readFileSync(join(made.dir, '.env.local'), 'utf8')).toBe(`# mine\nWEB_PORT=${moved}\n`);
    expect(documentOf(await made.berth(['up', '--json']))).toMatchObject({ nothingToDo: true });
  } finally {
    server.close();
  }
});

test('a port that another container has: it is named, and nothing is created', async () => {
  const port = await freePort();
  await using other = await startContainer('busybox:1.36', {
    ports: [`127.0.0.1:${port}:80`],
    command: ['sleep', '600'],
  });
  await using made = project({ files: portFiles, env: { WEB_PORT: String(port) } });
  await failedUp(made, [
    { kind: 'port-taken', port, free: expect.any(Number), owner: expect.stringContaining(other.name) },
  ]);
  expect((await made.berth(['doctor'])).stdout).toContain(other.name);
  expect(await made.objects()).toEqual(nothing);
});

const portFiles = {
  'berth.yaml': `berth: 1
project: NAME
compose: [compose.yaml]
keys:
  WEB_PORT: { describe: Host port, type: port, default: 5173 }
`,
  'compose.yaml': `name: NAME
services:
  one:
    ${steady}
    ports: ["127.0.0.1:\${WEB_PORT}:80"]
`,
};

test('an image that cannot be had: named with the reason, dependents are left out, no container is made of it', async () => {
  await using made = project({
    files: {
      'compose.yaml': `name: NAME
services:
  one:
    image: localhost:9/nobody/nothing:1
  two:
    ${steady}
    depends_on: [one]
`,
    },
  });
  await failedUp(made, [
    {
      kind: 'image-unavailable',
      image: 'localhost:9/nobody/nothing:1',
      detail: expect.stringContaining('connection refused'),
      remedy: expect.stringContaining('Check the name'),
    },
  ]);
  expect(Object.keys(await containerIds(made.name))).not.toContain('one');
  expect(await running(made)).toEqual([]);
});

test('an image that does not build: what its step said is shown, and once mended up goes on from there', async () => {
  await using made = project({
    files: {
      Dockerfile: 'FROM busybox:1.36\nRUN echo no planks left >&2; exit 4\n',
      'compose.yaml': `name: NAME
services:
  one:
    build: .
    command: sleep 600
    stop_grace_period: 0s
  two:
    ${steady}
    depends_on: [one]
`,
    },
  });
  await failedUp(made, [
    {
      kind: 'build-failed',
      service: 'one',
      log: expect.arrayContaining(['no planks left']),
      remedy: expect.stringContaining('Mend the Dockerfile'),
    },
  ]);
  expect(Object.keys(await containerIds(made.name))).not.toContain('one');
  expect(await running(made)).toEqual([]);
  made.write('Dockerfile', 'FROM busybox:1.36\n');
  const mended = await made.berth(['up']);
  expect(mended.code, mended.stderr).toBe(0);
  expect(await running(made)).toEqual([`${made.name}-one-1`, `${made.name}-two-1`]);
});

test('a container that exits at once: its last lines are shown, its dependents are skipped and named', async () => {
  await using made = project({
    files: {
      'compose.yaml': `name: NAME
services:
  one:
    image: busybox:1.36
    command: ["sh", "-c", "echo cannot find the harbour >&2; exit 3"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
  two:
    ${steady}
    depends_on: { one: { condition: service_healthy } }
  three:
    ${steady}
`,
    },
  });
  await failedUp(made, [
    {
      kind: 'container-exited',
      service: 'one',
      exitCode: 3,
      log: ['cannot find the harbour'],
      remedy: expect.stringContaining('berth logs one'),
    },
  ]);
  const run = documentOf(await made.berth(['up', '--json'])) as RunView;
  const skipped = run.steps.filter(({ status }) => status === 'skipped');
  expect(skipped.map(({ service }) => service)).toContain('two');
  // What does not depend on it runs.
  expect(await running(made)).toEqual([`${made.name}-three-1`]);
  const board = (await made.berth(['status'])).stdout;
  expect(board).toMatch(/one +failing.*exit code 3/);
});

test('a service that is never healthy: what its check says is shown, and its dependents wait for it', async () => {
  await using made = project({
    files: {
      'compose.yaml': `name: NAME
services:
  one:
    ${steady}
    healthcheck: { test: ["CMD-SHELL", "echo the tide is out; exit 1"], interval: 200ms, retries: 2 }
  two:
    ${steady}
    depends_on: { one: { condition: service_healthy } }
`,
    },
  });
  await failedUp(made, [
    {
      kind: 'container-unhealthy',
      service: 'one',
      probe: 'the tide is out',
      exitCode: 1,
      remedy: expect.stringContaining('berth logs one'),
    },
  ]);
  expect(await running(made)).toEqual([`${made.name}-one-1`]);
  const board = (await made.berth(['status'])).stdout;
  expect(board).toMatch(/one +failing.*its health check failed/);
  expect(board).toMatch(/two +idle/);
});

test('an interrupt ends an up with 130, and the next up goes on from there', async () => {
  await using made = project({
    files: {
      'compose.yaml': `name: NAME
services:
  one:
    ${steady}
    healthcheck: { test: ["CMD", "test", "-e", "/tmp/ready"], interval: 1s, start_period: 60s }
  two:
    ${steady}
    depends_on: { one: { condition: service_healthy } }
`,
    },
  });
  const up = made.start(['up']);
  expect(await eventually(async () => (await running(made)).length === 1, 30_000, 200)).toBe(true);
  const before = await containerIds(made.name);
  up.child.kill('SIGINT');
  const ended = await up.ended;
  expect([ended.code, ended.stderr]).toEqual([130, expect.stringContaining('Up: cancelled')]);
  await run('docker', ['exec', `${made.name}-one-1`, 'touch', '/tmp/ready']);
  const next = await made.berth(['up']);
  expect(next.code, next.stderr).toBe(0);
  expect(await running(made)).toEqual([`${made.name}-one-1`, `${made.name}-two-1`]);
  expect((await containerIds(made.name))['one']).toBe(before['one']);
});

/** `berth up` as text, then as JSON: exit code 1, these problems, the same text. Returns them. */
async function failedUp(made: Project, expected: readonly object[]): Promise<readonly ToldProblem[]> {
  const text = await made.berth(['up']);
  const json = await made.berth(['up', '--json']);
  expect([text.code, json.code]).toEqual([1, 1]);
  const { problems } = documentOf(json) as { readonly problems: readonly ToldProblem[] };
  expect(problems).toMatchObject([...expected]);
  expectTold(text.stderr, problems);
  return problems;
}

async function running(made: Project): Promise<readonly string[]> {
  const { stdout } = await run('docker', ['ps', '--filter', `name=^${made.name}`, '--format', '{{.Names}}']);
  return stdout.trim().split('\n').filter(Boolean).toSorted();
}
