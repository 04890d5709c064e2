import { describe, expect, test } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { expectOk, expectProblem, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker, project } = lab;

describe('an engine', () => {
  test('tells its version and settles on an API version both sides speak', async () => {
    const facts = expectOk(await docker.connect(never));
    expect(facts.version).toMatch(/^\d+\.\d+/);
    expect(Number(facts.apiVersion.split('.')[1])).toBeGreaterThanOrEqual(41);
    expect(Number(facts.apiVersion.split('.')[1])).toBeLessThanOrEqual(51);
    expect(facts.memoryBytes).toBeGreaterThan(0);
    expect(facts.rootDir).toMatch(/^\//);
  });
});

describe('a container', () => {
  test('is created, started, listed, stopped and removed, and doing it again is no problem', async () => {
    const request = lab.container('a', 'sleep 300');
    const id = expectOk(await docker.createContainer(request, never));
    expect(expectOk(await docker.inspectContainer(request.name, never))).toMatchObject({
      id,
      state: 'created',
      startedAt: null,
    });
    expectOk(await docker.startContainer(request.name, never));
    expectOk(await docker.startContainer(request.name, never));
    const [listed] = expectOk(await docker.listContainers(project, never));
    expect(listed).toMatchObject({
      id,
      name: request.name,
      service: 'a',
      number: 1,
      oneOff: false,
      state: 'running',
    });
    expect(listed).toMatchObject({ health: 'none', image: 'busybox:1.36', exitCode: null, restarts: 0 });
    expectOk(await docker.stopContainer(request.name, 0, never));
    expectOk(await docker.stopContainer(request.name, 0, never));
    expect(expectOk(await docker.inspectContainer(request.name, never))).toMatchObject({
      state: 'exited',
      exitCode: 137,
    });
    expectOk(await docker.removeContainer(request.name, never));
    expectOk(await docker.removeContainer(request.name, never));
    expectOk(await docker.stopContainer(request.name, null, never));
    expect(expectOk(await docker.inspectContainer(request.name, never))).toBeNull();
  });

  test('is removed while it runs, and its anonymous volume stays', async () => {
    const name = await lab.run('anon', 'sleep 300', {
      HostConfig: {
        Mounts: [{ Type: 'volume', Target: '/data', VolumeOptions: { Labels: lab.labels('anon') } }],
      },
    });
    const mount = expectOk(await docker.inspectContainer(name, never))?.mounts[0];
    expect(mount).toMatchObject({ type: 'volume', target: '/data', readOnly: false });
    expectOk(await docker.removeContainer(name, never));
    expect(expectOk(await docker.inspectVolume(mount?.source ?? '', never))?.name).toBe(mount?.source);
  });

  test('is heard to have ended before the engine has cleared it up', async () => {
    const name = await lab.run('heard', 'trap "exit 0" TERM; while :; do sleep 0.01; done');
    const order: string[] = [];
    const stopped = docker.stopContainer(name, 5, never, () => order.push('ended'));
    expectOk(await stopped);
    order.push('stopped');
    expect(order).toEqual(['ended', 'stopped']);
  });

  test('whose output was closed before is heard when it is stopped, not earlier', async () => {
    const name = await lab.run('silent', 'exec >/dev/null 2>&1; trap "" TERM; while :; do sleep 0.01; done');
    const began = performance.now();
    let endedMs = Number.POSITIVE_INFINITY;
    expectOk(await docker.stopContainer(name, 1, never, () => (endedMs = performance.now() - began)));
    expect(endedMs).toBeGreaterThan(900);
  });

  test('that exits tells its exit code and when it ended', async () => {
    const name = await lab.run('exits', 'exit 7');
    await eventually(async () => {
      const found = expectOk(await docker.inspectContainer(name, never));
      expect(found).toMatchObject({ state: 'exited', exitCode: 7, outOfMemory: false });
      expect(found?.finishedAt).toBeGreaterThanOrEqual(found?.startedAt ?? Number.POSITIVE_INFINITY);
    });
  });

  test('that needs more memory than it may have is out of memory', async () => {
    const name = await lab.run('greedy', 'tail /dev/zero', {
      HostConfig: { Memory: 8 * 1024 * 1024, MemorySwap: 8 * 1024 * 1024 },
    });
    await eventually(async () => {
      expect(expectOk(await docker.inspectContainer(name, never))).toMatchObject({
        state: 'exited',
        outOfMemory: true,
      });
    }, 20_000);
  });

  test('that is unhealthy tells the output of its probe', async () => {
    const name = await lab.run('sick', 'sleep 300', {
      Healthcheck: { Test: ['CMD-SHELL', 'echo no answer; exit 3'], Interval: 2e8, Timeout: 5e9, Retries: 1 },
    });
    await eventually(async () => {
      const found = expectOk(await docker.inspectContainer(name, never));
      expect(found).toMatchObject({
        state: 'running',
        health: 'unhealthy',
        probe: { output: 'no answer\n', exitCode: 3 },
      });
      expect(found?.failingStreak).toBeGreaterThanOrEqual(1);
    }, 20_000);
    expectOk(await docker.removeContainer(name, never));
  });

  test('that is restarted again and again counts its restarts', async () => {
    const name = await lab.run('loop', 'exit 1', { HostConfig: { RestartPolicy: { Name: 'always' } } });
    await eventually(async () => {
      expect(expectOk(await docker.inspectContainer(name, never))?.restarts).toBeGreaterThanOrEqual(2);
    }, 20_000);
    expectOk(await docker.removeContainer(name, never));
  });

  test('is stopped within its own grace period where none is given', async () => {
    const name = await lab.run('grace', 'trap "" TERM; while true; do sleep 0.1; done', { StopTimeout: 1 });
    const start = performance.now();
    expectOk(await docker.stopContainer(name, null, never));
    expect(performance.now() - start).toBeGreaterThan(900);
    expect(performance.now() - start).toBeLessThan(9000);
  });

  test('is renamed, and a taken name tells whose it is', async () => {
    const name = await lab.run('named', 'sleep 300');
    expectOk(await docker.renameContainer(name, `${project}-other-1`, never));
    expect(expectOk(await docker.inspectContainer(`${project}-other-1`, never))?.service).toBe('named');
    const taken = {
      kind: 'name-taken',
      name: `${project}-other-1`,
      owner: `Service named of project ${project}`,
    };
    const second = { ...lab.container('second', 'true'), name: `${project}-other-1` };
    expect(expectProblem(await docker.createContainer(second, never))).toEqual(taken);
    const third = lab.container('third', 'true');
    expectOk(await docker.createContainer(third, never));
    expect(expectProblem(await docker.renameContainer(third.name, `${project}-other-1`, never))).toEqual(
      taken,
    );
  });

  test('whose image is not there says which image', async () => {
    const request = lab.container('noimage', 'true', { Image: 'berth.test/none:1' });
    const problem = expectProblem(await docker.createContainer(request, never));
    expect(problem).toMatchObject({ kind: 'image-unavailable', image: 'berth.test/none:1' });
  });

  test('whose port another container has says which port and service', async () => {
    const publish = {
      ExposedPorts: { '80/tcp': {} },
      HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '41873' }] } },
    };
    const holder = await lab.run('holder', 'sleep 300', publish);
    const ports = expectOk(await docker.inspectContainer(holder, never))?.ports;
    expect(ports).toEqual([{ container: 80, protocol: 'tcp', host: { address: '127.0.0.1', port: 41873 } }]);
    const wanting = lab.container('wanting', 'sleep 300', publish);
    expectOk(await docker.createContainer(wanting, never));
    const problem = expectProblem(await docker.startContainer(wanting.name, never));
    expect(problem).toEqual({
      kind: 'port-taken',
      service: 'wanting',
      port: 41873,
      owner: null,
      free: null,
      key: null,
    });
  });

  test('with a name that holds path characters is no other container', async () => {
    const name = await lab.run('plain', 'sleep 300');
    for (const other of [
      `../containers/${name}`,
      `x/../${name}`,
      `${name}/json?`,
      `${name}?all=1`,
      `${name}#`,
    ]) {
      const found = await docker.inspectContainer(other, never);
      expect(found.ok && found.value !== null, other).toBe(false);
    }
    const id = expectOk(await docker.inspectContainer(name, never))?.id ?? '';
    expect(expectOk(await docker.inspectContainer(id.slice(0, 5), never))).toBeNull();
    await docker.removeContainer(`${name}?force=1&x=`, never);
    expect(expectOk(await docker.inspectContainer(name, never))).not.toBeNull();
  });

  test('is on every network it asks for', async () => {
    for (const network of ['one', 'two']) {
      expectOk(await docker.createNetwork({ Name: `${project}_${network}`, Labels: lab.labels('') }, never));
    }
    const endpoints = { [`${project}_one`]: { Aliases: ['x'] }, [`${project}_two`]: {} };
    const name = await lab.run('both', 'sleep 300', {
      HostConfig: { NetworkMode: `${project}_one` },
      NetworkingConfig: { EndpointsConfig: endpoints },
    });
    expect(expectOk(await docker.inspectContainer(name, never))?.networks.toSorted()).toEqual(
      Object.keys(endpoints),
    );
  });
});
