import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { printAt } from '../../../src-main/contract/names.ts';
import type { Problem } from '../../../src-main/contract/problem.ts';
import { readProfile } from '../../../src-main/core/profile/read-profile.ts';

const whole = `berth: 1
project: tms
compose: [compose.yaml]
keys:
  API__DATABASE_URL:
    secret: true
    describe: PostgreSQL URL of the api
    from: postgresql://app:\${DB__PASSWORD}@db:5432/app
  DB__PASSWORD: { secret: true, describe: Password of the app role, generate: { password: 24 } }
  API__JWT_KID: { describe: Id of the signing key, default: one }
  API__JWT_PRIVATE_KEY: { secret: true, describe: Signs access tokens, generate: { rsa: 2048 }, rotate: { keep: 1, kid: API__JWT_KID } }
  API__LOG_LEVEL: { describe: Log level, one_of: [debug, info, warning, error], default: info }
  API_PORT: { describe: Host port of the api, type: port, default: 8000 }
services:
  api: { url: "http://127.0.0.1:\${API_PORT}", health: /health, ready: /ready, version: /version, metrics: /metrics }
database:
  service: db
  volume: dbdata
  migrate: { service: api, command: [alembic, upgrade, head], heads: [alembic, heads], inputs: [api/migrations] }
  seed: { service: api, command: [python, seed_db.py], inputs: [api/seed_db.py] }
environments:
  local: { seed: true }
  ci: { ephemeral: true, seed: true }
  staging: { require: [API__DATABASE_URL] }
needs: { engine: ">=24", memory: 4GiB, disk: 10GiB }
`;

function printed(text: string): string[] {
  const read = readProfile(text, 'berth.yaml');
  if (read.ok) return [];
  return read.error.map((problem: Problem) => {
    if (problem.kind !== 'profile-invalid') return problem.kind;
    const place = problem.at === null ? '' : printAt(problem.at);
    return `${place}: ${problem.message}${problem.hint === null ? '' : ` | ${problem.hint}`}`;
  });
}

const small = (keys: string, rest = ''): string => `berth: 1\nproject: tms\nkeys:\n${keys}\n${rest}`;

