import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import { mayGoWell, pauseMs } from '../../../src-main/adapters/docker/pull-retry.ts';
import { wireTo } from '../../../src-main/adapters/docker/wire.ts';
import {
  expectOk,
  expectProblem,
  labProject,
  never,
  secretsOf,
  socket,
  socketEndpoint,
} from './lab-engine.ts';
import { registry } from './registry.ts';

const { docker } = await labProject();
const images: string[] = [];
afterAll(async () => {
  const wire = wireTo(socketEndpoint(socket));
  for (const image of images)
    expectOk(await wire.json({ method: 'DELETE', path: `/images/${image}`, deadlineMs: 20_000 }, never));
});

/** A socket before the engine that cuts the first answers to pulls after their first piece. */
async function cuttingProxy(cuts: number) {
  const folder = await mkdtemp(join(tmpdir(), 'berth-cut-'));
  const path = join(folder, 'engine.sock');
  let left = cuts;
  const server = http.createServer((request, response) => {
    const upstream = http.request(
      { socketPath: socket, method: request.method, path: request.url, headers: request.headers },
      (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        if (!(request.url ?? '').includes('/images/create') || left === 0) return void reply.pipe(response);
        left -= 1;
        reply.once('data', (chunk: Buffer) => response.write(chunk, () => request.socket.destroy()));
      },
    );
    upstream.on('error', () => {});
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    docker: dockerAt(socketEndpoint(path), secretsOf({})),
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

const attemptsIn = (reports: readonly string[]): readonly string[] =>
  reports.filter((text) => /attempt \d of 4 in/.test(text));

describe('a pull that may go well a moment later', () => {
  test('goes on after its stream was cut, and tells of each attempt', async () => {
    await using source = await registry({ user: null, layers: 'right' });
    await using proxy = await cuttingProxy(2);
    const reports: string[] = [];
    expectOk(await proxy.docker.connect(never));
    expectOk(await proxy.docker.pullImage(source.image, null, (text) => reports.push(text), never));
    images.push(source.image);
    expect(attemptsIn(reports)).toHaveLength(2);
    expect(expectOk(await docker.inspectImage(source.image, never))).not.toBeNull();
  });

  test('is tried again where the registry is overloaded', async () => {
    for (const status of [503, 429]) {
      await using source = await registry({ user: null, layers: 'right', busy: { status, times: 2 } });
      const reports: string[] = [];
      expectOk(await docker.pullImage(source.image, null, (text) => reports.push(text), never));
      images.push(source.image);
      expect(attemptsIn(reports).length).toBeGreaterThan(0);
    }
  });

  test('ends with the registry’s words and the number of attempts when it never does', async () => {
    await using source = await registry({ user: null, layers: 'right', busy: { status: 503, times: 99 } });
    expect(expectProblem(await docker.pullImage(source.image, null, () => {}, never))).toMatchObject({
      kind: 'image-unavailable',
      detail: expect.stringMatching(/503.* \(4 attempts\)$/s),
    });
  });

  test('ends its pause when it is cancelled', async () => {
    await using source = await registry({ user: null, layers: 'right', busy: { status: 503, times: 99 } });
    const cancel = new AbortController();
    const report = (text: string): void => void (text.includes('attempt 2') && cancel.abort());
    expect(expectProblem(await docker.pullImage(source.image, null, report, cancel.signal)).kind).toBe(
      'cancelled',
    );
  });

  test('is one of several at once', async () => {
    await using first = await registry({ user: null, layers: 'right' });
    await using second = await registry({ user: null, layers: 'right', busy: { status: 503, times: 1 } });
    const pulled = await Promise.all(
      [first, second].map(({ image }) => docker.pullImage(image, null, () => {}, never)),
    );
    images.push(first.image, second.image);
    expect(pulled.every(({ ok }) => ok)).toBe(true);
  });
});

describe('a pull that cannot go well', () => {
  test('is tried once where nobody may have the image or there is none', async () => {
    await using open = await registry({ user: null, layers: 'right' });
    await using closed = await registry({ user: { name: 'a', password: 'b' }, layers: 'right' });
    for (const image of [`${open.host}/berth-test/image:none`, closed.image]) {
      const reports: string[] = [];
      expectProblem(await docker.pullImage(image, null, (text) => reports.push(text), never));
      expect(attemptsIn(reports)).toEqual([]);
    }
  });

  test('is told from one that may by the words of engines and registries', () => {
    const answer = (status: number, message: string) => ({ kind: 'answer', status, message }) as const;
    const passing = [
      'received unexpected HTTP status: 503 Service Unavailable',
      'toomanyrequests: You have reached your pull rate limit',
      'unexpected EOF',
      'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
      answer(500, 'read tcp 10.0.0.1:1->2.2.2.2:443: read: connection reset by peer'),
      { kind: 'connection', code: 'ECONNRESET', message: 'aborted' } as const,
    ];
    const lasting = [
      answer(404, 'manifest for x:500 not found: manifest unknown'),
      answer(500, 'unauthorized: authentication required'),
      'pull access denied for x, repository does not exist or may require docker login',
      'filesystem layer verification failed for digest sha256:503',
      { kind: 'connection', code: 'ENOENT', message: 'no socket' } as const,
      { kind: 'silent', afterMs: 5 } as const,
    ];
    expect(passing.map(mayGoWell)).toEqual(passing.map(() => true));
    expect(lasting.map(mayGoWell)).toEqual(lasting.map(() => false));
  });

  test('waits longer each time, and never as long as another', () => {
    expect([1, 2, 3].map((attempt) => pauseMs(attempt, () => 0))).toEqual([250, 500, 1000]);
    expect(pauseMs(1, () => 0.9)).toBe(700);
  });
});
