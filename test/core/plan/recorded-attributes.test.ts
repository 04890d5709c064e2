import { describe, expect, it } from 'vitest';
import { serviceHash } from '../../../src-main/core/compose/hash.ts';
import type { Model, ServiceModel } from '../../../src-main/core/compose/model.ts';
import { createRequest } from '../../../src-main/core/plan/create-request.ts';
import { withLenderIds, withLenders } from '../../../src-main/core/plan/lend.ts';
import { lendersOf, linkedOf } from '../../../src-main/core/plan/made-containers.ts';
import { networkRequest, volumeRequest } from '../../../src-main/core/plan/resource-requests.ts';
import recorded from './recorded-attributes.json' with { type: 'json' };
import { strip } from './strip.ts';

type Body = {
  readonly Labels: Readonly<Record<string, string>>;
  readonly Env?: readonly string[];
  readonly HostConfig: Readonly<Record<string, unknown>>;
};
const recordings = recorded.containers as unknown as Readonly<
  Record<string, { readonly platform: string | null; readonly body: Body }>
>;
const model = {
  ...recorded.config,
  workingDir: '/srv/project',
  files: ['/srv/project/compose.yaml'],
  disabled: [],
} as unknown as Model;
const texts = { './seccomp.json': recorded.files['/srv/project/seccomp.json'] };
// Of the docker command's configuration, which only the adapter reads.
const proxies = ['http_proxy=http://proxy.test:3128', 'NO_PROXY=localhost,.test', 'no_proxy=localhost,.test'];

const bodyOf = (name: string): Body => {
  const body = recordings[name]?.body;
  if (body === undefined) throw new Error(`nothing was recorded for ${name}`);
  return { ...body, Env: (body.Env ?? []).filter((entry) => !proxies.includes(entry)) };
};
const serviceOf = (name: string): ServiceModel => {
  const service = model.services[name];
  if (service === undefined) throw new Error(`there is no service ${name}`);
  return service;
};
const baseId =
  /^container:(\w{64})$/.exec(String(bodyOf('creqrec-netns-1').HostConfig['NetworkMode']))?.[1] ?? '';
const replicas: Readonly<Record<string, number>> = { linked: 2 };
const containersOf = (service: string, baseIs: string | null) =>
  Array.from({ length: replicas[service] ?? 1 }, (_, index) => ({
    name: `creqrec-${service}-${index + 1}`,
    id: service === 'base' ? baseIs : `id of ${service}`,
  }));

function requestFor(name: string, baseIs: string | null = baseId) {
  const { Labels } = bodyOf(name);
  const service = Labels['com.docker.compose.service'] ?? '';
  const own = serviceOf(service);
  const others = [...lendersOf(own), ...linkedOf(own)];
  const slug = Labels['com.docker.compose.slug'];
  const number = Number(Labels['com.docker.compose.container-number']);
  return createRequest({
    model,
    service,
    physical: {},
    image: { id: Labels['com.docker.compose.image'] ?? '', digests: [], volumes: [], healthcheck: false },
    configHash: Labels['com.docker.compose.config-hash'] ?? '',
    made: Object.fromEntries(others.map((other) => [other, containersOf(other, baseIs)])),
    texts,
    kind:
      slug === undefined
        ? { as: 'replica', number, replaces: null, inherits: true }
        : { as: 'one-off', slug, command: ['true'] },
  });
}

const serviceNamed = (name: string): ServiceModel =>
  serviceOf(bodyOf(name).Labels['com.docker.compose.service'] ?? '');
const replicaNames = Object.keys(recordings).filter((name) => !name.includes('-run-'));

describe('every attribute is asked for as docker compose 2.40.3 asks', () => {
  it.each(replicaNames)('for %s', (name) => {
    const request = requestFor(name);
    expect(request.platform).toBe(recordings[name]?.platform ?? null);
    expect(strip(request.body)).toEqual(strip(bodyOf(name)));
    expect(request.lenders).toBeUndefined();
  });

  it('for a one-off container its links end in no number of a container', () => {
    const name = Object.keys(recordings).find((recording) => recording.includes('-run-')) ?? '';
    const expected = bodyOf(name);
    const { HostConfig } = requestFor(name).body;
    expect(strip(HostConfig)).toEqual(strip({ ...expected.HostConfig, AutoRemove: false }));
    expect(HostConfig['Links']).toContain('creqrec-linked-2:linked--1');
  });

  // The folder it was recorded in was another: what speaks of it hashes to something else.
  it.each(replicaNames.filter((name) => !JSON.stringify(serviceNamed(name)).includes('/srv/project')))(
    'and hashed as it hashes, for %s',
    (name) => {
      const hash = serviceHash(withLenders(serviceNamed(name), { base: baseId }));
      expect(hash).toBe(bodyOf(name).Labels['com.docker.compose.config-hash']);
    },
  );

  it.each(['default', 'second'])('for network %s', (key) => {
    const expected = (recorded.networks as Record<string, { Labels: Record<string, string> }>)[
      `creqrec_${key}`
    ];
    const hash = expected?.Labels['com.docker.compose.config-hash'] ?? '';
    expect(strip(networkRequest(model, key, hash))).toEqual(strip(expected));
  });

  it('for volume shared', () => {
    const expected = recorded.volumes.creqrec_shared;
    const hash = expected.Labels['com.docker.compose.config-hash'];
    expect(volumeRequest(model, 'shared', hash)).toEqual(expected);
  });
});

describe('what borrows from another service', () => {
  it.each(['netns', 'ipcns'])('%s is hashed with the id of the container it borrows from', (name) => {
    const expected = bodyOf(`creqrec-${name}-1`).Labels['com.docker.compose.config-hash'];
    expect(serviceHash(withLenders(serviceOf(name), { base: baseId }))).toBe(expected);
    expect(serviceHash(withLenders(serviceOf(name), { base: 'f'.repeat(64) }))).not.toBe(expected);
  });

  it.each(['netns', 'ipcns'])('%s names its lender until that is made, then has its id', (name) => {
    const early = requestFor(`creqrec-${name}-1`, null);
    expect(early.lenders).toEqual([{ service: 'base', container: 'creqrec-base-1' }]);
    expect(JSON.stringify(early.body)).not.toContain(baseId);
    const late = withLenderIds(early, { 'creqrec-base-1': baseId });
    expect(strip(late.body)).toEqual(strip(bodyOf(`creqrec-${name}-1`)));
  });
});
