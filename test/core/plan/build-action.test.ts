import { describe, expect, test } from 'vitest';
import type { Model } from '../../../src-main/core/compose/model.ts';
import { buildAction, builtBefore } from '../../../src-main/core/plan/build-action.ts';

const service = { command: null, entrypoint: null };
const model: Model = {
  name: 'p',
  workingDir: '/p',
  files: [],
  services: {
    base: { ...service, build: { context: '/p/base' } },
    named: { ...service, image: 'team/named:2', build: { context: '/p' } },
    api: {
      ...service,
      build: {
        context: '/p',
        labels: { a: 'b' },
        additional_contexts: { base: 'service:base', other: 'service:named', folder: '/p/x' },
        secrets: [{ source: 'file' }, { source: 'env', target: 'TOKEN' }, { source: 'far' }],
      },
    },
    plain: { ...service, image: 'x' },
  },
  networks: {},
  volumes: {},
  secrets: {
    file: { name: 'p_file', file: '/p/f' },
    env: { name: 'p_env', environment: 'API__TOKEN' },
    far: { name: 'far', external: true },
  },
  configs: {},
  disabled: [],
};

describe('the build of a service', () => {
  test('takes other services’ images as contexts, whatever they are called', () => {
    expect(buildAction(model, 'api', 'p-api')?.build['additional_contexts']).toEqual({
      base: 'docker-image://p-base',
      other: 'docker-image://team/named:2',
      folder: '/p/x',
    });
    expect(builtBefore(model.services['api'] ?? service)).toEqual(['base', 'named']);
  });

  test('says where each secret comes from, by the id that BuildKit gets', () => {
    expect(buildAction(model, 'api', 'p-api')?.secrets).toEqual([
      { id: 'file', file: '/p/f' },
      { id: 'TOKEN', variable: 'API__TOKEN' },
    ]);
    expect(buildAction(model, 'base', 'p-base')).not.toHaveProperty('secrets');
  });

  test('is for one platform: the service’s, or the only one named, or the engine’s own', () => {
    const built = (own: object, platforms?: readonly string[]) =>
      buildAction(
        { ...model, services: { a: { ...service, ...own, build: { ...(platforms && { platforms }) } } } },
        'a',
        'p-a',
      )?.build['platforms'];
    expect(built({})).toBeUndefined();
    expect(built({}, ['linux/arm64'])).toEqual(['linux/arm64']);
    expect(built({}, ['linux/arm64', 'linux/amd64'])).toEqual([]);
    expect(built({ platform: 'linux/amd64' }, ['linux/arm64', 'linux/amd64'])).toEqual(['linux/amd64']);
  });

  test('labels the image as compose does', () => {
    expect(buildAction(model, 'api', 'p-api')?.labels).toMatchObject({
      a: 'b',
      'com.docker.compose.project': 'p',
      'com.docker.compose.service': 'api',
    });
  });

  test('is none where a service has no build section', () => {
    expect(buildAction(model, 'plain', 'x')).toBeNull();
  });
});
