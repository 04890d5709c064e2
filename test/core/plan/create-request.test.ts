import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { createRequest } from '../../../src-main/core/plan/create-request.ts';
import type { ObservedContainer } from '../../../src-main/core/plan/observed.ts';
import { networkRequest, volumeRequest } from '../../../src-main/core/plan/resource-requests.ts';
import recorded from './recorded-requests.json' with { type: 'json' };
import { strip } from './strip.ts';

type Body = { readonly Image: string; readonly Labels: Readonly<Record<string, string>> };
const bodies = recorded.containers as unknown as Readonly<
  Record<string, { readonly platform: string | null; readonly body: Body }>
>;
const model = {
  ...recorded.config,
  workingDir: '/srv/project',
  files: ['/srv/project/compose.yaml'],
  disabled: [],
} as unknown as Model;

const bodyOf = (name: string): Body => {
  const body = bodies[name]?.body;
  if (body === undefined) throw new Error(`nothing was recorded for ${name}`);
  return body;
};
const imageOf = (body: Body) => ({
  id: body.Labels['com.docker.compose.image'] ?? '',
  digests: [],
  volumes: [],
  healthcheck: false,
});

describe('the create request equals what docker compose 2.40.3 sent', () => {
  it.each([
    ['plnrec-db-1', 'db', 1],
    ['plnrec-api-1', 'api', 1],
  ])('for %s', (name, service, number) => {
    const expected = bodyOf(name);
    const request = createRequest({
      model,
      service,
      physical: {},
      image: imageOf(expected),
      configHash: expected.Labels['com.docker.compose.config-hash'] ?? '',
      made: {},
      texts: {},
      kind: { as: 'replica', number, replaces: null, inherits: true },
    });
    expect(request.name).toBe(name);
    expect(request.platform).toBe(bodies[name]?.platform ?? null);
    expect(strip(request.body)).toEqual(strip(expected));
  });

  it('for a one-off container, but for standard input, which Berth does not attach', () => {
    const name = 'plnrec-run-run-3d4bf89623d6';
    const { AttachStdin, OpenStdin, StdinOnce, ...expected } = bodyOf(name) as Body & Record<string, unknown>;
    expect([AttachStdin, OpenStdin, StdinOnce]).toEqual([true, true, true]);
    const host = expected['HostConfig'] as Record<string, unknown>;
    const request = createRequest({
      model,
      service: 'run',
      physical: {},
      image: imageOf(expected),
      configHash: expected.Labels['com.docker.compose.config-hash'] ?? '',
      made: {},
      texts: {},
      kind: { as: 'one-off', slug: expected.Labels['com.docker.compose.slug'] ?? '', command: ['true'] },
    });
    expect(request.name).toBe(name);
    // removed by a step of the plan, so that its log can still be read when it failed
    expect(strip(request.body)).toEqual(strip({ ...expected, HostConfig: { ...host, AutoRemove: false } }));
  });
});

describe('networks and volumes are asked for as compose does', () => {
  it.each(['back', 'default', 'front'])('network %s', (key) => {
    const expected = (recorded.networks as Record<string, { Labels: Record<string, string> }>)[
      `plnrec_${key}`
    ];
    expect(networkRequest(model, key, expected?.Labels['com.docker.compose.config-hash'] ?? '')).toEqual(
      expected,
    );
  });

  it('volume dbdata', () => {
    const expected = recorded.volumes.plnrec_dbdata;
    expect(volumeRequest(model, 'dbdata', expected.Labels['com.docker.compose.config-hash'])).toEqual(
      expected,
    );
  });
});

it('a replacement takes over the anonymous volumes of the container it replaces', () => {
  const replaces = {
    id: 'a'.repeat(64),
    mounts: [
      { type: 'volume', source: 'f00d', target: '/anon', readOnly: false },
      { type: 'volume', source: 'plnrec_dbdata', target: '/var/lib/postgresql/data', readOnly: false },
    ],
  } as unknown as ObservedContainer;
  const request = createRequest({
    model,
    service: 'db',
    physical: { dbdata: 'plnrec_dbdata.g2' },
    image: { id: 'sha256:1', digests: [], volumes: ['/var/lib/postgresql/data'], healthcheck: false },
    configHash: 'h',
    made: {},
    texts: {},
    kind: { as: 'replica', number: 1, replaces, inherits: true },
  });
  expect(request.name).toBe(`${'a'.repeat(12)}_plnrec-db-1`);
  expect(request.body.Labels['com.docker.compose.replace']).toBe('db-1');
  expect(request.body.HostConfig.Binds).toContain('plnrec_dbdata.g2:/var/lib/postgresql/data:rw');
  expect(request.body.HostConfig.Mounts).toContainEqual({ Type: 'volume', Source: 'f00d', Target: '/anon' });
  expect(request.body.HostConfig.Mounts?.filter((mount) => mount.Target === '/anon')).toHaveLength(1);
});
