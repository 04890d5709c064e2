import { expect, test } from 'vitest';
import { expectOk, expectProblem, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker, project } = lab;

test('a network is created, found by its exact name and removed; removing it again is no problem', async () => {
  const name = `${project}_default`;
  expectOk(await docker.createNetwork({ Name: name, Labels: lab.labels('') }, never));
  const found = expectOk(await docker.inspectNetwork(name, never));
  expect(found).toMatchObject({ name, labels: lab.labels('') });
  expect(expectOk(await docker.listNetworks(project, never))).toEqual([found]);
  expect(expectOk(await docker.inspectNetwork(found?.id.slice(0, 5) ?? '', never))).toBeNull();
  expectOk(await docker.removeNetwork(name, never));
  expectOk(await docker.removeNetwork(name, never));
  expect(expectOk(await docker.inspectNetwork(name, never))).toBeNull();
});

test('a second network of the same name is refused', async () => {
  const request = { Name: `${project}_twice`, Labels: lab.labels('') };
  expectOk(await docker.createNetwork(request, never));
  expect(expectProblem(await docker.createNetwork(request, never))).toMatchObject({
    kind: 'engine-failed',
    status: 409,
  });
});

test('volumes are listed by the Compose label and by Berth’s own', async () => {
  expectOk(await docker.createVolume({ Name: `${project}_data`, Labels: lab.labels('') }, never));
  expectOk(
    await docker.createVolume({ Name: `${project}_data.g2`, Labels: { 'berth.project': project } }, never),
  );
  const listed = expectOk(await docker.listVolumes(project, never));
  expect(listed.map(({ name }) => name)).toEqual([`${project}_data`, `${project}_data.g2`]);
  expect(listed[0]).toMatchObject({ driver: 'local', createdAt: expect.any(Number) });
  for (const { name } of listed) expectOk(await docker.removeVolume(name, never));
  expectOk(await docker.removeVolume(`${project}_data`, never));
  expect(expectOk(await docker.inspectVolume(`${project}_data`, never))).toBeNull();
});

test('a volume in use is not removed', async () => {
  expectOk(await docker.createVolume({ Name: `${project}_used`, Labels: lab.labels('') }, never));
  const name = await lab.run('user', 'sleep 300', { HostConfig: { Binds: [`${project}_used:/data:ro`] } });
  expect(expectOk(await docker.inspectContainer(name, never))?.mounts).toEqual([
    { type: 'volume', source: `${project}_used`, target: '/data', readOnly: true },
  ]);
  expect(expectProblem(await docker.removeVolume(`${project}_used`, never))).toMatchObject({
    kind: 'in-use',
  });
});

test('an image tells its id, its volumes and whether it checks its health; a missing one is null', async () => {
  expect(expectOk(await docker.inspectImage('postgres:16', never))).toMatchObject({
    id: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    volumes: ['/var/lib/postgresql/data'],
    healthcheck: false,
  });
  expect(expectOk(await docker.inspectImage('berth.test/some/none:1', never))).toBeNull();
});

test('the running container that has a port of the host is found by it', async () => {
  const name = await lab.run('holder', 'sleep 300', {
    ExposedPorts: { '80/tcp': {} },
    HostConfig: { PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '0' }] } },
  });
  const [port] = expectOk(await docker.inspectContainer(name, never))?.ports ?? [];
  expect(expectOk(await docker.portHolder(port?.host?.port ?? 0, never))).toBe(name);
  expect(expectOk(await docker.portHolder(1, never))).toBeNull();
});
