import { describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import { withProxies } from '../../../src-main/adapters/docker/proxies.ts';
import { expectOk, labProject, never, secretsOf, socket, socketEndpoint } from './lab-engine.ts';
import { filesOf, machineOf } from './paper-world.ts';
import { recorder } from './recorder.ts';

const lab = await labProject();

const found = async (config: string): Promise<unknown> => {
  const files = filesOf({ '/home/me/.docker/config.json': config });
  return expectOk(await findEndpoint(machineOf({ DOCKER_HOST: 'unix:///x.sock' }), files)).proxies;
};

describe('proxies of the docker command', () => {
  test('are those of the engine, else the default ones, in capitals and in small letters', async () => {
    const both = {
      default: { httpProxy: 'http://all:1', noProxy: '.test' },
      'unix:///x.sock': { httpsProxy: 'http://own:2', ftpProxy: '' },
    };
    expect(await found(JSON.stringify({ proxies: both }))).toEqual({
      HTTPS_PROXY: 'http://own:2',
      https_proxy: 'http://own:2',
    });
    expect(await found(JSON.stringify({ proxies: { default: both.default } }))).toEqual({
      HTTP_PROXY: 'http://all:1',
      http_proxy: 'http://all:1',
      NO_PROXY: '.test',
      no_proxy: '.test',
    });
  });

  test.each(['{}', '{', '{"proxies":7}', '{"proxies":{"default":{"httpProxy":7}}}'])(
    'are none in %s',
    async (config) => {
      expect(await found(config)).toBeUndefined();
    },
  );

  test('give way to the container’s own variables, bare names too (as docker compose 2.40.3 was recorded)', () => {
    const proxies = {
      HTTP_PROXY: 'http://proxy.test:3128',
      http_proxy: 'http://proxy.test:3128',
      NO_PROXY: '.test',
      no_proxy: '.test',
    };
    expect(withProxies(['A=1', 'HTTP_PROXY=own', 'NO_PROXY'], proxies)).toEqual([
      'http_proxy=http://proxy.test:3128',
      'no_proxy=.test',
      'A=1',
      'HTTP_PROXY=own',
      'NO_PROXY',
    ]);
  });

  test('reach a container, and no request but its own', async () => {
    await using proxy = await recorder(socket);
    const endpoint = { ...socketEndpoint(proxy.socket), proxies: { HTTP_PROXY: 'http://proxy.test:3128' } };
    const request = lab.container('proxied', 'true', { Env: ['A=1'] });
    expectOk(await dockerAt(endpoint, secretsOf({})).createContainer(request, never));
    const created = proxy.requests.filter(({ body }) => body.includes('proxy.test'));
    expect(created.map(({ body }) => JSON.parse(body).Env)).toEqual([
      ['HTTP_PROXY=http://proxy.test:3128', 'A=1'],
    ]);
  });
});
