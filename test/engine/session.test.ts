import { describe, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { compose, password, run, shop, signal, up } from './shop.ts';

const at = shop();

describe('a session', () => {
  it('opened twice is the same one, and a folder that is not there is a problem', async () => {
    const first = await at.open();
    expect((await at.open()).project).toEqual(first.project);
    expect(at.desk.list()).toHaveLength(1);
    expect(await at.desk.open({ dir: 'nowhere', environment: 'local', files: null })).toMatchObject({
      ok: false,
      error: [{ kind: 'folder-missing', dir: '/srv/nowhere' }],
    });
    expect(at.desk.recent()).toEqual(['/srv/shop']);
  });

  it('shows the view now and then each newer one', async () => {
    const session = await at.open();
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

  it('reads files again that are mended while its view is watched, also ones that were not there', async () => {
    at.world.files.texts.set('/srv/shop/compose.yaml', 'services: {');
    const session = await at.open();
    const stop = new AbortController();
    let shown: readonly string[] = [];
    const watching = (async () => {
      for await (const view of session.watch(stop.signal)) shown = view.services.map(({ name }) => name);
    })();
    const paths = (): readonly string[] => at.world.watcher.wishes.at(-1)?.paths ?? [];
    await eventually(() => expect(paths()).toContain('/srv/shop/compose.yaml'));
    expect(paths()).toContain('/srv/shop/.env.local');
    at.world.files.texts.set('/srv/shop/compose.yaml', compose);
    at.world.watcher.tell({ kind: 'changed', path: '/srv/shop/compose.yaml', isThere: true });
    await eventually(() => expect(shown).toEqual(['db', 'api', 'web']));
    stop.abort();
    await watching;
  });

  it('reads the log lines of services, redacted', async () => {
    at.world.engine.behave('web', { log: ['{"level":"info","msg":"ready"}', `password ${password}`] });
    const session = await at.open();
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

  it('follows the logs of a service that the files name later', async () => {
    at.world.engine.behave('late', { log: ['here I am'] });
    const session = await at.open();
    const stop = new AbortController();
    const logs = await session.logs({ services: null, follow: true, tail: 10 }, stop.signal);
    if (!logs.ok) throw new Error('no logs');
    const services = new Set<string>();
    const reading = (async () => {
      for await (const batch of logs.value) for (const { service } of batch.lines) services.add(service);
    })();
    const wider = compose.replace('services:', 'services:\n  late: { image: web:1 }');
    at.world.files.texts.set('/srv/shop/compose.yaml', wider);
    await session.reload(signal);
    await run(session, up);
    await eventually(() => expect([...services]).toContain('late'));
    stop.abort();
    await reading;
  });

  it('hands docker compose the model with values and the live generation, and config without values', async () => {
    const session = await at.open();
    await run(session, up);
    await run(session, { goal: 'reset', services: [] });
    const handed = await session.composeHandover('up');
    if (!handed.ok) throw new Error(JSON.stringify(handed.error));
    expect(handed.value.arguments).toEqual([
      'compose',
      '-p',
      'shop',
      '--project-directory',
      '/srv/shop',
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
    at.world.takenPorts.add(8000);
    const session = await at.open();
    const findings = await at.desk.check(session.project.id, signal);
    expect(findings.find(({ id }) => id === 'port-8000')?.status).toBe('problem');
    expect(findings.find(({ id }) => id === 'engine')?.status).toBe('ok');
  });

  it("says nothing of this machine's ports where the engine is another one's", async () => {
    at.world.takenPorts.add(8000);
    at.world.endpoint = 'ssh://dev@elsewhere';
    const session = await at.open();
    const findings = await at.desk.check(session.project.id, signal);
    expect(findings.filter(({ id }) => id.startsWith('port-'))).toEqual([]);
  });

  it('without a profile does what docker compose does', async () => {
    at.world.files.texts.delete('/srv/shop/berth.yaml');
    at.world.files.texts.set('/srv/shop/compose.yaml', 'services: { a: { image: "web:1" } }');
    const session = await at.open();
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
    const session = await at.open();
    await run(session, up);
    expect((await run(session, { goal: 'down', services: [] })).status).toBe('done');
    expect(at.world.engine.containers).toEqual([]);
    expect([...at.world.engine.networks.keys()]).toEqual([]);
    expect([...at.world.engine.volumes.keys()]).toEqual(['shop_dbdata']);
    expect(session.view().commands.find(({ goal }) => goal === 'down')).toMatchObject({ enabled: false });
  });
});
