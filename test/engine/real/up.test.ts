import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Desk } from '../../../src-main/engine/desk.ts';
import { type Place, docker, openSession, place, realDesk, runGoal } from './real-desk.ts';

let at: Place;
let desk: Desk;

beforeEach(async () => {
  at = await place();
  desk = realDesk(at.settings);
});

afterEach(async () => {
  await desk.close();
  await at.remove();
});

const check = '{ test: [CMD, test, -e, /tmp/ready], interval: 30s, timeout: 2s, start_period: 60s }';
const compose = (name: string): string => `
name: ${name}
services:
  db:
    image: busybox:1.36
    command: [sh, -c, "sleep 0.5; touch /tmp/ready; sleep 600"]
    init: true
    stop_grace_period: 1s
    volumes: ["data:/data", "/anonymous"]
    healthcheck: ${check}
  api:
    image: busybox:1.36
    command: [sh, -c, "touch /tmp/ready; sleep 600"]
    init: true
    stop_grace_period: 1s
    depends_on: { db: { condition: service_healthy } }
    healthcheck: ${check}
    networks: { back: { aliases: [backend] }, default: }
  job:
    image: busybox:1.36
    command: ["true"]
    depends_on: { db: { condition: service_healthy } }
  web:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    stop_grace_period: 1s
    depends_on:
      api: { condition: service_healthy }
      job: { condition: service_completed_successfully }
volumes: { data: }
networks: { back: { internal: true } }
`;

it('brings a project to green, and docker compose finds nothing to do; and the other way round', async () => {
  await at.write({ 'compose.yaml': compose(at.project) });
  const session = await openSession(desk, at.dir);
  const run = await runGoal(session, 'up');
  expect(run.problems).toEqual([]);
  expect(
    session
      .view()
      .services.map(({ name, verdict }) => `${name} ${verdict}`)
      .sort(),
  ).toEqual(['api green', 'db green', 'job green', 'web green']);
  // Checks come every 30 seconds: that it took less shows that dependents started when their dependency answered.
  expect((run.finishedAt ?? 0) - run.startedAt).toBeLessThan(20_000);
  const before = await at.containers();
  await at.compose('up', '-d', '--no-recreate');
  await at.compose('up', '-d');
  expect(await at.containers()).toEqual(before);
  await at.compose('down');
  await at.compose('up', '-d', '--wait', 'db');
  const made = await at.containers();
  expect((await runGoal(session, 'up')).status).toBe('done');
  expect(await at.containers()).toMatchObject(made);
  expect((await runGoal(session, 'down')).status).toBe('done');
  expect(await at.containers()).toEqual({});
  expect(await docker('volume', 'ls', '-q', '--filter', `name=${at.project}_`)).toBe(`${at.project}_data`);
});

it('a changed service is made anew alone, keeps its anonymous volume, and compose agrees', async () => {
  await at.write({ 'compose.yaml': compose(at.project) });
  const session = await openSession(desk, at.dir);
  await runGoal(session, 'up');
  const before = await at.containers();
  await docker('exec', `${at.project}-db-1`, 'sh', '-c', 'echo kept > /anonymous/file');
  await at.write({
    'compose.yaml': compose(at.project).replace('volumes: ["data', 'labels: { a: b }\n    volumes: ["data'),
  });
  await session.reload(new AbortController().signal);
  expect((await runGoal(session, 'up')).status).toBe('done');
  const after = await at.containers();
  const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
  expect(changed).toEqual([`${at.project}-db-1`]);
  expect(await docker('exec', `${at.project}-db-1`, 'cat', '/anonymous/file')).toBe('kept');
  await at.compose('up', '-d');
  expect(await at.containers()).toEqual(after);
});

it('what stops outside is seen, with the reason, and the next up mends it', async () => {
  await at.write({ 'compose.yaml': compose(at.project) });
  const session = await openSession(desk, at.dir);
  await runGoal(session, 'up');
  const watching = new AbortController();
  await docker('kill', '--signal', 'KILL', `${at.project}-api-1`);
  for await (const view of session.watch(watching.signal)) {
    if (view.services.find(({ name }) => name === 'api')?.state === 'exited') watching.abort();
  }
  expect((await runGoal(session, 'up')).status).toBe('done');
  expect(session.view().services.every(({ verdict }) => verdict === 'green')).toBe(true);
});

it('a service that stops at once fails the run with its last words, and leaves the rest', async () => {
  await at.write({
    'compose.yaml': `
name: ${at.project}
services:
  bad: { image: "busybox:1.36", command: [sh, -c, "echo no such table >&2; exit 3"], healthcheck: ${check} }
  web: { image: "busybox:1.36", command: [sleep, "600"], init: true, depends_on: { bad: { condition: service_healthy } } }
  other: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 1s }
`,
  });
  const session = await openSession(desk, at.dir);
  const run = await runGoal(session, 'up');
  expect(run.problems).toEqual([
    { kind: 'container-exited', service: 'bad', exitCode: 3, outOfMemory: false, log: ['no such table'] },
  ]);
  const services = session.view().services;
  expect(services.find(({ name }) => name === 'other')?.verdict).toBe('green');
  expect(services.find(({ name }) => name === 'web')?.chain.map(({ text }) => text)).toEqual([
    'web was not started: it needs bad to be healthy',
    'bad stopped with exit code 3',
  ]);
});
