import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Problem } from '../../src-main/contract/problem.ts';
import type { RunView } from '../../src-main/contract/view.ts';
import type { Desk, PlanWish, Session } from '../../src-main/engine/desk.ts';
import { openDesk } from '../../src-main/engine/open-desk.ts';
import { eventually } from '../support/eventually.ts';
import { FakeWorld } from '../support/fake-world.ts';

const compose = `
name: shop
services:
  db:
    image: postgres:16
    environment: { POSTGRES_PASSWORD: "\${DB__PASSWORD}" }
    volumes: [dbdata:/var/lib/postgresql/data]
    healthcheck: { test: [CMD, check], interval: 30s }
  api:
    image: api:1
    environment: { URL: "\${API__URL}" }
    ports: ["\${API_PORT}:80"]
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: [CMD, check], interval: 30s }
  web:
    image: web:1
    depends_on: { api: { condition: service_healthy } }
volumes: { dbdata: }
`;

const berth = `
berth: 1
project: shop
keys:
  DB__PASSWORD: { secret: true, describe: Password of the app role, generate: { password: 24 } }
  API__URL: { secret: true, describe: URL of the database, from: "postgresql://app:\${DB__PASSWORD}@db/app" }
  API_PORT: { describe: Host port of the api, type: port, default: 8000 }
services:
  api: { url: "http://127.0.0.1:\${API_PORT}" }
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [migrate] }
  seed: { service: api, command: [seed] }
environments:
  local: { seed: true }
`;

const password = 'correct-horse-battery';
const signal = new AbortController().signal;
const up: PlanWish = { goal: 'up', services: [] };

let world: FakeWorld;
let desk: Desk;

beforeEach(() => {
  world = new FakeWorld();
  world.files.texts.set('/work/shop/compose.yaml', compose);
  world.files.texts.set('/work/shop/berth.yaml', berth);
  world.keychain.kept.set('shop/local/DB__PASSWORD', password);
  for (const image of ['postgres:16', 'api:1', 'web:1']) world.engine.addImage(image);
  desk = openDesk(world.ports());
});

afterEach(async () => {
  await desk.close();
  world.engine.close();
});

async function open(of: Desk = desk): Promise<Session> {
  const project = await of.open({ dir: 'shop', environment: 'local', files: null });
  if (!project.ok) throw new Error(JSON.stringify(project.error));
  const session = of.session(project.value.id);
  if (!session.ok) throw new Error(session.error.kind);
  await session.value.ready(signal);
  return session.value;
}

async function approved(session: Session, wish: PlanWish): Promise<string> {
  const plan = await session.plan(wish, signal);
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  return plan.value.id;
}

async function end(session: Session, run: string): Promise<RunView> {
  let last: RunView | null = null;
  for await (const view of session.follow(run, signal)) last = view;
  if (last === null) throw new Error('the run was not told');
  return last;
}

async function run(session: Session, wish: PlanWish): Promise<RunView> {
  const started = await session.start(wish, await approved(session, wish), signal);
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return end(session, started.value);
}

const verdicts = (session: Session): Record<string, string> =>
  Object.fromEntries(session.view().services.map((service) => [service.name, service.verdict]));
const starts = (): string[] => world.engine.calls.filter((call) => call.startsWith('start'));

