import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { findEndpoint } from '../../../src-main/adapters/docker/endpoint.ts';
import { sshAddress } from '../../../src-main/adapters/docker/ssh.ts';
import { findTool } from '../../../src-main/adapters/machine/find-tool.ts';
import type { Docker } from '../../../src-main/ports/docker.ts';
import { buildLab } from './build-lab.ts';
import { expectOk, expectProblem, never, secretsOf, socket } from './lab-engine.ts';
import { filesOf, machineOf } from './paper-world.ts';

const { lab, folder: buildFolder, requestOf } = await buildLab();
const folder = await mkdtemp(join(tmpdir(), 'berth-ssh-'));
afterAll(() => rm(folder, { recursive: true }));

/** An `ssh` that keeps what it was called with and, as ssh does, runs what stands after the host: here, on this machine. */
async function standIn(script: string): Promise<Docker> {
  const bin = await mkdtemp(join(folder, 'bin-'));
  await writeFile(join(bin, 'ssh'), `#!/bin/sh\n${script}\n`);
  await chmod(join(bin, 'ssh'), 0o755);
  const variables = { DOCKER_HOST: 'ssh://me@far.test:2222', PATH: bin };
  const machine = {
    ...machineOf(variables),
    findTool: (name: string) => findTool(name, 'linux', variables, '/nowhere'),
  };
  const endpoint = expectOk(await findEndpoint(machine, filesOf({})));
  expect(endpoint.address).toMatchObject({ kind: 'ssh', program: join(bin, 'ssh') });
  return dockerAt(endpoint, secretsOf({}));
}

const runs = `printf '%s\\n' "$@" >> ${join(folder, 'called')}
while [ "$1" != -- ]; do shift; done
shift 2
export DOCKER_HOST=unix://${socket} PATH=${process.env['PATH'] ?? ''}
exec "$@"`;

describe('an engine behind ssh', () => {
  test('is spoken to through the far docker command, many calls over few connections', async () => {
    const far = await standIn(runs);
    const facts = expectOk(await far.connect(never));
    expect(facts.endpoint).toBe('ssh://me@far.test:2222');
    for (let call = 0; call < 10; call += 1) expectOk(await far.listContainers(lab.project, never));
    const called = await readFile(join(folder, 'called'), 'utf8');
    expect(called.split('dial-stdio').length - 1).toBeLessThanOrEqual(3);
    expect(called.split('\n').slice(0, 14)).toEqual([
      '-l',
      'me',
      '-p',
      '2222',
      '-o',
      'ConnectTimeout=30',
      '-o',
      'BatchMode=yes',
      '-T',
      '--',
      'far.test',
      'docker',
      'system',
      'dial-stdio',
    ]);
  });

  test('runs, follows, takes commands and builds like one that is near', async () => {
    const far = await standIn(runs);
    expectOk(await far.connect(never));
    const request = lab.container('far', 'echo begun; sleep 60', {});
    expectOk(await far.createContainer(request, never));
    expectOk(await far.startContainer(request.name, never));
    expect(expectOk(await far.exec(request.name, ['echo', 'hello'], 5_000, never)).output).toBe('hello\n');
    let text = '';
    for await (const record of far.logs(request.name, { follow: false, tail: -1, sinceMs: null }, never))
      text += record.text;
    expect(text).toBe('begun\n');
    const context = await buildFolder('far', { Dockerfile: 'FROM busybox:1.36\nCOPY file /f', file: 'x' });
    expectOk(await far.buildImage(requestOf('far', { context }), () => {}, never));
    expect(expectOk(await far.inspectImage(`${lab.project}-far`, never))).not.toBeNull();
    expectOk(await far.removeContainer(request.name, never));
  });

  test('that cannot be reached is told in the words of ssh', async () => {
    const refused = await standIn('echo "me@far.test: Permission denied (publickey)." >&2; exit 255');
    expect(expectProblem(await refused.connect(never))).toMatchObject({
      kind: 'engine-refused',
      endpoint: 'ssh://me@far.test:2222',
      detail: expect.stringContaining('publickey'),
    });
    const unknown = await standIn('echo "ssh: Could not resolve hostname far.test" >&2; exit 255');
    expect(expectProblem(await unknown.connect(never))).toMatchObject({
      kind: 'engine-absent',
      detail: expect.stringContaining('resolve'),
    });
    const bare = await standIn('echo "sh: docker: not found" >&2; exit 127');
    expect(expectProblem(await bare.connect(never))).toMatchObject({
      detail: expect.stringContaining('docker: not found'),
    });
    const quiet = await standIn('exit 1');
    expect(expectProblem(await quiet.connect(never)).kind).toBe('engine-absent');
  });

  test('that ends in the middle of an answer ends the call', async () => {
    const cut = await standIn(
      `head -c 1 >/dev/null; printf 'HTTP/1.1 200 OK\\r\\nContent-Length: 99\\r\\n\\r\\n{'; exit 1`,
    );
    expect(expectProblem(await cut.connect(never)).kind).toBe('engine-absent');
  });
});

describe('an ssh address', () => {
  const machine = machineOf({}, 'linux', { ssh: '/usr/bin/ssh' });
  const argsOf = async (host: string) => expectOk(await sshAddress(host, machine)).args.join(' ');

  test('may name a user, a port and the socket on the far machine', async () => {
    expect(await argsOf('ssh://far')).toBe(
      '-o ConnectTimeout=30 -o BatchMode=yes -T -- far docker system dial-stdio',
    );
    expect(await argsOf('ssh://far/run/x.sock')).toContain(
      'far docker --host unix:///run/x.sock system dial-stdio',
    );
    expect(await argsOf('ssh://[::1]:22')).toContain('-p 22');
  });

  test('with a password, without a host, or that would be an option of ssh runs nothing', async () => {
    for (const host of ['ssh://me:secret@far', 'ssh://', 'ssh://far?x=y']) {
      expect(expectProblem(await sshAddress(host, machine)).kind).toBe('engine-absent');
    }
    const told = JSON.stringify(expectProblem(await sshAddress('ssh://me:s3cret@far', machine)));
    expect(told).toContain('password');
    expect(told).not.toContain('s3cret');
    const args = (await argsOf('ssh://-oProxyCommand=x/')).split(' ');
    expect(args.indexOf('--')).toBeLessThan(
      args.findIndex((word) => word.startsWith('-oproxycommand') || word.startsWith('-oProxyCommand')),
    );
  });

  test('on a machine without ssh says so', async () => {
    expect(expectProblem(await sshAddress('ssh://far', machineOf({})))).toMatchObject({
      kind: 'tool-missing',
      tool: 'ssh',
    });
  });
});
