import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { findEndpoint, parseHost } from '../../../src-main/adapters/docker/endpoint.ts';
import { registryCredentials } from '../../../src-main/adapters/docker/registry-credentials.ts';
import { expectOk, expectProblem } from './lab-engine.ts';
import { filesOf, machineOf } from './paper-world.ts';

const metaOf = (name: string): string =>
  `/home/me/.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`;
const tlsOf = (name: string): string =>
  `/home/me/.docker/contexts/tls/${createHash('sha256').update(name).digest('hex')}/docker`;
const contextOf = (Host: string, more: object = {}): string =>
  JSON.stringify({ Name: 'x', Endpoints: { docker: { Host, ...more } } });

const find = (
  variables: Record<string, string>,
  files: Record<string, string>,
  platform: 'linux' | 'win32' = 'linux',
) => findEndpoint(machineOf(variables, platform), filesOf(files));

describe('the endpoint', () => {
  test('is DOCKER_HOST before any context', async () => {
    const files = {
      '/home/me/.docker/config.json': '{"currentContext":"far"}',
      [metaOf('far')]: contextOf('tcp://far:1'),
    };
    const found = expectOk(await find({ DOCKER_HOST: 'unix:///x.sock', DOCKER_CONTEXT: 'far' }, files));
    expect(found).toEqual({
      name: 'unix:///x.sock',
      address: { kind: 'socket', path: '/x.sock' },
      configDir: '/home/me/.docker',
    });
  });

  test('is the context of DOCKER_CONTEXT, else the current one', async () => {
    const files = {
      '/home/me/.docker/config.json': '{"currentContext":"near"}',
      [metaOf('near')]: contextOf('unix:///near.sock'),
      [metaOf('far')]: contextOf('tcp://far:2376', { SkipTLSVerify: true }),
      [`${tlsOf('far')}/ca.pem`]: 'CA',
    };
    expect(expectOk(await find({}, files)).name).toBe('unix:///near.sock');
    expect(expectOk(await find({ DOCKER_CONTEXT: 'far' }, files)).address).toEqual({
      kind: 'tcp',
      host: 'far',
      port: 2376,
      tls: { ca: 'CA', cert: null, key: null, verify: false },
    });
    expect(expectOk(await find({ DOCKER_CONTEXT: 'default' }, files)).name).toBe(
      'unix:///var/run/docker.sock',
    );
  });

  test('of a context that is not there names it', async () => {
    expect(expectProblem(await find({ DOCKER_CONTEXT: 'gone' }, {}))).toMatchObject({
      kind: 'engine-absent',
      endpoint: 'context gone',
    });
  });

  test('is the platform’s own where nothing is set, also beside a broken config.json', async () => {
    expect(expectOk(await find({}, { '/home/me/.docker/config.json': '{' })).name).toBe(
      'unix:///var/run/docker.sock',
    );
    expect(expectOk(await find({}, {}, 'win32'))).toMatchObject({
      name: 'npipe:////./pipe/docker_engine',
      address: { kind: 'socket', path: '//./pipe/docker_engine' },
    });
  });

  test('is the user’s own socket where the system has none', async () => {
    const own = { '/run/user/1/docker.sock': '' };
    expect(expectOk(await find({ XDG_RUNTIME_DIR: '/run/user/1' }, own)).name).toBe(
      'unix:///run/user/1/docker.sock',
    );
    const both = { ...own, '/var/run/docker.sock': '' };
    expect(expectOk(await find({ XDG_RUNTIME_DIR: '/run/user/1' }, both)).name).toBe(
      'unix:///var/run/docker.sock',
    );
  });

  test('takes certificates from DOCKER_CERT_PATH when DOCKER_TLS_VERIFY is set', async () => {
    const files = { '/certs/ca.pem': 'CA', '/certs/cert.pem': 'CERT', '/certs/key.pem': 'KEY' };
    const host = { DOCKER_HOST: 'tcp://10.0.0.2', DOCKER_CERT_PATH: '/certs' };
    const tls = { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true };
    expect(expectOk(await find({ ...host, DOCKER_TLS_VERIFY: '1' }, files)).address).toEqual({
      kind: 'tcp',
      host: '10.0.0.2',
      port: 2376,
      tls,
    });
    expect(expectOk(await find(host, files)).address).toEqual({
      kind: 'tcp',
      host: '10.0.0.2',
      port: 2375,
      tls: null,
    });
  });
});