describe('up', () => {
  it('brings a project from nothing to green', async () => {
    const session = await open();
    const view = await run(session, up);
    expect(view.status).toBe('done');
    expect(view.steps.every((step) => step.status === 'done')).toBe(true);
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
    expect(starts()).toEqual(['start shop-db-1', 'start shop-api-1', 'start shop-web-1']);
  });

  it('starts a dependent long before the engine would have looked again', async () => {
    const session = await open();
    const view = await run(session, up);
    // The engine's own interval is 30 seconds; only the probe can have seen it.
    expect((view.finishedAt ?? 0) - view.startedAt).toBeLessThan(3_000);
  });

  it('of a green project does nothing and says so', async () => {
    const session = await open();
    await run(session, up);
    const calls = world.engine.calls.length;
    expect(await run(session, up)).toMatchObject({ status: 'done', nothingToDo: true, steps: [] });
    expect(world.engine.calls.length).toBe(calls);
  });

  it('pulls what is missing and labels the container with the id of what came', async () => {
    world.engine.images.delete('web:1');
    const session = await open();
    await run(session, up);
    expect(world.engine.calls).toContain('pull web:1');
    expect(world.engine.requestOf('shop-web-1')?.body.Labels['com.docker.compose.image']).toBe(
      'sha256:web:1',
    );
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('names services that are not there, with the nearest that is', async () => {
    const session = await open();
    expect(await session.plan({ goal: 'up', services: ['apy'] }, signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'service-unknown', name: 'apy', nearest: 'api' }],
    });
  });

  it('with a dependency that stops tells why, skips what waits for it, and finishes the rest', async () => {
    world.engine.behave('db', {
      exitsAfterMs: 5,
      exitCode: 3,
      answersAfterMs: null,
      log: ['no space left on device'],
    });
    const session = await open();
    const view = await run(session, up);
    expect(view.status).toBe('failed');
    expect(view.problems).toMatchObject([
      { kind: 'container-exited', service: 'db', exitCode: 3, log: ['no space left on device'] },
    ]);
    expect(starts()).toEqual(['start shop-db-1']);
    const web = session.view().services.find(({ name }) => name === 'web');
    expect(web?.chain.map(({ text }) => text)).toEqual([
      'web was not started: it needs api to be healthy',
      'api was not started: it needs db to be healthy',
      'db stopped with exit code 3',
    ]);
    expect(web?.chain.at(-1)?.evidence).toBe('no space left on device');
  });

  it('with a service that is not healthy fails with what its check said', async () => {
    world.engine.behave('api', { unhealthyAfterMs: 5, answersAfterMs: null });
    const session = await open();
    const view = await run(session, up);
    expect(view.problems).toMatchObject([
      { kind: 'container-unhealthy', service: 'api', probe: 'it says no' },
    ]);
    expect(verdicts(session)).toMatchObject({ db: 'green', api: 'failing' });
  });

  it('can be cancelled while it waits, and the next one goes on', async () => {
    world.engine.behave('db', { answersAfterMs: null });
    const session = await open();
    const started = await session.start(up, null, signal);
    if (!started.ok) throw new Error('not started');
    await eventually(() => expect(starts()).toEqual(['start shop-db-1']));
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    world.engine.behave('db', {});
    expect((await run(session, up)).status).toBe('done');
  });
});

describe('what stands in the way is found before anything is made', () => {
  it('a port that is taken, with who has it, a free one and the key that sets it', async () => {
    world.takenPorts.add(8000);
    const session = await open();
    const view = await run(session, up);
    expect(view.problems).toEqual([
      {
        kind: 'port-taken',
        service: 'api',
        port: 8000,
        owner: 'nginx, process 4711',
        free: 8001,
        key: 'API_PORT',
      },
    ]);
    expect(world.engine.calls).toEqual([]);
    expect(session.view().services.find(({ name }) => name === 'api')?.cause).toContain('port 8000 is taken');
  });

  it('a port that only the engine knows to be taken: the container it was for does not stay', async () => {
    const startProblem: Problem = {
      kind: 'port-taken',
      service: 'api',
      port: 8000,
      owner: null,
      free: null,
      key: null,
    };
    world.engine.behave('api', { startProblem });
    const session = await open();
    const view = await run(session, up);
    expect(view.problems).toMatchObject([{ kind: 'port-taken', free: 8001, key: 'API_PORT' }]);
    expect(world.engine.container('shop-api-1')).toBeNull();
    expect(world.engine.container('shop-db-1')).not.toBeNull();
  });

  it('every secret that is missing, all at once, and the board still shows the services', async () => {
    world.keychain.kept.clear();
    const session = await open();
    const plan = await session.plan(up, signal);
    expect(plan).toMatchObject({
      ok: false,
      error: [{ kind: 'secret-missing', key: 'DB__PASSWORD', canGenerate: true }],
    });
    expect(world.engine.calls).toEqual([]);
    expect(
      session
        .view()
        .services.map(({ name }) => name)
        .sort(),
    ).toEqual(['api', 'db', 'web']);
  });

  it('a keychain that is locked', async () => {
    world.keychain.problem = { kind: 'keychain-locked', detail: 'no' };
    const session = await open();
    expect(await session.plan(up, signal)).toMatchObject({ ok: false, error: [{ kind: 'keychain-locked' }] });
  });

  it('a fault in the Compose file, and down still works without keys', async () => {
    world.keychain.kept.clear();
    const session = await open();
    expect((await session.plan({ goal: 'down', services: [] }, signal)).ok).toBe(true);
    world.files.texts.set('/work/shop/compose.yaml', 'services: { db: { imag: x } }');
    await session.reload(signal);
    const plan = await session.plan(up, signal);
    expect(plan.ok).toBe(false);
    expect(session.view().problems.some(({ kind }) => kind === 'compose-invalid')).toBe(true);
  });
});

