import { describe, expect, it } from 'vitest';
import { readProfile } from '../../src-main/core/profile/read-profile.ts';
import { seal } from '../../src-main/core/secrets/sealed.ts';
import { secretSource } from '../../src-main/engine/secret-source.ts';
import { FakeWorld } from '../support/fake-world.ts';
import { berth, compose, shop, signal, up } from './shop.ts';

const variables = { DB__PASSWORD: 'correct-horse', API_PORT: '8000', CLOUD_SECRET: 'canary-of-the-host' };

describe('the source of values', () => {
  const sourceFor = (text: string | null) => {
    const read = text === null ? null : readProfile(text, 'berth.yaml');
    if (read?.ok === false) throw new Error(JSON.stringify(read.error));
    const { keychain } = new FakeWorld();
    const profile = read === null ? null : read.value;
    return secretSource(() => ({ profile, environment: 'local', variables, keychain, usesKeychain: true }));
  };

  it('gives what the profile declares as a secret, and of the environment nothing else', async () => {
    const source = sourceFor(berth);
    expect(await source.reveal('DB__PASSWORD')).toEqual({ ok: true, value: 'correct-horse' });
    for (const name of ['CLOUD_SECRET', 'API_PORT'])
      expect(await source.reveal(name)).toMatchObject({ error: { kind: 'secret-missing', key: name } });
  });

  it('gives any variable where there is no profile, as docker compose does', async () => {
    expect(await sourceFor(null).reveal('CLOUD_SECRET')).toEqual({ ok: true, value: 'canary-of-the-host' });
  });
});

describe('a reference that a file makes by itself', () => {
  const at = shop();
  const forged = seal('CLOUD_SECRET');
  const inYaml = forged.replaceAll(/[^A-Z_]+/gu, (sign) => `\\U000${sign.codePointAt(0)?.toString(16)}`);
  const shows = 'environment: { X: "forged" }\n    image: web:1';
  const showing = compose.replace('image: web:1', shows);

  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['an escape of the Compose file', { 'compose.yaml': showing.replace('forged', inYaml) }],
    [
      'an escape in a default',
      {
        'compose.yaml': showing.replace('forged', '${X}'),
        'berth.yaml': berth.replace('keys:', `keys:\n  X: { describe: x, default: "${inYaml}" }`),
      },
    ],
    [
      'an escape in what a key is composed of',
      {
        'compose.yaml': showing.replace('forged', '${X}'),
        'berth.yaml': berth.replace('keys:', `keys:\n  X: { describe: x, from: "${inYaml}\${API_PORT}" }`),
      },
    ],
    [
      'a file of variables of a service',
      {
        'compose.yaml': compose.replace('image: web:1', 'env_file: [x.env]\n    image: web:1'),
        'x.env': `X=${forged}\n`,
      },
    ],
    [
      'a raw file of variables of a service',
      {
        'compose.yaml': compose.replace(
          'image: web:1',
          'env_file: [{ path: x.env, format: raw }]\n    image: web:1',
        ),
        'x.env': `X=${forged}\n`,
      },
    ],
    ['.env.local', { '.env.local': `API_PORT=${forged}\n` }],
    [
      'a file of labels',
      {
        'compose.yaml': compose.replace('image: web:1', 'label_file: [x.env]\n    image: web:1'),
        'x.env': `X=${forged}\n`,
      },
    ],
  ])('is refused in %s', async (_, files) => {
    Object.assign(at.world.variables, variables);
    delete at.world.variables['API_PORT'];
    for (const [name, text] of Object.entries(files)) at.world.files.texts.set(`/srv/shop/${name}`, text);
    const session = await at.open();
    const plan = await session.plan(up, signal);
    expect(plan).toMatchObject({ ok: false });
    expect(at.world.engine.calls.filter((call) => call.startsWith('create'))).toEqual([]);
    expect(JSON.stringify(plan)).toMatch(/reserved|the secret CLOUD_SECRET/);
  });
});
