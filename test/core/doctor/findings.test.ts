import { expect, test } from 'vitest';
import type { FindingView } from '../../../src-main/contract/view.ts';
import type { BundleManifest } from '../../../src-main/core/database/bundle.ts';
import type { Facts, ProjectFact } from '../../../src-main/core/doctor/facts.ts';
import { findings } from '../../../src-main/core/doctor/findings.ts';

const GiB = 1024 ** 3;
const project: ProjectFact = {
  dir: '/p',
  needs: { engine: '>=24', memory: '4GiB', disk: '10GiB' },
  profile: 'read',
  problems: [],
  secrets: [{ name: 'DB__PASSWORD', status: 'set', canGenerate: true }],
  ports: [{ service: 'api', port: 8000, address: '127.0.0.1', key: 'API_PORT', state: 'free', owner: null }],
};
const good: Facts = {
  engine: {
    state: 'ready',
    version: '28.5.2',
    endpoint: 'unix:///var/run/docker.sock',
    memoryBytes: 3.9 * GiB,
    apiVersion: '1.51',
    product: 'Docker Engine',
    containers: 'linux',
  },
  keychain: { state: 'ready', name: 'Secret Service' },
  disk: { path: '/var/lib/docker', freeBytes: 20 * GiB },
  memoryBytes: 16 * GiB,
  project,
};

const withProject = (change: Partial<ProjectFact>): Facts => ({
  ...good,
  project: { ...project, ...change },
});
const one = (facts: Facts, id: string): FindingView | undefined =>
  findings(facts).find((finding) => finding.id === id);

test('a good machine has every check, each ok with its evidence', () => {
  const all = findings(good);
  expect(all.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'engine ok',
    'engine-abilities ok',
    'keychain ok',
    'disk ok',
    'memory ok',
    'profile ok',
    'secrets ok',
    'port-8000 ok',
  ]);
  expect(all.every(({ evidence, fix }) => evidence !== '' && fix === null)).toBe(true);
});

test('every check that is not ok says what to do', () => {
  const bad: Facts = {
    engine: {
      state: 'unreachable',
      problem: { kind: 'engine-absent', endpoint: 'unix:///x', detail: 'ENOENT' },
    },
    keychain: { state: 'failed', problem: { kind: 'keychain-locked', detail: 'no prompt' } },
    disk: { path: '/p', freeBytes: 2 * GiB },
    memoryBytes: 2 * GiB,
    project: {
      ...project,
      profile: 'faulty',
      problems: [
        {
          kind: 'profile-invalid',
          message: 'keys.A has no key x',
          at: { file: 'berth.yaml', line: 2, column: 3 },
          hint: 'Did you mean y?',
        },
        { kind: 'compose-missing', dir: '/p', looked: ['compose.yaml'] },
      ],
      secrets: [
        { name: 'A', status: 'missing', canGenerate: true },
        { name: 'B', status: 'missing', canGenerate: false },
      ],
      ports: [
        {
          service: 'api',
          port: 8000,
          address: '127.0.0.1',
          key: 'API_PORT',
          state: 'taken',
          owner: 'nginx, process 7',
        },
      ],
    },
  };
  const all = findings(bad);
  expect(all.map(({ id, status }) => `${id} ${status}`)).toEqual([
    'engine problem',
    'keychain problem',
    'disk problem',
    'memory problem',
    'profile problem',
    'files-1 problem',
    'secrets problem',
    'port-8000 problem',
  ]);
  expect(all.filter(({ fix }) => fix === null)).toEqual([]);
});

test('an engine older than the profile needs is a problem with both versions', () => {
  const facts = {
    ...good,
    engine: {
      state: 'ready',
      version: '23.0.1',
      endpoint: 'npipe',
      memoryBytes: null,
      apiVersion: '1.51',
      product: 'Docker Engine',
      containers: 'linux',
    } as const,
  };
  expect(one(facts, 'engine')).toMatchObject({
    status: 'problem',
    evidence: 'Version 23.0.1 at npipe; the profile needs >=24.',
    fix: 'Update Docker to 24 or newer.',
  });
});

test('without a need a disk that is nearly full is a warning', () => {
  const facts = { ...withProject({ needs: null }), disk: { path: '/p', freeBytes: GiB / 2 } };
  expect(one(facts, 'disk')).toMatchObject({ status: 'warning', evidence: '512 MiB free at /p.' });
});

test('what cannot be told is unknown, not ok', () => {
  const facts: Facts = {
    ...good,
    disk: null,
    memoryBytes: null,
    engine: {
      state: 'ready',
      version: '28',
      endpoint: 'e',
      memoryBytes: null,
      apiVersion: '1.51',
      product: 'Docker Engine',
      containers: 'linux',
    },
  };
  expect([one(facts, 'disk')?.status, one(facts, 'memory')?.status]).toEqual(['unknown', 'unknown']);
});

test('a port names its owner and the key that moves it', () => {
  const ports = [
    { service: 'api', port: 8000, address: '127.0.0.1', key: 'API_PORT', state: 'taken', owner: null },
    { service: 'web', port: 80, address: '0.0.0.0', key: null, state: 'taken', owner: 'nginx, process 7' },
    { service: 'db', port: 5432, address: '127.0.0.1', key: null, state: 'this project', owner: null },
  ] as const;
  const all = findings(withProject({ ports }));
  expect(all.slice(-3).map(({ evidence, fix }) => [evidence, fix])).toEqual([
    [
      '127.0.0.1:8000 is taken by a process that cannot be told.',
      'Stop it, or set API_PORT to another port.',
    ],
    ['0.0.0.0:80 is taken by nginx, process 7.', 'Stop it, or publish another port.'],
    ['127.0.0.1:5432 is held by this project.', null],
  ]);
});

