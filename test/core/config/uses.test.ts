import { expect, test } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { resolveConfig } from '../../../src-main/core/config/resolve.ts';
import { secretUses, secretViews, withUses } from '../../../src-main/core/config/uses.ts';
import { readProfile } from '../../../src-main/core/profile/read-profile.ts';

const read = readProfile(
  `berth: 1
project: t
keys:
  PASSWORD: { secret: true, describe: p, generate: { hex: 16 } }
  URL: { secret: true, describe: u, from: "x:\${PASSWORD}@db", delivery: file }
  TOKEN: { secret: true, describe: t }
  LEVEL: { describe: l, default: a }
`,
  'berth.yaml',
);
if (!read.ok) throw new Error(JSON.stringify(read.error));
const { config, views } = resolveConfig({
  profile: read.value,
  environment: 'local',
  sources: { variables: {}, dotEnv: {}, dotEnvLocal: {}, keychain: new Set(['PASSWORD']) },
});
const service = (environment: Record<string, string>) => ({ command: null, entrypoint: null, environment });
const model: Model = {
  name: 't',
  workingDir: '/t',
  files: [],
  services: {
    db: service({ POSTGRES_PASSWORD: config.values['PASSWORD'] ?? '' }),
    api: service({ DATABASE: `${config.values['URL']}?pool=1` }),
    web: service({ LEVEL: 'a' }),
  },
  networks: {},
  volumes: {},
  secrets: {},
  configs: {},
  disabled: [],
};

test('a secret is used where its reference stands, a composed one where its whole text stands', () => {
  expect([...secretUses(model, config)]).toEqual([
    ['PASSWORD', ['db', 'api']],
    ['URL', ['api']],
  ]);
});

test('secrets are shown with their state, never a value', () => {
  expect(secretViews(read.value, config, secretUses(model, config))).toEqual([
    {
      name: 'PASSWORD',
      describe: 'p',
      status: 'set',
      origin: 'keychain',
      usedBy: ['db', 'api'],
      canGenerate: true,
      delivery: 'env',
    },
    {
      name: 'URL',
      describe: 'u',
      status: 'composed',
      origin: 'composed',
      usedBy: ['api'],
      canGenerate: false,
      delivery: 'file',
    },
    {
      name: 'TOKEN',
      describe: 't',
      status: 'missing',
      origin: null,
      usedBy: [],
      canGenerate: false,
      delivery: 'env',
    },
  ]);
});

test('key views name the services that use them', () => {
  expect(withUses(views, secretUses(model, config)).map(({ usedBy }) => usedBy)).toEqual([
    ['db', 'api'],
    ['api'],
    [],
    [],
  ]);
});