describe('plans and approval', () => {
  it('a plan that loses data is not run without the word of its user', async () => {
    const session = await open();
    await run(session, up);
    const started = await session.start({ goal: 'reset', services: [] }, null, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'not-confirmed', goal: 'reset' }] });
  });

  it('an approval is for one plan: when the state has changed it is stale', async () => {
    const session = await open();
    const id = await approved(session, up);
    world.engine.images.delete('web:1');
    const started = await session.start(up, id, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'plan-stale', approved: id }] });
  });

  it('one run at a time, in this process and in another', async () => {
    world.engine.behave('db', { answersAfterMs: 300 });
    const session = await open();
    const first = await session.start(up, null, signal);
    if (!first.ok) throw new Error('not started');
    expect(await session.start(up, null, signal)).toMatchObject({
      ok: false,
      error: [{ kind: 'busy', goal: 'up' }],
    });
    await eventually(() => expect(starts().length).toBeGreaterThan(0));
    const other = openDesk(world.ports());
    const elsewhere = await open(other);
    expect(await elsewhere.start(up, null, signal)).toMatchObject({ ok: false, error: [{ kind: 'busy' }] });
    await end(session, first.value);
    expect((await run(elsewhere, up)).nothingToDo).toBe(true);
    await other.close();
  });
});

describe('the engine', () => {
  const gone: Problem = { kind: 'engine-absent', endpoint: 'unix:///x', detail: 'ENOENT' };

  it('that is not there is a problem of the plan and of the view, and it goes on by itself when it comes', async () => {
    world.engine.down = gone;
    const session = await open();
    expect(session.view().engine).toEqual({ state: 'unreachable', problem: gone });
    expect(await session.plan(up, signal)).toEqual({ ok: false, error: [gone] });
    expect(session.view().commands.find(({ goal }) => goal === 'up')).toMatchObject({ enabled: false });
    world.engine.down = null;
    await eventually(() => expect(session.view().engine.state).toBe('ready'));
    expect((await run(session, up)).status).toBe('done');
  });

  it('that is lost in the middle of a run fails the run, and the next up goes on', async () => {
    world.engine.behave('db', { answersAfterMs: null });
    const session = await open();
    const started = await session.start(up, null, signal);
    if (!started.ok) throw new Error('not started');
    await eventually(() => expect(starts()).toHaveLength(1));
    world.engine.lose(gone);
    const view = await end(session, started.value);
    expect(view.status).toBe('failed');
    expect(view.problems[0]).toEqual(gone);
    world.engine.down = null;
    world.engine.behave('db', {});
    await eventually(() => expect(session.view().engine.state).toBe('ready'));
    expect((await run(session, up)).status).toBe('done');
  });

  it('tells what others do to the containers', async () => {
    const session = await open();
    await run(session, up);
    world.engine.change('shop-web-1', { state: 'exited', exitCode: 1 });
    await eventually(() => expect(verdicts(session)['web']).toBe('failing'));
  });
});

