import { expect, it } from 'vitest';
import { notUtf8 } from '../../../src-main/contract/text-marks.ts';
import {
  encodeServiceIn,
  hashRecipe,
  networkHash,
  serviceHash,
  volumeHash,
} from '../../../src-main/core/compose/hash.ts';
import { loadGiven } from './project.ts';

const service = (body: string) => {
  const files = { 'compose.yaml': `services: {a: {image: i, ${body}}}\nvolumes: {named: }\n` };
  return (
    loadGiven({ dir: '/p', files, use: ['compose.yaml'], args: [], env: {} }).model?.services['a'] ??
    expect.fail()
  );
};

it('hashes the service that docker compose 2.40 labelled 1d0e909e…', () => {
  const files = {
    'compose.yaml':
      'services: {a: {image: "debian:bookworm-slim", command: sleep 60, environment: {FOO: bar}, ports: ["18080:80"]}}\n',
  };
  const { model } = loadGiven({ dir: '/p', files, use: ['compose.yaml'], args: [], env: {} });
  expect(serviceHash(model?.services['a'] ?? expect.fail())).toBe(
    '1d0e909e38595f3f9a37b55bb056ceadf6ad1db6cf6babe15062c10f170f24d1',
  );
});

it('hashes a value that is not UTF-8 as docker compose 2.40 does: 89a087e7…', () => {
  const files = { 'compose.yaml': 'services: {a: {image: busybox, labels: {x: "$X"}}}\n' };
  const env = { X: `${notUtf8}${notUtf8} ${notUtf8}` };
  const { model } = loadGiven({ dir: '/p', files, use: ['compose.yaml'], args: [], env });
  expect(serviceHash(model?.services['a'] ?? expect.fail())).toBe(
    '89a087e7861d2d9d11dfda8dc277de9afe86c1bfb71ff9f67f565e3aceb0e01c',
  );
});

it('a character of which the mark is a half is a character', () => {
  expect(encodeServiceIn('2', service('labels: {x: "\u{1F080}"}'))).toContain('{"x":"\u{1F080}"}');
});

it('does not hash what changes no container', () => {
  const plain = service('init: true');
  const more = service('init: true, build: ., scale: 2, pull_policy: always, profiles: [""]');
  expect(serviceHash(more)).toBe(serviceHash(plain));
});

it('docker compose 5 writes create_host_path only when it is false', () => {
  const volumes = (body: string, recipe: '2' | '5') =>
    /"volumes":(\[.*\])/.exec(encodeServiceIn(recipe, service(body)))?.[1];
  const short = 'volumes: ["/x:/y"]';
  const off = 'volumes: [{type: bind, source: /x, target: /y, bind: {create_host_path: false}}]';
  const bare = 'volumes: [{type: bind, source: /x, target: /y}]';
  expect([short, off, bare].map((body) => volumes(body, '2'))).toEqual([
    '[{"type":"bind","source":"/x","target":"/y","bind":{"create_host_path":true}}]',
    '[{"type":"bind","source":"/x","target":"/y","bind":{}}]',
    '[{"type":"bind","source":"/x","target":"/y"}]',
  ]);
  expect([short, off, bare].map((body) => volumes(body, '5'))).toEqual([
    '[{"type":"bind","source":"/x","target":"/y","bind":{}}]',
    '[{"type":"bind","source":"/x","target":"/y","bind":{"create_host_path":false}}]',
    '[{"type":"bind","source":"/x","target":"/y"}]',
  ]);
});

it('the recipe follows the version', () => {
  expect(['2.40.3', 'v2.31.0', '2.40.3-desktop.1', 'v5.0.2', '5.5.0', 'unknown'].map(hashRecipe)).toEqual([
    '2',
    '2',
    '2',
    '5',
    '5',
    '2',
  ]);
});

it('a network without settings and a volume without a driver have the hashes of docker compose', () => {
  expect(networkHash({ name: 'hash1_default' })).toBe(networkHash({ name: 'hash1_default', ipam: {} }));
  expect(volumeHash({ name: 'v' })).toBe(volumeHash({ name: 'v', driver: 'local' }));
});
