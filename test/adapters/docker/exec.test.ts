import { describe, expect, test } from 'vitest';
import { expectOk, expectProblem, labProject, never } from './lab-engine.ts';

const lab = await labProject();
const { docker } = lab;
const name = await lab.run('a', 'sleep 300');

describe('a command run in a container', () => {
  test('gives its exit code and what it wrote on both streams', async () => {
    const outcome = expectOk(
      await docker.exec(name, ['sh', '-c', 'echo out; echo err >&2; exit 3'], 10_000, never),
    );
    expect(outcome.exitCode).toBe(3);
    // Two streams: which of them comes first is not said.
    expect(outcome.output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  // Of a line without its beginning nobody could tell whether a secret stood there.
  test('keeps the whole lines among the last 4 KiB of what it wrote', async () => {
    const outcome = expectOk(
      await docker.exec(name, ['sh', '-c', 'seq 1000001 1020000; echo at the end'], 20_000, never),
    );
    expect(Buffer.byteLength(outcome.output)).toBeGreaterThan(4080);
    expect(Buffer.byteLength(outcome.output)).toBeLessThanOrEqual(4096);
    expect(outcome.output).toMatch(/^10\d{5}\n/);
    expect(outcome.output.endsWith('1020000\nat the end\n')).toBe(true);
  });

  test('is an outcome of -1 when its time is up', async () => {
    const start = performance.now();
    const outcome = expectOk(await docker.exec(name, ['sh', '-c', 'echo so far; sleep 30'], 2000, never));
    expect(outcome).toEqual({ exitCode: -1, output: 'so far\nno end after 2000 ms' });
    expect(performance.now() - start).toBeLessThan(12_000);
  });

  test('ends at once when it is cancelled', async () => {
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 200);
    const problem = expectProblem(await docker.exec(name, ['sleep', '30'], 60_000, cancel.signal));
    expect(problem.kind).toBe('cancelled');
  });

  test('that does not exist says so by its exit code', async () => {
    const outcome = expectOk(await docker.exec(name, ['/no/such/program'], 10_000, never));
    expect(outcome.exitCode).toBe(127);
  });

  test('needs a container that runs', async () => {
    const request = lab.container('idle', 'true');
    expectOk(await docker.createContainer(request, never));
    expect(expectProblem(await docker.exec(request.name, ['true'], 1000, never))).toMatchObject({
      kind: 'engine-failed',
      status: 409,
    });
  });
});

describe('the health command of a container', () => {
  const commandOf = async (service: string, test: readonly string[] | undefined, timeout?: number) => {
    const more =
      test === undefined
        ? {}
        : { Healthcheck: { Test: test, ...(timeout === undefined ? {} : { Timeout: timeout }) } };
    const request = lab.container(service, 'true', more);
    expectOk(await docker.createContainer(request, never));
    return expectOk(await docker.healthCommand(request.name, never));
  };

  test('is its words for CMD and its shell’s for CMD-SHELL', async () => {
    expect(await commandOf('words', ['CMD', 'redis-cli', 'ping'], 3e9)).toEqual({
      command: ['redis-cli', 'ping'],
      timeoutMs: 3000,
    });
    expect(await commandOf('shell', ['CMD-SHELL', 'a && b'])).toEqual({
      command: ['/bin/sh', '-c', 'a && b'],
      timeoutMs: 30_000,
    });
  });

  test('is null where there is no check, no container, or NONE', async () => {
    expect(await commandOf('none', ['NONE'])).toBeNull();
    expect(await commandOf('without', undefined)).toBeNull();
    expect(expectOk(await docker.healthCommand('berth-no-such-container', never))).toBeNull();
  });
});
