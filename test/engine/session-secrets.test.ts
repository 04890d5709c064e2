import { wholeModel } from '../../src-main/contract/config-question.ts';
import { describe, expect, it } from 'vitest';
import { password, run, shop, signal, up } from './shop.ts';

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
