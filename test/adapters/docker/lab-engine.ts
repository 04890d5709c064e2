import { randomBytes } from 'node:crypto';
import { afterAll, expect } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import type { Endpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import type { Result } from '../../../src-main/contract/result.ts';
import { fail, ok } from '../../../src-main/contract/result.ts';
import type { ContainerBody, ContainerRequest } from '../../../src-main/core/plan/requests.ts';
import type { Docker } from '../../../src-main/ports/docker.ts';
import type { SecretSource } from '../../../src-main/ports/secret-source.ts';

export const socket = process.env['BERTH_TEST_SOCKET'] ?? '/var/run/docker.sock';

export const socketEndpoint = (path: string): Endpoint => ({
  name: `unix://${path}`,
  address: { kind: 'socket', path },
  configDir: '/nowhere',
});

/** A signal that nobody aborts. */
export const never = new AbortController().signal;

/** Secrets by name; any other is missing. */
export const secretsOf = (values: Readonly<Record<string, string>>): SecretSource => ({
  reveal: async (name) => {
    const value = values[name];
    if (value !== undefined) return ok(value);
    return fail({
      kind: 'secret-missing',
      key: name,
      environment: 'local',
      describe: '',
      canGenerate: false,
    });
  },
});

/** The value of a Result that must be ok; shows the Problem where it is not. */
export function expectOk<T, E>(result: Result<T, E>): T {
  expect(result).toMatchObject({ ok: true });
  if (!result.ok) throw new Error('not ok');
  return result.value;
}

/** The Problem of a Result that must have failed. */
export function expectProblem<T, E>(result: Result<T, E>): E {
  expect(result).toMatchObject({ ok: false });
  if (result.ok) throw new Error('ok');
  return result.error;
}

export type Lab = {
  readonly docker: Docker;
  /** Compose project name that nothing else has; also the prefix of every name. */
  readonly project: string;
  labels(service: string): Record<string, string>;
  /** A request for `<project>-<service>-1` of busybox that runs a shell script. */
  container(service: string, script: string, more?: Partial<ContainerBody>): ContainerRequest;
  /** Creates and starts it. */
  run(service: string, script: string, more?: Partial<ContainerBody>): Promise<string>;
};

/** A project on the real engine. After the last test of the file all of it is removed, and nothing may be left. */
export async function labProject(secrets: Readonly<Record<string, string>> = {}): Promise<Lab> {
  const project = `adk${randomBytes(4).toString('hex')}`;
  const docker = dockerAt(socketEndpoint(socket), secretsOf(secrets));
  expectOk(await docker.connect(never));
  afterAll(() => removeAll(docker, project));
  const labels = (service: string): Record<string, string> => ({
    'com.docker.compose.project': project,
    'com.docker.compose.service': service,
    'com.docker.compose.container-number': '1',
    'com.docker.compose.oneoff': 'False',
  });
  const container = (
    service: string,
    script: string,
    more: Partial<ContainerBody> = {},
  ): ContainerRequest => ({
    name: `${project}-${service}-1`,
    platform: null,
    files: [],
    body: {
      Image: 'busybox:1.36',
      Cmd: ['sh', '-c', script],
      Env: [],
      Labels: labels(service),
      HostConfig: {},
      ...more,
    },
  });
  const run = async (service: string, script: string, more?: Partial<ContainerBody>): Promise<string> => {
    const request = container(service, script, more);
    expectOk(await docker.createContainer(request, never));
    expectOk(await docker.startContainer(request.name, never));
    return request.name;
  };
  return { docker, project, labels, container, run };
}

async function removeAll(docker: Docker, project: string): Promise<void> {
  for (const { name } of expectOk(await docker.listContainers(project, never)))
    await docker.removeContainer(name, never);
  for (const { name } of expectOk(await docker.listNetworks(project, never)))
    await docker.removeNetwork(name, never);
  for (const { name } of expectOk(await docker.listVolumes(project, never)))
    await docker.removeVolume(name, never);
  expect(expectOk(await docker.listContainers(project, never))).toEqual([]);
  expect(expectOk(await docker.listNetworks(project, never))).toEqual([]);
  expect(expectOk(await docker.listVolumes(project, never))).toEqual([]);
}