test('a whole profile is read with its defaults filled in', () => {
  const read = readProfile(whole, 'berth.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { keys, services, database, environments, needs } = read.value;
  expect(keys['API_PORT']).toEqual({
    describe: 'Host port of the api',
    secret: false,
    type: 'port',
    oneOf: null,
    default: '8000',
    from: null,
    generate: null,
    delivery: 'env',
  });
  expect(keys['API__JWT_PRIVATE_KEY']?.generate).toEqual({ rsa: 2048 });
  expect(services['api']?.metrics).toBe('/metrics');
  expect(database?.migrate?.heads).toEqual(['alembic', 'heads']);
  expect(database?.seed).toMatchObject({ command: ['python', 'seed_db.py'], heads: null });
  expect(environments.staging).toEqual({ seed: false, ephemeral: false, require: ['API__DATABASE_URL'] });
  expect(needs).toEqual({ engine: '>=24', memory: '4GiB', disk: '10GiB' });
});

test('the smallest profile is its version and its project', () => {
  const read = readProfile('berth: 1\nproject: tms\n', 'berth.yaml');
  expect(read.ok && [read.value.compose, read.value.keys, read.value.database]).toEqual([[], {}, null]);
});

test('empty sections and a byte order mark do no harm', () => {
  expect(
    printed('\u{FEFF}berth: 1\nproject: tms\nkeys:\nservices:\ndatabase:\nenvironments:\n  local:\nneeds:\n'),
  ).toEqual([]);
});

test('an unknown key is reported at its own place with the nearest known key', () => {
  expect(printed('berth: 1\nproject: tms\nserivces: {}\n')).toEqual([
    'berth.yaml:3:1: berth.yaml has no key serivces | Did you mean services?',
  ]);
  expect(printed(small('  A: { describe: a, secrt: true }'))).toEqual([
    'berth.yaml:4:21: keys.A has no key secrt | Did you mean secret?',
  ]);
  expect(printed('berth: 1\nproject: tms\nenvironments:\n  prod: {}\n')).toEqual([
    'berth.yaml:4:3: environments has no key prod | Known here: local, ci, staging, production.',
  ]);
});

test('every fault of a file is reported at once, in the order of the text', () => {
  const text = `berth: 1
project: Not Good
keys:
  lower: { describe: x }
  PORT: { describe: x, type: port, default: 99999 }
  LEVEL: { describe: x, one_of: [a, b], default: c }
  NAMELESS: { secret: maybe }
  BAD: { describe: x, generate: { password: 2 }, secret: true }
environments:
  staging: { require: [PRT] }
needs: { memory: lots, engine: new }
`;
  expect(printed(text)).toEqual([
    'berth.yaml:2:10: project: expected lower-case letters, digits, "-" and "_" (at most 63), e.g. tms, found "Not Good"',
    'berth.yaml:4:3: keys.lower: expected a key in upper snake case, e.g. API__LOG_LEVEL',
    'berth.yaml:5:45: keys.PORT.default: expected a port from 1 to 65535, found 99999',
    'berth.yaml:6:50: keys.LEVEL.default: expected one of a, b, found "c"',
    'berth.yaml:7:13: keys.NAMELESS.describe: it is missing',
    'berth.yaml:7:23: keys.NAMELESS.secret: expected true or false, found "maybe"',
    'berth.yaml:8:45: keys.BAD.generate.password: expected at least 8, found 2',
    'berth.yaml:10:24: PRT is not declared under keys | Did you mean PORT?',
    'berth.yaml:11:18: needs.memory: expected a size such as 4GiB (units: B, KB, MB, GB, TB, KiB, MiB, GiB, TiB), found "lots"',
    'berth.yaml:11:32: needs.engine: expected a lowest version such as >=24 or >=24.0.7, found "new"',
  ]);
});

test('another schema version is named as such', () => {
  expect(printed('berth: 2\nproject: tms\n')).toEqual([
    'berth.yaml:1:8: berth: expected 1, found 2: this Berth reads schema version 1 | A newer Berth may be needed for this file.',
  ]);
  expect(printed('project: tms\n')).toEqual(['berth.yaml:1:1: berth: it is missing']);
});

test('a duplicate key and broken syntax are reported with their places', () => {
  expect(printed('berth: 1\nproject: tms\nproject: two\nberth: 2\n')).toEqual([
    'berth.yaml:3:1: the key "project" stands twice in this mapping: first on line 2',
    'berth.yaml:4:1: the key "berth" stands twice in this mapping: first on line 1',
  ]);
  expect(printed('berth: 1\nkeys: [\n')[0]).toMatch(/^berth\.yaml:3:1: /u);
  expect(printed('berth: 1\n---\nberth: 1\n')).toEqual([
    'berth.yaml:1:1: the file holds more than one document',
  ]);
  expect(printed('')).toEqual(['berth.yaml:1:1: the file is empty']);
  expect(printed('just words')[0]).toBe(
    'berth.yaml:1:1: the file: expected keys and values, found "just words"',
  );
});

test('what a composed key refers to is declared, and never itself', () => {
  const keys = `  A: { describe: a, from: "x\${B}" }
  B: { describe: b, from: "y\${A}" }
  C: { describe: c, from: "\${D}" }
  D: { describe: d, secret: true }
  E: { describe: e, from: "\${MISING}\${C:-d}" }
  F: { describe: f, from: fixed }
  G: { describe: g, from: "\${GG}" }`;
  expect(printed(small(keys))).toEqual([
    'berth.yaml:4:27: A is composed of itself',
    'berth.yaml:5:27: B is composed of itself',
    'berth.yaml:6:27: C holds the secret D, so it is a secret too | Add secret: true.',
    'berth.yaml:8:27: ${C:-d} is not a reference to a key | Write ${NAME}; a dollar sign is $$.',
    'berth.yaml:9:27: F is composed of no other key | Use default for a fixed value.',
    'berth.yaml:10:27: GG is not declared under keys | Did you mean G?',
  ]);
});

test('a secret has no default, no list of values, and no name that reaches a browser', () => {
  const keys = `  A: { describe: a, secret: true, default: x }
  B: { describe: b, secret: true, one_of: [x] }
  WEB__PUBLIC_KEY: { describe: c, secret: true }
  VITE_TOKEN: { describe: d, secret: true }
  E: { describe: e, generate: { hex: 16 } }`;
  expect(printed(small(keys)).map((line) => line.replace(/ \|.*/u, ''))).toEqual([
    'berth.yaml:4:44: A is a secret, so it has no default',
    'berth.yaml:5:43: B is a secret, so its values are not listed',
    'berth.yaml:6:43: WEB__PUBLIC_KEY reaches the browser by its name, so it cannot be a secret',
    'berth.yaml:7:38: VITE_TOKEN reaches the browser by its name, so it cannot be a secret',
    'berth.yaml:8:31: E is not a secret, so it is not generated',
  ]);
});

test('the URL of a service refers to declared keys and to no secret', () => {
  const rest = 'services:\n  api: { url: "http://h:${PORTS}" }\n  web: { url: "http://${S}" }\n';
  expect(printed(small('  PORT: { describe: p }\n  S: { describe: s, secret: true }', rest))).toEqual([
    'berth.yaml:7:15: PORTS is not declared under keys | Did you mean PORT?',
    'berth.yaml:8:15: a URL that people open cannot hold the secret S',
  ]);
});

test('a database names its service', () => {
  expect(printed('berth: 1\nproject: t\ndatabase: { service: "", volume: v }\n')[0]).toMatch(
    /^berth\.yaml:3:22: database\.service: expected a service name/u,
  );
});

test('paths of another machine are refused', () => {
  expect(printed('berth: 1\nproject: t\ncompose: [/etc/x.yaml, "C:\\\\x.yaml", ../up.yaml]\n')).toEqual([
    'berth.yaml:3:11: compose[0]: expected a path relative to the folder of berth.yaml, found "/etc/x.yaml"',
    'berth.yaml:3:24: compose[1]: expected a path relative to the folder of berth.yaml, found "C:\\\\x.yaml"',
  ]);
});

const bombs: Readonly<Record<string, string>> = {
  'one megabyte of brackets': `berth: ${'['.repeat(999_000)}`,
  'half a megabyte of nested maps': `a: ${'{a: '.repeat(120_000)}`,
  'ten levels of nine aliases': `a0: &a0 [x]\n${Array.from({ length: 10 }, (_, i) => `a${i + 1}: &a${i + 1} [${Array(9).fill(`*a${i}`).join(',')}]`).join('\n')}`,
  'more than a megabyte': `a: ${'x'.repeat(1_000_001)}`,
  'a collection that never ends in one line': `a: ${'[{'.repeat(400_000)}`,
  'nested block sequences': `a:\n ${'- '.repeat(490_000)}x`,
};

for (const [name, text] of Object.entries(bombs)) {
  test(`a hostile file ends in a problem: ${name}`, () => {
    expect(printed(text).length).toBeGreaterThan(0);
  });
}

test('a key named __proto__ changes nothing', () => {
  printed(small('  __proto__: { describe: x, polluted: true }'));
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(printed('berth: 1\nproject: t\n__proto__: { needs: 1 }\nconstructor: 2\n').length).toBeGreaterThan(
    0,
  );
});

test('a text with the characters of a sealed reference is refused', () => {
  expect(printed('berth: 1\nproject: t # \u{F5EA1}DB__PASSWORD\u{F5EA2}\n')).toEqual([
    'berth.yaml:1:1: the file holds a character that is reserved for references to secrets (U+F5EA1 or U+F5EA2)',
  ]);
});

test('the profile of the sample has no fault', async () => {
  const text = await readFile(new URL('../../../resources/sample/berth.yaml', import.meta.url), 'utf8');
  expect(printed(text)).toEqual([]);
});

test('a seed is a command or a bundle with the one key that may have signed it', () => {
  const signer = '0123456789abcdef0123456789abcdef';
  const seeded = (seed: string): string =>
    `berth: 1\nproject: tms\ndatabase:\n  service: db\n  volume: dbdata\n  seed: ${seed}\n`;
  const read = readProfile(seeded(`{ bundle: seeds/base.berth, signer: ${signer} }`), 'berth.yaml');
  expect(read.ok && read.value.database?.seed).toEqual({
    bundle: 'seeds/base.berth',
    signer,
    fromProject: null,
  });
  expect(printed(seeded('{ bundle: /seeds/base.berth, signer: ada, from_projet: x }'))).toEqual([
    'berth.yaml:6:19: database.seed.bundle: expected a path relative to the folder of berth.yaml, found "/seeds/base.berth"',
    'berth.yaml:6:46: database.seed.signer: expected the id of a key: 32 hex digits, as `berth db keys` prints it, found "ada"',
    'berth.yaml:6:51: database.seed has no key from_projet | Did you mean from_project?',
  ]);
  expect(printed(seeded(`{ bundel: seeds/base.berth, signer: ${signer} }`))).toEqual([
    'berth.yaml:6:9: database.seed.bundle: it is missing',
    'berth.yaml:6:11: database.seed has no key bundel | Did you mean bundle?',
  ]);
  expect(printed(seeded('{ service: api, comand: [seed] }'))).toEqual([
    'berth.yaml:6:9: database.seed.command: it is missing',
    'berth.yaml:6:25: database.seed has no key comand | Did you mean command?',
  ]);
  expect(printed(seeded(`{ service: api, command: [seed], bundle: a, signer: ${signer} }`))).toEqual([
    'berth.yaml:6:9: database.seed: expected a command or a bundle, found both | Keep service and command, or bundle and signer.',
  ]);
  expect(printed(seeded('[seed]'))).toEqual([
    'berth.yaml:6:9: database.seed: expected a service and a command, or a bundle and its signer, found a list',
  ]);
});
