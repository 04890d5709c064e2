import { wholeModel } from '../../src-main/contract/config-question.ts';
import { describe, expect, it } from 'vitest';
import { berth, compose, password, run, shop, signal, up } from './shop.ts';

const at = shop();

describe('secrets', () => {
  it('no value of a secret is in the view, the plan, the journal or the settings', async () => {
    at.world.engine.behave('api', {
      answersAfterMs: null,
      exitsAfterMs: 5,
      exitCode: 1,
      log: [`cannot connect to postgresql://app:${password}@db/app`],
    });
    const session = await at.open();
    const plan = await session.plan(up, signal);
    await run(session, up);
    const texts = [
      JSON.stringify(session.view()),
      JSON.stringify(plan),
      JSON.stringify(await session.configText(wholeModel)),
      ...[...at.world.files.texts.values()],
      JSON.stringify(at.world.content),
    ];
    for (const text of texts) expect(text).not.toContain(password);
    expect(JSON.stringify(session.view())).toContain('•••API__URL•••');
  });

  it('the config hash has the value in it: a new password makes the services anew that use it', async () => {
    const session = await at.open();
    await run(session, up);
    await session.setSecret('DB__PASSWORD', 'another-password');
    const plan = await session.plan(up, signal);
    const recreated = plan.ok
      ? plan.value.steps.filter(({ because }) => because === 'its configuration changed')
      : [];
    expect([...new Set(recreated.map(({ service }) => service))]).toEqual(['db', 'api']);
  });

  it('are set, generated and forgotten in the keychain', async () => {
    const session = await at.open();
    expect(await session.forgetSecret('DB__PASSWORD')).toEqual({ ok: true, value: undefined });
    expect(await session.secrets()).toMatchObject({
      value: [{ name: 'DB__PASSWORD', status: 'missing' }, {}],
    });
    expect(await session.generateSecrets(null)).toEqual({ ok: true, value: ['DB__PASSWORD'] });
    expect(at.world.keychain.kept.get('shop/local/DB__PASSWORD')).toHaveLength(24);
    expect(await session.setSecret('DB__PASSWORD', '')).toMatchObject({
      ok: false,
      error: [{ kind: 'secret-empty' }],
    });
    expect(await session.setSecret('DB__PASSWORT', 'x')).toMatchObject({
      error: [{ nearest: 'DB__PASSWORD' }],
    });
  });
});

describe('a file of variables', () => {
  const given = (own: string, variables: Readonly<Record<string, string>>): void => {
    const { files } = at.world;
    files.texts.set('/srv/shop/berth.yaml', berth.replace('keys:', 'keys:\n  EXTRA: { describe: More }'));
    files.texts.set('/srv/shop/compose.yaml', compose.replace('{ URL:', '{ EXTRA: "${EXTRA}", URL:'));
    files.texts.set('/srv/shop/.env.local', own);
    Object.assign(at.world.variables, variables);
  };

  it('puts no secret that the environment gives into another key', async () => {
    given('EXTRA=postgresql://app:${DB__PASSWORD}@db/app\n', { DB__PASSWORD: password });
    const session = await at.open();
    const texts = [await session.keys(), session.view(), await session.configText(wholeModel)];
    for (const text of texts) expect(JSON.stringify(text)).not.toContain(password);
    expect(await session.plan(up, signal)).toMatchObject({
      error: [{ kind: 'key-invalid', key: 'EXTRA', found: 'the secret DB__PASSWORD' }],
    });
  });

  it('takes nothing of the environment that the profile does not declare', async () => {
    given('EXTRA=x${CLOUD_SECRET}y${API_PORT}\n', { CLOUD_SECRET: 'canary-of-the-host', API_PORT: '8001' });
    const session = await at.open();
    expect(JSON.stringify(await session.configText(wholeModel))).not.toContain('canary-of-the-host');
    expect(session.view().warnings).toEqual([
      expect.stringContaining('The "CLOUD_SECRET" variable is no key of berth.yaml'),
    ]);
    expect(await session.keys()).toMatchObject({
      value: expect.arrayContaining([expect.objectContaining({ name: 'EXTRA', value: 'xy8001' })]),
    });
  });
});

describe('what an engine and its containers say', () => {
  it('is told without secrets where a plan or a question is refused', async () => {
    const session = await at.open();
    expect((await run(session, up)).status).toBe('done');
    const message = `cannot connect to postgresql://app:${password}@db/app`;
    at.world.engine.down = { kind: 'engine-failed', call: 'list', status: 500, message };
    const answers = [
      await session.plan(up, signal),
      await session.start(up, null, signal),
      await session.start({ goal: 'down', services: [] }, null, signal),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false });
      expect(JSON.stringify(answer)).not.toContain(password);
    }
  });

  it('is told without secrets where a command for the migrations fails', async () => {
    const heads = berth.replace('command: [migrate]', 'command: [migrate], heads: [heads]');
    at.world.files.texts.set('/srv/shop/berth.yaml', heads);
    const session = await at.open();
    expect((await run(session, up)).status).toBe('done');
    at.world.engine.execSays = `cannot connect to postgresql://app:${password}@db/app`;
    const answer = await session.migrations(signal);
    expect(answer).toMatchObject({ ok: false, error: [{ kind: 'request-invalid' }] });
    expect(JSON.stringify(answer)).not.toContain(password);
  });

  it('is told without secrets by a watch of files', async () => {
    const watched = 'image: web:1\n    develop: { watch: [{ path: ./src, action: sync, target: /app }] }';
    at.world.files.texts.set('/srv/shop/compose.yaml', compose.replace('image: web:1', watched));
    const session = await at.open();
    expect((await run(session, up)).status).toBe('done');
    const stop = new AbortController();
    const opened = await session.watchFiles([], stop.signal);
    if (!opened.ok) throw new Error(JSON.stringify(opened.error));
    const message = `cannot connect to postgresql://app:${password}@db/app`;
    for await (const report of opened.value) {
      expect(JSON.stringify(report)).not.toContain(password);
      if (report.kind === 'failed') stop.abort();
      at.world.engine.down = { kind: 'engine-failed', call: 'list', status: 500, message };
      at.world.watcher.tell({ kind: 'changed', path: '/srv/shop/src/a', isThere: true });
    }
    expect(stop.signal.aborted).toBe(true);
  });
});
