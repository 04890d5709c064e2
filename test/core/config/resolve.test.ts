import { expect, test } from 'vitest';
import type { Environment } from '../../../src-main/contract/names.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import type { Sources } from '../../../src-main/core/config/config.ts';
import { resolveConfig } from '../../../src-main/core/config/resolve.ts';
import type { Profile } from '../../../src-main/core/profile/profile.ts';
import { readProfile } from '../../../src-main/core/profile/read-profile.ts';
import { printSealed, seal } from '../../../src-main/core/secrets/sealed.ts';

function profileOf(keys: string, environments = ''): Profile {
  const read = readProfile(`berth: 1\nproject: t\nkeys:\n${keys}\n${environments}`, 'berth.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

const none: Sources = { variables: {}, dotEnvLocal: {}, dotEnv: {}, keychain: new Set() };

const resolve = (
  profile: Profile | null,
  sources: Partial<Sources> = {},
  environment: Environment = 'local',
) => resolveConfig({ profile, environment, sources: { ...none, ...sources } });

const brief = (problems: readonly Problem[]): string[] =>
  problems.map((problem) => `${problem.kind} ${'key' in problem ? problem.key : ''}`);

const level = profileOf('  LEVEL: { describe: l, one_of: [a, b, c], default: a }');

test('an environment variable wins over .env.local, and that over the default, each with its origin', () => {
  const all = { variables: { LEVEL: 'c' }, dotEnvLocal: { LEVEL: 'b' }, dotEnv: { LEVEL: 'a' } };
  expect(resolve(level, all).views[0]).toMatchObject({
    value: 'c',
    origin: 'environment variable',
    shadowed: ['.env.local', 'default', '.env'],
  });
  expect(resolve(level, { dotEnvLocal: { LEVEL: 'b' } }).views[0]).toMatchObject({
    value: 'b',
    origin: '.env.local',
    shadowed: ['default'],
  });
  expect(resolve(level).views[0]).toMatchObject({ value: 'a', origin: 'default', shadowed: [] });
});

test('.env.local is read in local only, and says so elsewhere', () => {
  const { config, warnings } = resolve(level, { dotEnvLocal: { LEVEL: 'b' } }, 'ci');
  expect(config.values).toEqual({ LEVEL: 'a' });
  expect(warnings).toEqual(['.env.local sets LEVEL; it is read in local only.']);
});

test('with a profile .env is not read, and a warning says so', () => {
  const { config, warnings } = resolve(level, { dotEnv: { LEVEL: 'b' } });
  expect(config.values).toEqual({ LEVEL: 'a' });
  expect(warnings).toEqual(['.env sets LEVEL; with a profile it is not read. Move it to .env.local.']);
});

test('only declared keys come from outside', () => {
  const { config } = resolve(level, { variables: { AWS_SECRET_ACCESS_KEY: 'canary', HOME: '/home/x' } });
  expect(JSON.stringify(config)).not.toContain('canary');
  expect(Object.keys(config.values)).toEqual(['LEVEL']);
});

const secrets = profileOf(`  PASSWORD: { secret: true, describe: p, generate: { password: 24 } }
  URL: { secret: true, describe: u, type: url, from: "postgresql://app:\${PASSWORD}@db/\${NAME}" }
  NAME: { describe: n, default: app }`);

test('the value of a secret never enters the configuration, only its sealed reference', () => {
  const resolution = resolve(secrets, { variables: { PASSWORD: 'canary-value' } });
  expect(JSON.stringify(resolution)).not.toContain('canary-value');
  expect(resolution.config.values['PASSWORD']).toBe(seal('PASSWORD'));
  expect(resolution.views[0]).toMatchObject({
    name: 'PASSWORD',
    value: null,
    origin: 'environment variable',
  });
  expect(resolution.problems).toEqual([]);
});

test('a composed key holds the references of its parts', () => {
  const { config, views } = resolve(secrets, { keychain: new Set(['PASSWORD']) });
  expect(printSealed(config.values['URL'] ?? '')).toBe('postgresql://app:${PASSWORD}@db/app');
  expect(views.map(({ name, origin }) => `${name} ${origin}`)).toEqual([
    'PASSWORD keychain',
    'URL composed',
    'NAME default',
  ]);
});

test('a composed key can be given whole, and then shadows its composition', () => {
  const { config, views } = resolve(secrets, {
    keychain: new Set(['PASSWORD', 'URL']),
    variables: { URL: 'redis://h' },
  });
  expect(config.values['URL']).toBe(seal('URL'));
  expect(views[1]).toMatchObject({ origin: 'environment variable', shadowed: ['keychain', 'composed'] });
});

test('a missing part is reported once, not again for what is composed of it', () => {
  expect(brief(resolve(secrets).problems)).toEqual(['secret-missing PASSWORD']);
});

test('a required composed key is reported itself where its parts are not required', () => {
  const profile = profileOf(
    '  PASSWORD: { secret: true, describe: p }\n  URL: { secret: true, describe: u, from: "x:${PASSWORD}" }',
    'environments: { staging: { require: [URL] } }',
  );
  expect(brief(resolve(profile, {}, 'staging').problems)).toEqual(['secret-missing URL']);
  expect(brief(resolve(profile, { variables: { PASSWORD: 'given' } }, 'staging').problems)).toEqual([]);
});

test('an empty variable is no secret', () => {
  expect(brief(resolve(secrets, { variables: { PASSWORD: '' } }).problems)).toEqual([
    'secret-missing PASSWORD',
  ]);
  expect(
    resolve(secrets, { variables: { PASSWORD: '' }, keychain: new Set(['PASSWORD']) }).views[0]?.origin,
  ).toBe('keychain');
});

test('a secret in a .env file is reported and not used', () => {
  const { problems, config } = resolve(secrets, {
    dotEnv: { PASSWORD: 'leaked-1' },
    dotEnvLocal: { PASSWORD: 'leaked-2' },
  });
  expect(problems).toEqual([
    { kind: 'secret-in-file', key: 'PASSWORD', file: '.env.local' },
    { kind: 'secret-in-file', key: 'PASSWORD', file: '.env' },
    { kind: 'secret-missing', key: 'PASSWORD', environment: 'local', describe: 'p', canGenerate: true },
  ]);
  expect(JSON.stringify({ problems, config })).not.toContain('leaked');
});

test('a keychain that could not be asked makes nothing missing, and is named for those who depend on it', () => {
  const { problems, unanswered } = resolve(secrets, { keychain: null });
  expect([problems, unanswered]).toEqual([[], ['PASSWORD']]);
  expect(resolve(secrets, { keychain: null, variables: { PASSWORD: 'given' } }).unanswered).toEqual([]);
});

test('ci does not look into the keychain', () => {
  expect(brief(resolve(secrets, { keychain: new Set(['PASSWORD']) }, 'ci').problems)).toEqual([
    'secret-missing PASSWORD',
  ]);
  expect(brief(resolve(secrets, { keychain: null }, 'ci').problems)).toEqual(['secret-missing PASSWORD']);
});

for (const environment of ['ci', 'staging', 'production'] as const) {
  test(`in ${environment} a required key never rests on a default, nor on what is composed of one`, () => {
    const profile = profileOf(
      '  A: { describe: a, default: x }\n  B: { describe: b, from: "${A}/b" }\n  C: { describe: c, default: y }',
      `environments: { ${environment}: { require: [A, B] } }`,
    );
    expect(brief(resolve(profile, {}, environment).problems)).toEqual(['key-missing A']);
    expect(brief(resolve(profile, { variables: { A: '' } }, environment).problems)).toEqual([
      'key-missing A',
    ]);
    const given = resolve(profile, { variables: { A: 'set' } }, environment);
    expect([given.problems, given.config.values]).toEqual([[], { A: 'set', B: 'set/b', C: 'y' }]);
  });
}

test('a composed required key that rests on the default of an optional part is missing', () => {
  const profile = profileOf(
    '  A: { describe: a, default: x }\n  B: { describe: b, from: "${A}/b" }',
    'environments: { staging: { require: [B] } }',
  );
  expect(brief(resolve(profile, {}, 'staging').problems)).toEqual(['key-missing B']);
});

test('in local the default of a required key is good enough', () => {
  const profile = profileOf('  A: { describe: a, default: x }', 'environments: { local: { require: [A] } }');
  expect(resolve(profile).problems).toEqual([]);
});

test('every problem of every key is reported at once', () => {
  const profile = profileOf(`  PORT: { describe: p, type: port }
  COUNT: { describe: c, type: integer, default: 1 }
  RATE: { describe: r, type: number, default: 1 }
  FLAG: { describe: f, type: boolean, default: true }
  LINK: { describe: l, type: url, default: "http://x" }
  LEVEL: { describe: l, one_of: [a, b], default: a }
  GONE: { describe: g }
  TOKEN: { secret: true, describe: t }`);
  const variables = { PORT: '70000', COUNT: '1.5', RATE: 'fast', FLAG: 'yes', LINK: 'x y', LEVEL: 'z' };
  const { problems } = resolve(profile, { variables });
  expect(brief(problems)).toEqual([
    'key-invalid PORT',
    'key-invalid COUNT',
    'key-invalid RATE',
    'key-invalid FLAG',
    'key-invalid LINK',
    'key-invalid LEVEL',
    'key-missing GONE',
    'secret-missing TOKEN',
  ]);
  expect(problems[0]).toEqual({
    kind: 'key-invalid',
    key: 'PORT',
    environment: 'local',
    expected: 'a port from 1 to 65535',
    found: '"70000"',
  });
});

test('a secret of the wrong form is named without its value', () => {
  const profile = profileOf('  URL: { secret: true, describe: u, type: url }');
  const { problems } = resolve(profile, { variables: { URL: 'canary-no-url' } });
  expect(brief(problems)).toEqual(['key-invalid URL']);
  expect(JSON.stringify(problems)).not.toContain('canary');
});

test('a value from outside cannot forge a reference to a secret', () => {
  const profile = profileOf('  A: { describe: a }\n  S: { secret: true, describe: s }');
  const forged = { variables: { A: `x${seal('S')}`, S: 'set-value' } };
  expect(brief(resolve(profile, forged).problems)).toEqual(['key-invalid A']);
  expect(brief(resolve(null, forged).problems)).toEqual(['key-invalid A']);
  expect(resolve(null, forged).config.values).not.toHaveProperty('A');
});

test('without a profile the values are the process environment over .env', () => {
  const { config, problems, views } = resolve(null, {
    variables: { A: 'env', HOME: '/h' },
    dotEnv: { A: 'file', B: 'file' },
  });
  expect(config).toEqual({
    environment: 'local',
    hasProfile: false,
    keys: {},
    values: { A: 'env', B: 'file', HOME: '/h' },
  });
  expect([problems, views]).toEqual([[], []]);
});

test('without a profile what looks like a secret in .env is warned of by name alone', () => {
  const dotEnv = {
    DB_PASSWORD: 'canary1',
    DB_PASSWORD_FILE: '/run/secrets/x',
    EMPTY_TOKEN: '',
    LINK: 'redis://:canary2@h',
    PEM: '-----BEGIN PRIVATE KEY-----',
    PORT: '80',
  };
  expect(resolve(null, { dotEnv }).warnings).toEqual([
    '.env holds what looks like a secret: DB_PASSWORD, LINK, PEM. With a berth.yaml it would live in the keychain.',
  ]);
});
