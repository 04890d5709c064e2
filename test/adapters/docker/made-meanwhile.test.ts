import { describe, expect, test } from 'vitest';
import { claimName } from '../../../src-main/adapters/docker/claim-name.ts';
import type { Fault } from '../../../src-main/adapters/docker/fault.ts';
import { wireTo } from '../../../src-main/adapters/docker/wire.ts';
import { fail, ok } from '../../../src-main/contract/result.ts';
import { expectOk, expectProblem, labProject, never, socket, socketEndpoint } from './lab-engine.ts';

// What the engine says where another program works on the same project at the same time.

const lab = await labProject();
const { docker, project } = lab;

describe('a container', () => {
  test('whose name another of its own service has by now was made meanwhile', async () => {
    const request = lab.container('web', 'sleep 300');
    expectOk(await docker.createContainer(request, never));
    const beside = { ...request, name: `${project}-beside` };
    expectOk(await docker.createContainer(beside, never));
    const meanwhile = { kind: 'made-meanwhile', service: 'web', container: request.name };
    expect(expectProblem(await docker.createContainer(request, never))).toEqual(meanwhile);
    expect(expectProblem(await docker.renameContainer(beside.name, request.name, never))).toEqual(meanwhile);
  });

  test('that is not there any more is told as gone when it is to start or to get its name', async () => {
    const [name, to] = [`${project}-none-1`, `${project}-other-1`];
    const missing = { kind: 'container-missing', service: name, container: name };
    expect(expectProblem(await docker.startContainer(name, never))).toEqual(missing);
    expect(expectProblem(await docker.renameContainer(name, to, never))).toEqual(missing);
  });

  test('whose network is not there any more names the network', async () => {
    const network = `${project}_left`;
    expectOk(await docker.createNetwork({ Name: network, Labels: lab.labels('') }, never));
    const on = {
      HostConfig: { NetworkMode: network },
      NetworkingConfig: { EndpointsConfig: { [network]: {} } },
    };
    const request = lab.container('alone', 'sleep 300', on);
    expectOk(await docker.createContainer(request, never));
    expectOk(await docker.removeNetwork(network, never));
    expect(expectProblem(await docker.startContainer(request.name, never))).toEqual({
      kind: 'network-gone',
      network,
    });
  });
});

describe('a name that nothing can be seen to have', () => {
  const wire = wireTo(socketEndpoint(socket));
  const claim = { name: `${project}-unseen`, labels: async () => ({}) };
  const message = `Conflict. The container name "/x" is already in use by container "${'ab'.repeat(32)}".`;
  const taken = fail<Fault>({ kind: 'answer', status: 409, message });

  test('is asked for again, until it is free', async () => {
    const answers = [taken, taken, ok('its id')];
    expect(await claimName(wire, claim, never, async () => answers.shift() ?? taken)).toEqual(
      ok(ok('its id')),
    );
  });

  test('is said to be taken by whom the engine names, where that lasts', async () => {
    expect(expectProblem(await claimName(wire, claim, never, async () => taken))).toEqual({
      kind: 'name-taken',
      name: claim.name,
      owner: 'Container abababababab',
    });
  });
});

test('a temporary name that nothing can be seen to have was given by who replaces the same container', async () => {
  const claim = { name: `${'ab'.repeat(6)}_${project}-web-1`, labels: async () => lab.labels('web') };
  const message = `Conflict. The container name "/x" is already in use by container "${'cd'.repeat(32)}".`;
  const taken = fail<Fault>({ kind: 'answer', status: 409, message });
  expect(
    expectProblem(await claimName(wireTo(socketEndpoint(socket)), claim, never, async () => taken)),
  ).toEqual({ kind: 'made-meanwhile', service: 'web', container: claim.name });
});

describe('a network of a Compose project', () => {
  const labels = (own: Readonly<Record<string, string>>) => ({
    'com.docker.compose.project': project,
    'com.docker.compose.network': 'back',
    'com.docker.compose.config-hash': 'one',
    ...own,
  });
  const request = (name: string, own: Readonly<Record<string, string>> = {}) => ({
    Name: `${project}_${name}`,
    Labels: labels(own),
  });

  test('that was made meanwhile is taken as it is, and there is one of it', async () => {
    expectOk(await docker.createNetwork(request('same'), never));
    expectOk(await docker.createNetwork(request('same'), never));
    const names = expectOk(await docker.listNetworks(project, never)).map(({ name }) => name);
    expect(names.filter((name) => name === `${project}_same`)).toHaveLength(1);
  });

  test('that was made otherwise, or for something else, is refused', async () => {
    expectOk(await docker.createNetwork(request('other'), never));
    const hash = { 'com.docker.compose.config-hash': 'two' };
    const key = { 'com.docker.compose.network': 'front' };
    const network = `${project}_other`;
    expect(expectProblem(await docker.createNetwork(request('other', hash), never))).toEqual({
      kind: 'network-changed',
      network,
      containers: [],
    });
    expect(expectProblem(await docker.createNetwork(request('other', key), never))).toEqual({
      kind: 'network-foreign',
      network,
      why: `It was made meanwhile, as network back of project ${project}.`,
    });
  });
});