describe('a host', () => {
  test('a password in an address is told to nobody', () => {
    for (const host of [
      'tcp://me:hunter22@10.0.0.2:2376',
      'https://me:hunter22@10.0.0.2',
      'ftp://me:hunter22@x',
    ])
      expect(JSON.stringify(parseHost(host, null, '/c'))).not.toContain('hunter22');
    expect(expectOk(parseHost('tcp://me:hunter22@10.0.0.2:2376', null, '/c')).name).toBe(
      'tcp://me@10.0.0.2:2376',
    );
  });

  test('a socket may have any path', () => {
    const address = { kind: 'socket', path: '/a:b@c' };
    expect(expectOk(parseHost('unix:///a:b@c', null, '/c')).address).toEqual(address);
  });

  const addressOf = (host: string) => expectOk(parseHost(host, null, '/c')).address;

  test('may come without a scheme, with an IPv6 address, or with port 80', () => {
    expect(addressOf('10.0.0.2:4000')).toMatchObject({ host: '10.0.0.2', port: 4000 });
    expect(addressOf('tcp://[::1]:4000')).toMatchObject({ host: '::1', port: 4000 });
    expect(addressOf('http://proxy:80')).toMatchObject({ host: 'proxy', port: 80, tls: null });
    expect(addressOf('https://proxy')).toMatchObject({ host: 'proxy', port: 2376, tls: { verify: true } });
  });

  test('of an unknown scheme or without an address is told as it is written', () => {
    for (const host of ['fd://', 'unix://', 'tcp://']) {
      expect(expectProblem(parseHost(host, null, '/c'))).toMatchObject({
        kind: 'engine-absent',
        endpoint: host,
      });
    }
  });
});

describe('registry credentials', () => {
  const credentials = (config: unknown, tools: Record<string, string> = {}) =>
    registryCredentials(
      '/c',
      machineOf({}, 'linux', tools),
      filesOf({ '/c/config.json': JSON.stringify(config) }),
    );

  test('come from auths, for the registry asked for alone', async () => {
    const auth = Buffer.from('me:a:b').toString('base64');
    const asked = credentials({ auths: { 'ghcr.io': { auth }, 'https://index.docker.io/v1/': { auth } } });
    expect(await asked('ghcr.io')).toEqual({
      username: 'me',
      password: 'a:b',
      serveraddress: 'ghcr.io',
    });
    expect(await asked('docker.io')).toMatchObject({ serveraddress: 'https://index.docker.io/v1/' });
    expect(await asked('quay.io')).toBeNull();
  });

  test('come from a helper by its absolute path, and a helper’s token is an identity token', async () => {
    const helper = import.meta.dirname;
    const tools = {
      'docker-credential-good': `${helper}/credential-helper.sh`,
      'docker-credential-bad': '/bin/false',
      'docker-credential-../good': `${helper}/credential-helper.sh`,
    };
    const asked = credentials(
      {
        credHelpers: { 'a.io': 'good', 'token.io': 'good', 'b.io': 'bad', 'c.io': 'none', 'd.io': '../good' },
      },
      tools,
    );
    expect(await asked('a.io')).toEqual({
      username: 'me',
      password: 'secret of a.io',
      serveraddress: 'a.io',
    });
    expect(await asked('token.io')).toEqual({
      identitytoken: 'secret of token.io',
      serveraddress: 'token.io',
    });
    for (const registry of ['b.io', 'c.io', 'd.io']) expect(await asked(registry)).toBeNull();
  });

  test('are none where the configuration is missing or broken', async () => {
    expect(await registryCredentials('/none', machineOf({}), filesOf({}))('ghcr.io')).toBeNull();
    expect(
      await registryCredentials('/c', machineOf({}), filesOf({ '/c/config.json': 'x' }))('ghcr.io'),
    ).toBeNull();
    expect(await credentials({ auths: 5, credHelpers: [] })('ghcr.io')).toBeNull();
  });
});
