import { describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { seal } from '../../../src-main/core/secrets/sealed.ts';
import {
  expectOk,
  expectProblem,
  labProject,
  never,
  secretsOf,
  socket,
  socketEndpoint,
} from './lab-engine.ts';
import { recorder } from './recorder.ts';

const value = 'hook-canary-77ab';
const lab = await labProject({ API__TOKEN: value });
const { docker } = lab;
const name = await lab.run('a', 'sleep 300', { Env: ['KEPT=yes'] });
const sh = (script: string) => ['sh', '-c', script];

describe('a lifecycle hook', () => {
  test('runs as its user, in its folder, with its variables beside the container’s own', async () => {
    const request = {
      Cmd: sh('echo $(id -u) $(pwd) $KEPT $GIVEN'),
      User: '1000',
      WorkingDir: '/tmp',
      Env: ['GIVEN=too'],
    };
    expect(expectOk(await docker.runHook(name, request, never))).toEqual({
      exitCode: 0,
      output: '1000 /tmp yes too\n',
    });
  });

  test('has all capabilities only where it is privileged', async () => {
    const Cmd = sh('grep CapEff /proc/self/status');
    const plain = expectOk(await docker.runHook(name, { Cmd }, never));
    const privileged = expectOk(await docker.runHook(name, { Cmd, Privileged: true }, never));
    expect(privileged.output).not.toBe(plain.output);
  });

  test('gives its exit code and last words', async () => {
    const outcome = expectOk(await docker.runHook(name, { Cmd: sh('echo no >&2; exit 4') }, never));
    expect(outcome).toEqual({ exitCode: 4, output: 'no\n' });
  });

  test('has the values of secrets, which reach the engine in one body and in no URL', async () => {
    await using proxy = await recorder(socket);
    const recorded = dockerAt(socketEndpoint(proxy.socket), secretsOf({ API__TOKEN: value }));
    const request = { Cmd: sh('test "$TOKEN" = hook-canary-77ab'), Env: [`TOKEN=${seal('API__TOKEN')}`] };
    expect(expectOk(await recorded.runHook(name, request, never)).exitCode).toBe(0);
    const env = proxy.requests.filter(({ body }) => body.includes('TOKEN='));
    expect(env.map(({ body }) => JSON.parse(body).Env)).toEqual([[`TOKEN=${value}`]]);
    expect(proxy.requests.filter(({ url }) => url.includes('canary'))).toEqual([]);
  });

  test('of a container that does not run is refused with 409', async () => {
    const request = lab.container('idle', 'true');
    expectOk(await docker.createContainer(request, never));
    expect(expectProblem(await docker.runHook(request.name, { Cmd: ['true'] }, never))).toMatchObject({
      kind: 'engine-failed',
      status: 409,
    });
  });
});
