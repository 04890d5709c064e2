import { describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { createContainer } from '../../../src-main/adapters/docker/create.ts';
import { wireTo } from '../../../src-main/adapters/docker/wire.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import {
  expectOk,
  expectProblem,
  labProject,
  never,
  secretsOf,
  socket,
  socketEndpoint,
} from './lab-engine.ts';
import { recorder } from './recorder.ts';

const value = 'p$&"\\ä-canary-5e1f';
const lab = await labProject({ DB__PASSWORD: value });
const { docker, project } = lab;
const secrets = secretsOf({ DB__PASSWORD: value });
const url = `postgresql://app:${seal('DB__PASSWORD')}@db/app`;

describe('a sealed reference', () => {
  test('is the value in the container and a reference in the request', async () => {
    const request = lab.container('sealed', 'printf %s "$URL"', { Env: [`URL=${url}`] });
    expectOk(await docker.createContainer(request, never));
    expectOk(await docker.startContainer(request.name, never));
    expect(await outputOf(request.name)).toBe(`postgresql://app:${value}@db/app`);
    expect(JSON.stringify(request)).not.toContain('canary');
  });

  test('reaches the engine in the body of one request and in no URL', async () => {
    await using proxy = await recorder(socket);
    const recorded = dockerAt(socketEndpoint(proxy.socket), secrets);
    expectOk(await recorded.connect(never));
    expectOk(await recorded.createContainer(lab.container('once', 'true', { Env: [`URL=${url}`] }), never));
    const holding = proxy.requests.filter((request) => JSON.stringify(request).includes('canary'));
    expect(holding).toHaveLength(1);
    expect(holding[0]?.url).toBe(`/v${wireVersion(proxy.requests)}/containers/create?name=${project}-once-1`);
  });

  test('is hidden in the engine’s own words', async () => {
    await using proxy = await recorder(socket, ({ url: path }) =>
      path.includes('/containers/create')
        ? { status: 400, message: `bad env "URL=${value}" or ${JSON.stringify(value)}` }
        : null,
    );
    const recorded = dockerAt(socketEndpoint(proxy.socket), secrets);
    const problem = expectProblem(
      await recorded.createContainer(lab.container('hidden', 'true', { Env: [`URL=${url}`] }), never),
    );
    expect(problem).toMatchObject({ kind: 'engine-failed', status: 400 });
    expect(problem).toMatchObject({ message: 'bad env "URL=${DB__PASSWORD}" or "${DB__PASSWORD}"' });
  });

  test('to a secret that is missing creates nothing', async () => {
    const request = lab.container('missing', 'true', { Env: [`X=${seal('API__MISSING')}`] });
    expect(expectProblem(await docker.createContainer(request, never))).toMatchObject({
      kind: 'secret-missing',
      key: 'API__MISSING',
    });
    expect(expectOk(await docker.inspectContainer(request.name, never))).toBeNull();
  });
});

describe('an injected file', () => {
  const file = {
    reference: { source: 'x', mode: '0440', uid: '65534', gid: '65534' },
    target: '/run/secrets/pw',
    content: seal('DB__PASSWORD'),
  };

  test('is in place, with its mode and owner, before the container starts', async () => {
    const request = {
      ...lab.container('file', 'stat -c "%a %u %g" /run/secrets/pw; cat /run/secrets/pw'),
      files: [file],
    };
    expectOk(await docker.createContainer(request, never));
    expectOk(await docker.startContainer(request.name, never));
    expect(await outputOf(request.name)).toBe(`440 65534 65534\n${value}`);
  });

  test('that cannot be put there leaves no container behind', async () => {
    const readOnly = lab.container('readonly', 'true', { HostConfig: { ReadonlyRootfs: true } });
    const problem = expectProblem(await docker.createContainer({ ...readOnly, files: [file] }, never));
    expect(problem).toMatchObject({ kind: 'engine-failed', call: `copy files into ${readOnly.name}` });
    expect(expectOk(await docker.inspectContainer(readOnly.name, never))).toBeNull();
  });
});

test('an API that takes one network at create gets the others before the start', async () => {
  for (const network of ['one', 'two']) {
    expectOk(await docker.createNetwork({ Name: `${project}_${network}`, Labels: lab.labels('') }, never));
  }
  const wire = wireTo(socketEndpoint(socket));
  wire.settle('1.43');
  const request = lab.container('old', 'sleep 300', {
    HostConfig: { NetworkMode: `${project}_two` },
    NetworkingConfig: { EndpointsConfig: { [`${project}_one`]: { Aliases: ['x'] }, [`${project}_two`]: {} } },
  });
  expectOk(await createContainer(wire, secrets, request, never));
  expectOk(await docker.startContainer(request.name, never));
  const found = expectOk(await docker.inspectContainer(request.name, never));
  expect(found?.networks.toSorted()).toEqual([`${project}_one`, `${project}_two`]);
});

async function outputOf(name: string): Promise<string> {
  let text = '';
  for await (const record of docker.logs(name, { follow: true, tail: -1, sinceMs: null }, never))
    text += record.text;
  return text;
}

const wireVersion = (requests: readonly { readonly url: string }[]): string =>
  requests
    .map(({ url: path }) => /^\/v([\d.]+)\//.exec(path)?.[1])
    .find((version) => version !== undefined) ?? '';