test('missing secrets are named with the commands that set them', () => {
  const secrets = [
    { name: 'A', status: 'missing', canGenerate: true },
    { name: 'B', status: 'missing', canGenerate: false },
    { name: 'C', status: 'composed', canGenerate: false },
  ] as const;
  expect(one(withProject({ secrets }), 'secrets')).toMatchObject({
    evidence: 'Not set: A, B.',
    fix: 'Run `berth secrets generate --missing`, `berth secrets set B`.',
  });
});

test('no profile is a warning, and no project leaves the checks of the machine', () => {
  expect(one(withProject({ profile: 'none', needs: null }), 'profile')?.status).toBe('warning');
  expect(findings({ ...good, project: null }).map(({ id }) => id)).toEqual([
    'engine',
    'engine-abilities',
    'keychain',
    'disk',
    'memory',
  ]);
});

test('an engine that lacks what a Compose file may ask for is told with what it lacks', () => {
  const engine = {
    ...good.engine,
    product: 'Podman',
    version: '4.3.1',
    apiVersion: '1.41',
  } as Facts['engine'];
  expect(one({ ...good, engine }, 'engine-abilities')).toMatchObject({
    status: 'warning',
    evidence: expect.stringMatching(
      /^Podman 4\.3\.1, API 1\.41; it cannot do: build secrets.*start_interval/,
    ),
  });
  const newer = { ...good.engine, apiVersion: '1.47' } as Facts['engine'];
  expect(one({ ...good, engine: newer }, 'engine-abilities')?.evidence).toContain('`image`');
});

test('an engine of Windows containers is a problem with the way out', () => {
  const engine = { ...good.engine, product: 'Docker Desktop', containers: 'windows' } as Facts['engine'];
  expect(one({ ...good, engine }, 'engine-containers')).toMatchObject({
    status: 'problem',
    fix: expect.stringContaining('Switch to Linux containers'),
  });
  expect(one(good, 'engine-containers')).toBeUndefined();
});

test('the seed is found and signed as the profile says, or each doubt about it is a finding of its own', () => {
  const file = '/p/seeds/base.berth';
  const manifest: BundleManifest = {
    ...{
      berth: 1,
      project: 'p',
      service: 'db',
      volume: 'v',
      snapshot: 'base',
      note: '',
      image: 'x',
      digest: '',
    },
    ...{ server: null, revision: '', commit: '', takenAt: null, createdAt: 0, bytes: null },
    payload: { bytes: 5_200_000, sha256: 'd'.repeat(64) },
    signer: { name: 'ada@laptop', key: 'k'.repeat(43) },
  };
  const head = { manifest, keyId: 'e'.repeat(32) };
  expect(one(good, 'seed')).toBeUndefined();
  expect(one(withProject({ seed: { file, head, problems: [] } }), 'seed')).toMatchObject({
    status: 'ok',
    evidence: `${file}: snapshot base, 6 MB, signed by ada@laptop with the key that berth.yaml names.`,
  });
  const missing = { file, head: null, problems: [{ kind: 'seed-missing', file }] } as const;
  expect(one(withProject({ seed: missing }), 'seed')).toMatchObject({
    status: 'problem',
    evidence: expect.stringContaining(file),
    fix: expect.stringContaining('git lfs pull'),
  });
  const signer = { kind: 'seed-signer', file, signer: 'eve', expected: 'e', found: 'f' } as const;
  const foreign = { kind: 'seed-foreign', file, project: 'other', expected: 'p' } as const;
  const doubted = withProject({ seed: { file, head, problems: [signer, foreign] } });
  expect([one(doubted, 'seed')?.fix, one(doubted, 'seed-2')?.fix]).toEqual([
    expect.stringContaining('signer: "f"'),
    expect.stringContaining('from_project: other'),
  ]);
});

test('a port that two services want is one finding, and a problem although nothing has it yet', () => {
  const free = { key: null, state: 'free', owner: null } as const;
  const ports = [
    { ...free, service: 'api', port: 8000, address: '127.0.0.1' },
    { ...free, service: 'web', port: 8000, address: '0.0.0.0' },
    // Of one service, and of two at different addresses: each can have its own.
    { ...free, service: 'api', port: 9000, address: '127.0.0.1' },
    { ...free, service: 'api', port: 9000, address: '::1' },
    { ...free, service: 'db', port: 9100, address: '127.0.0.1' },
    { ...free, service: 'web', port: 9100, address: '127.0.0.2' },
  ];
  const found = findings(withProject({ ports })).filter(({ id }) => id.startsWith('port-'));
  expect(found.map(({ id, title, status }) => [id, title, status])).toEqual([
    ['port-8000', 'Port 8000 for api, web', 'problem'],
    ['port-9000', 'Port 9000 for api', 'ok'],
    ['port-9100', 'Port 9100 for db, web', 'ok'],
  ]);
  expect(found[0]?.evidence).toBe('api and web both want 0.0.0.0:8000.');
});
