import { describe, expect, test } from 'vitest';
import { containerOf } from '../../../src-main/adapters/docker/container-facts.ts';
import { imageOf, volumeOf } from '../../../src-main/adapters/docker/object-facts.ts';
import {
  afterLine,
  type PullJson,
  type PullState,
  printPull,
} from '../../../src-main/adapters/docker/pull-progress.ts';
import { referenceOf } from '../../../src-main/adapters/docker/reference.ts';
import { readTrace } from '../../../src-main/adapters/docker/build-trace.ts';

/** Recorded from engine 28.5 (GET /containers/{id}/json), shortened to what is read. */
const recorded = {
  Id: 'cea1e9a2ea437846436cd9ee65be811ebe620c37c4508b4976b0399d52ce7700',
  Name: '/shop-db-1',
  Image: 'sha256:a3f7',
  RestartCount: 2,
  Platform: 'linux',
  State: {
    Status: 'running',
    ExitCode: 0,
    OOMKilled: false,
    StartedAt: '2026-11-21T18:12:52.389039672Z',
    FinishedAt: '0001-01-01T00:00:00Z',
    Health: {
      Status: 'unhealthy',
      FailingStreak: 4,
      Log: [
        { Start: '2026-11-21T18:12:53Z', End: '2026-11-21T18:12:54.5Z', ExitCode: 1, Output: 'first' },
        { Start: '2026-11-21T18:12:55Z', End: '2026-11-21T18:12:56Z', ExitCode: 2, Output: 'no response\n' },
      ],
    },
  },
  Config: {
    Image: 'postgres:16',
    Labels: {
      'com.docker.compose.service': 'db',
      'com.docker.compose.container-number': '1',
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.config-hash': 'abc',
      'com.docker.compose.image': 'sha256:made',
    },
  },
  Mounts: [
    {
      Type: 'volume',
      Name: 'shop_data',
      Source: '/var/lib/docker/volumes/shop_data/_data',
      Destination: '/data',
      RW: true,
    },
    { Type: 'bind', Source: '/host', Destination: '/host', RW: false },
  ],
  NetworkSettings: {
    Networks: { shop_default: { NetworkID: 'f00d' }, other: null },
    Ports: { '5432/tcp': [{ HostIp: '127.0.0.1', HostPort: '5432' }], '53/udp': null, '80/tcp': [] },
  },
};

describe('a container', () => {
  test('is read from what the engine says of it', () => {
    expect(containerOf(recorded)).toEqual({
      id: recorded.Id,
      name: 'shop-db-1',
      service: 'db',
      number: 1,
      oneOff: false,
      state: 'running',
      health: 'unhealthy',
      exitCode: null,
      outOfMemory: false,
      restarts: 2,
      startedAt: Date.parse('2026-11-21T18:12:52.389Z'),
      finishedAt: null,
      configHash: 'abc',
      imageId: 'sha256:made',
      image: 'postgres:16',
      labels: recorded.Config.Labels,
      networks: ['shop_default', 'other'],
      networkIds: { shop_default: 'f00d' },
      mounts: [
        { type: 'volume', source: 'shop_data', target: '/data', readOnly: false },
        { type: 'bind', source: '/host', target: '/host', readOnly: true },
      ],
      ports: [
        { container: 5432, protocol: 'tcp', host: { address: '127.0.0.1', port: 5432 } },
        { container: 53, protocol: 'udp', host: null },
        { container: 80, protocol: 'tcp', host: null },
      ],
      probe: { output: 'no response\n', exitCode: 2, at: Date.parse('2026-11-21T18:12:56Z') },
      failingStreak: 4,
    });
  });

  test('that has stopped is not healthy any more, and keeps its exit code', () => {
    const State = { ...recorded.State, Status: 'exited', ExitCode: 137, FinishedAt: '2026-11-21T18:13:00Z' };
    const found = containerOf({ ...recorded, State: { ...State, Health: { Status: 'healthy' } } });
    expect(found).toMatchObject({
      state: 'exited',
      health: 'none',
      exitCode: 137,
      finishedAt: Date.parse('2026-11-21T18:13:00Z'),
    });
  });

  test('that was never started has no start, no end and no exit code', () => {
    const State = {
      Status: 'created',
      ExitCode: 0,
      StartedAt: '0001-01-01T00:00:00Z',
      FinishedAt: '0001-01-01T00:00:00Z',
    };
    expect(containerOf({ ...recorded, State })).toMatchObject({
      exitCode: null,
      startedAt: null,
      finishedAt: null,
      probe: null,
    });
  });

  test('without labels or anything else is still one', () => {
    expect(containerOf({ Id: 'x', Image: 'sha256:i' })).toMatchObject({
      service: '',
      number: 0,
      imageId: 'sha256:i',
      networks: [],
    });
  });
});

test('an image’s health check of NONE is none, and a volume may have no labels', () => {
  expect(imageOf({ Config: { Healthcheck: { Test: ['NONE'] } } }).healthcheck).toBe(false);
  expect(
    imageOf({ Config: { Healthcheck: { Test: ['CMD', 'x'] }, Volumes: { '/data': {} } } }),
  ).toMatchObject({ healthcheck: true, volumes: ['/data'] });
  expect(volumeOf({ Name: 'v', Driver: 'local', Labels: null })).toEqual({
    name: 'v',
    driver: 'local',
    createdAt: null,
    labels: {},
  });
});

test('a reference is split as registries split it', () => {
  const split = (text: string): string => {
    const { registry, name, version } = referenceOf(text);
    return `${registry} ${name} ${version}`;
  };
  expect([
    split('postgres'),
    split('postgres:16'),
    split('acme/api:1'),
    split('localhost/api'),
    split('localhost:5000/api'),
    split('ghcr.io/acme/api:1@sha256:ab'),
  ]).toEqual([
    'docker.io postgres latest',
    'docker.io postgres 16',
    'docker.io acme/api 1',
    'localhost localhost/api latest',
    'localhost:5000 localhost:5000/api latest',
    'ghcr.io ghcr.io/acme/api sha256:ab',
  ]);
});

test('a pull’s progress never runs backwards though sizes become known late', () => {
  const lines: PullJson[] = [
    { status: 'Pulling from library/x', id: '1' },
    { id: 'a', status: 'Pulling fs layer' },
    { id: 'b', status: 'Pulling fs layer' },
    { id: 'c', status: 'Already exists' },
    { id: 'a', status: 'Downloading', progressDetail: { current: 500_000, total: 1_000_000 } },
    { id: 'b', status: 'Downloading', progressDetail: { current: 1_000_000, total: 90_000_000 } },
    { id: 'a', status: 'Download complete' },
    { id: 'a', status: 'Extracting', progressDetail: { current: 1, total: 1_000_000 } },
    { id: 'a', status: 'Pull complete' },
    { id: 'b', status: 'Pull complete' },
    { status: 'Digest: sha256:1' },
  ];
  let state: PullState = new Map();
  const fractions = lines.map((line) => {
    state = afterLine(state, line);
    return printPull(state).fraction ?? 0;
  });
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect(printPull(state)).toEqual({ text: '3 of 3 layers, 91 of 91 MB', fraction: 1 });
});

test('a build trace that cannot be read is an empty one', () => {
  for (const aux of ['', '////', 'CgUSA2Fi', 'not base64 !']) {
    expect(readTrace(Buffer.from(aux, 'base64')).output).toEqual([]);
  }
});
