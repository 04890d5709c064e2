import { expect, it } from 'vitest';
import { cautions } from '../../../src-main/core/compose/cautions.ts';
import { composeVariables } from '../../../src-main/core/compose/compose-variables.ts';
import { loadGiven } from './project.ts';

const said = (body: string): readonly string[] => {
  const files = { 'compose.yaml': `services: {a: {image: i, ${body}}}\nvolumes: {named: }\n` };
  const { model } = loadGiven({ dir: '/home/tester/p', files, use: ['compose.yaml'], args: [], env: {} });
  return cautions(model ?? expect.fail(), '/home/tester').map(
    ({ service, message }) => `${service}: ${message.split(':')[0]}`,
  );
};

it('says what is open to the network', () => {
  expect(said('ports: ["80:80", "127.0.0.1:81:81", "[::1]:82:82", "0.0.0.0:83:83", "84"]')).toEqual([
    'a: port 80 (container port 80) is open to the network',
    'a: port 83 (container port 83) is open to the network',
  ]);
});

it('says what of the host is handed in', () => {
  expect(said('volumes: ["~/:/h", "/:/r", "/var/run/docker.sock:/s", "./x:/x", "named:/n"]')).toEqual([
    'a: your whole home folder is mounted at /h',
    'a: a whole disk (/) is mounted at /r',
    'a: the Docker Engine is handed in at /s',
  ]);
  expect(said('privileged: true, pid: host')).toEqual([
    'a: it is privileged',
    'a: it sees every process of this machine',
  ]);
});

it('an ordinary project is met with silence', () =>
  expect(said('ports: ["127.0.0.1:80:80"], volumes: ["./x:/x"]')).toEqual([]));

it('reads the COMPOSE_ variables', () => {
  const values = {
    COMPOSE_FILE: 'a.yaml:b.yaml',
    COMPOSE_PROJECT_NAME: 'shop',
    COMPOSE_PROFILES: 'dev, test,',
    COMPOSE_ENV_FILES: 'x.env,y.env',
    COMPOSE_DISABLE_ENV_FILE: 'true',
    COMPOSE_COMPATIBILITY: ' Y ',
    COMPOSE_REMOVE_ORPHANS: 'T',
    COMPOSE_IGNORE_ORPHANS: '1',
    COMPOSE_PARALLEL_LIMIT: '3',
  };
  expect(composeVariables(values, 'posix')).toEqual({
    files: ['a.yaml', 'b.yaml'],
    projectName: 'shop',
    profiles: ['dev', 'test'],
    envFiles: ['x.env', 'y.env'],
    ignoresDotEnv: true,
    compatible: true,
    removesOrphans: true,
    ignoresOrphans: true,
    parallelLimit: '3',
  });
  expect(composeVariables({ COMPOSE_COMPATIBILITY: 'yes' }, 'posix').compatible).toBe(false);
  expect(composeVariables({ COMPOSE_FILE: 'C:\\a.yaml;b.yaml' }, 'win32').files).toEqual([
    'C:\\a.yaml',
    'b.yaml',
  ]);
  expect(composeVariables({ COMPOSE_FILE: 'a|b', COMPOSE_PATH_SEPARATOR: '|' }, 'posix').files).toEqual([
    'a',
    'b',
  ]);
  expect(composeVariables({}, 'posix')).toEqual({
    files: null,
    projectName: null,
    profiles: [],
    envFiles: null,
    ignoresDotEnv: false,
    compatible: false,
    removesOrphans: false,
    ignoresOrphans: false,
    parallelLimit: null,
  });
});