describe('the database', () => {
  const reset: PlanWish = { goal: 'reset', services: [] };
  const undo: PlanWish = { goal: 'undo', services: [] };
  const volumeOf = (name: string): string | undefined => world.engine.container(name)?.mounts[0]?.source;

  it('is reset onto a new generation, and undo brings the old one back', async () => {
    const session = await open();
    await run(session, up);
    expect((await run(session, reset)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g2');
    expect(session.view().database).toMatchObject({ current: 2, undo: 1 });
    expect(world.engine.calls.filter((call) => call.startsWith('remove volume'))).toEqual([]);
    expect((await run(session, undo)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(session.view().database).toMatchObject({ current: 1, undo: 2 });
    expect(verdicts(session)).toEqual({ db: 'green', api: 'green', web: 'green' });
    expect((await run(session, up)).nothingToDo).toBe(true);
  });

  it('is where it was when the migrations fail, and so is all that ran', async () => {
    world.engine.behave('migrate', { exitsAfterMs: 2, exitCode: 1, log: ['two heads'] });
    const session = await open();
    await run(session, up);
    const view = await run(session, reset);
    expect(view.status).toBe('failed');
    expect(view.problems).toMatchObject([
      { kind: 'database-step-failed', step: 'migrate', exitCode: 1, log: ['two heads'] },
    ]);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(session.view().database).toMatchObject({ current: 1, undo: null });
    expect(verdicts(session)).toMatchObject({ db: 'green', web: 'green' });
    expect(world.engine.container('shop-api-1')?.state).toBe('running');
    expect(world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
  });

  it('is where it was when the reset is cancelled', async () => {
    world.engine.behave('seed', { answersAfterMs: null });
    const session = await open();
    await run(session, up);
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => expect(starts().filter((call) => call.includes('-run-'))).toHaveLength(2));
    session.cancel(started.value);
    expect((await end(session, started.value)).status).toBe('cancelled');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
    expect(verdicts(session)).toMatchObject({ db: 'green', api: 'green' });
  });

  it('a reset that failed gives its number to nobody', async () => {
    world.engine.behave('migrate', { exitsAfterMs: 2, exitCode: 1 });
    const session = await open();
    await run(session, up);
    await run(session, reset);
    world.engine.behave('migrate', { exitsAfterMs: 2 });
    await run(session, reset);
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata.g3');
  });

  it('is put right by the next up when the process died in a reset', async () => {
    world.engine.behave('seed', { answersAfterMs: null });
    const session = await open();
    await run(session, up);
    const started = await session.start(reset, await approved(session, reset), signal);
    if (!started.ok) throw new Error(JSON.stringify(started.error));
    await eventually(() => expect(starts().filter((call) => call.includes('-run-'))).toHaveLength(2));
    // What a dead process leaves: the journal and the containers as they are now; its lock falls silent.
    const after = new FakeWorld();
    for (const [path, text] of world.files.texts)
      if (!path.endsWith('.lock')) after.files.texts.set(path, text);
    after.keychain.kept.set('shop/local/DB__PASSWORD', password);
    const second = openDesk({ ...after.ports(), findDocker: world.ports().findDocker });
    const next = await open(second);
    expect(next.view().database).toMatchObject({ current: 1 });
    expect((await run(next, up)).status).toBe('done');
    expect(volumeOf('shop-db-1')).toBe('shop_dbdata');
    expect(world.engine.containers.filter(({ oneOff }) => oneOff)).toEqual([]);
    expect((await run(next, up)).nothingToDo).toBe(true);
    await second.close();
  });

  it('is not touched where the journal cannot be written', async () => {
    const session = await open();
    await run(session, up);
    const id = await approved(session, reset);
    world.files.full = { kind: 'file-unreadable', file: '/settings', detail: 'no space left' };
    const calls = world.engine.calls.length;
    const started = await session.start(reset, id, signal);
    expect(started).toMatchObject({ ok: false, error: [{ kind: 'file-unreadable' }] });
    expect(world.engine.calls.length).toBe(calls);
    world.files.full = null;
  });
});

describe('secrets', () => {
  it('no value of a secret is in the view, the plan, the journal or the settings', async () => {
    world.engine.behave('api', {
      exitsAfterMs: 5,
      exitCode: 1,
      log: [`cannot connect to postgresql://app:${password}@db/app`],
    });
    const session = await open();
    const plan = await session.plan(up, signal);
    await run(session, up);
    const texts = [
      JSON.stringify(session.view()),
      JSON.stringify(plan),
      JSON.stringify(await session.configText('yaml')),
      ...[...world.files.texts.values()],
      JSON.stringify(world.content),
    ];
    for (const text of texts) expect(text).not.toContain(password);
    expect(JSON.stringify(session.view())).toContain('•••API__URL•••');
  });

  it('the config hash has the value in it: a new password makes the services anew that use it', async () => {
    const session = await open();
    await run(session, up);
    await session.setSecret('DB__PASSWORD', 'another-password');
    const plan = await session.plan(up, signal);
    const recreated = plan.ok
      ? plan.value.steps.filter(({ because }) => because === 'its configuration changed')
      : [];
    expect([...new Set(recreated.map(({ service }) => service))]).toEqual(['db', 'api']);
  });

  it('are set, generated and forgotten in the keychain', async () => {
    const session = await open();
    expect(await session.forgetSecret('DB__PASSWORD')).toEqual({ ok: true, value: undefined });
    expect(await session.secrets()).toMatchObject({
      value: [{ name: 'DB__PASSWORD', status: 'missing' }, {}],
    });
    expect(await session.generateSecrets(null)).toEqual({ ok: true, value: ['DB__PASSWORD'] });
    expect(world.keychain.kept.get('shop/local/DB__PASSWORD')).toHaveLength(24);
    expect(await session.setSecret('DB__PASSWORD', '')).toMatchObject({
      ok: false,
      error: [{ kind: 'secret-empty' }],
    });
    expect(await session.setSecret('DB__PASSWORT', 'x')).toMatchObject({
      error: [{ nearest: 'DB__PASSWORD' }],
    });
  });
});

describe('a session', () => {
  it('opened twice is the same one, and a folder that is not there is a problem', async () => {
    const first = await open();
    expect((await open()).project).toEqual(first.project);
    expect(desk.list()).toHaveLength(1);
    expect(await desk.open({ dir: 'nowhere', environment: 'local', files: null })).toMatchObject({
      ok: false,
      error: [{ kind: 'folder-missing', dir: '/work/nowhere' }],
    });
    expect(desk.recent()).toEqual(['/work/shop']);
  });

  it('shows the view now and then each newer one', async () => {
    const session = await open();
    const seen: string[] = [];
    const stop = new AbortController();
    const watching = (async () => {
      for await (const view of session.watch(stop.signal)) {
        seen.push(view.services.map(({ verdict }) => verdict).join(' '));
        if (view.run?.status === 'done') break;
      }
    })();
    await run(session, up);
    await watching;
    stop.abort();
    expect(seen[0]).toBe('idle idle idle');
    expect(seen.at(-1)).toBe('green green green');
    expect(seen.some((line) => line.includes('waiting'))).toBe(true);
  });

  it('reads the log lines of services, redacted', async () => {
    world.engine.behave('web', { log: ['{"level":"info","msg":"ready"}', `password ${password}`] });
    const session = await open();
    await run(session, up);
    const logs = await session.logs({ services: ['web'], follow: false, tail: 10 }, signal);
    if (!logs.ok) throw new Error('no logs');
    const lines = [];
    for await (const batch of logs.value) lines.push(...batch.lines);
    expect(lines.map(({ text }) => text)).toEqual([
      '{"level":"info","msg":"ready"}',
      'password •••DB__PASSWORD•••',
    ]);
    expect(lines[0]?.level).toBe('info');
  });

  it('hands docker compose the model with values and the live generation, and config without values', async () => {
    const session = await open();
    await run(session, up);
    await run(session, { goal: 'reset', services: [] });
    const handed = await session.composeHandover('up');
    if (!handed.ok) throw new Error(JSON.stringify(handed.error));
    expect(handed.value.arguments).toEqual([
      'compose',
      '-p',
      'shop',
      '--project-directory',
      '/work/shop',
      '-f',
      '-',
    ]);
    const given = JSON.parse(handed.value.stdin ?? '') as {
      volumes: unknown;
      services: { db: { environment: unknown } };
    };
    expect(given.volumes).toEqual({ dbdata: { name: 'shop_dbdata.g2', external: true } });
    expect(given.services.db.environment).toEqual({ POSTGRES_PASSWORD: password });
    const printed = await session.composeHandover('config');
    expect(printed.ok && printed.value.stdin).not.toContain(password);
    expect(await session.composeHandover('ps')).toMatchObject({ value: { stdin: null } });
  });

  it('checks machine and project', async () => {
    world.takenPorts.add(8000);
    const session = await open();
    const findings = await desk.check(session.project.id, signal);
    expect(findings.find(({ id }) => id === 'port-8000')?.status).toBe('problem');
    expect(findings.find(({ id }) => id === 'engine')?.status).toBe('ok');
  });

  it('without a profile does what docker compose does', async () => {
    world.files.texts.delete('/work/shop/berth.yaml');
    world.files.texts.set('/work/shop/compose.yaml', 'services: { a: { image: "web:1" } }');
    const session = await open();
    expect((await run(session, up)).status).toBe('done');
    expect(session.view()).toMatchObject({ database: null, project: { hasProfile: false, name: 'shop' } });
    expect(await session.plan({ goal: 'reset', services: [] }, signal)).toMatchObject({
      error: [{ kind: 'database-undeclared' }],
    });
    expect(await session.composeHandover('up')).toMatchObject({
      value: { arguments: ['compose'], stdin: null },
    });
  });

  it('down removes containers and networks and keeps the volumes', async () => {
    const session = await open();
    await run(session, up);
    expect((await run(session, { goal: 'down', services: [] })).status).toBe('done');
    expect(world.engine.containers).toEqual([]);
    expect([...world.engine.networks.keys()]).toEqual([]);
    expect([...world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
    expect(session.view().commands.find(({ goal }) => goal === 'down')).toMatchObject({ enabled: false });
  });
});
