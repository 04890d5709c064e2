import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { dockerAt } from '../../../src-main/adapters/docker/connect.ts';
import type { EngineEvent } from '../../../src-main/ports/docker.ts';
import { expectProblem, never, secretsOf, socketEndpoint } from './lab-engine.ts';

const folder = await mkdtemp(join(tmpdir(), 'berth-faults-'));
afterAll(() => rm(folder, { recursive: true }));

const at = (path: string) => dockerAt(socketEndpoint(path), secretsOf({}));

/** An engine of our own making; `close` ends it and every connection. */
async function engine(
  path: string,
  answer: http.RequestListener,
): Promise<AsyncDisposable & { readonly path: string }> {
  const server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    path,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const version = (response: http.ServerResponse, ApiVersion: string): void => {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ Version: '99', ApiVersion }));
};

describe('an engine that is', () => {
  test('not there is absent, at every call', async () => {
    const docker = at(join(folder, 'none.sock'));
    const absent = {
      kind: 'engine-absent',
      endpoint: docker.endpoint,
      detail: expect.stringContaining('ENOENT'),
    };
    expect(expectProblem(await docker.connect(never))).toMatchObject(absent);
    expect(expectProblem(await docker.listContainers('p', never))).toMatchObject(absent);
    expect(expectProblem(await docker.startContainer('a', never))).toMatchObject(absent);
    expect(expectProblem(await docker.exec('a', ['true'], 1000, never))).toMatchObject(absent);
    expect(expectProblem(await docker.pullImage('busybox:1.36', null, () => {}, never))).toMatchObject(
      absent,
    );
    expect(await listed(docker.events('p', never))).toEqual([
      { kind: 'lost', problem: expect.objectContaining(absent) },
    ]);
    expect(await listed(docker.logs('a', { follow: true, tail: 1, sinceMs: null }, never))).toEqual([]);
  });

  test('gone and left its socket behind is absent', async () => {
    const path = join(folder, 'dead.sock');
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 9))`;
    expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
    const problem = expectProblem(await at(path).connect(never));
    expect(problem).toMatchObject({ kind: 'engine-absent', detail: expect.stringContaining('ECONNREFUSED') });
  });

  test('hanging is silent when the time is up, and the request is over', async () => {
    const sockets = new Set<net.Socket>();
    const server = net.createServer((socket) => {
      sockets.add(socket);
      socket.resume();
      socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    });
    const path = join(folder, 'hang.sock');
    await new Promise<void>((resolve) => server.listen(path, resolve));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const docker = at(path);
      const asked = docker.inspectContainer('a', never);
      await vi.advanceTimersByTimeAsync(10_000);
      expect(expectProblem(await asked)).toEqual({
        kind: 'engine-silent',
        endpoint: docker.endpoint,
        call: 'inspect container a',
        afterMs: 10_000,
      });
      const stopped = docker.stopContainer('a', 20, never);
      await vi.advanceTimersByTimeAsync(34_000);
      await vi.advanceTimersByTimeAsync(1000);
      expect(expectProblem(await stopped)).toMatchObject({ kind: 'engine-silent', afterMs: 35_000 });
    } finally {
      vi.useRealTimers();
    }
    await vi.waitFor(() => expect(sockets.size).toBe(0));
    await new Promise((resolve) => server.close(resolve));
  });

  test('hanging ends at once when the caller cancels', async () => {
    await using hanging = await engine(join(folder, 'cancel.sock'), () => {});
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(), 50);
    const problem = expectProblem(await at(hanging.path).listVolumes('p', cancel.signal));
    expect(problem.kind).toBe('cancelled');
  });

  test('asked with a signal that is over already gets no request', async () => {
    let asked = 0;
    await using counting = await engine(join(folder, 'count.sock'), (_, response) => {
      asked += 1;
      version(response, '1.51');
    });
    expect(expectProblem(await at(counting.path).connect(AbortSignal.abort())).kind).toBe('cancelled');
    expect(asked).toBe(0);
  });

  test('too old says what it speaks', async () => {
    await using old = await engine(join(folder, 'old.sock'), (_, response) => version(response, '1.40'));
    expect(expectProblem(await at(old.path).connect(never))).toMatchObject({
      kind: 'engine-too-old',
      found: 'API 1.40',
      wanted: 'API 1.41',
    });
  });

  test('no engine but a web server is absent, and its redirect leads nowhere', async () => {
    for (const [status, text] of [
      [301, ''],
      [404, 'page not found'],
      [200, '<html>'],
    ] as const) {
      await using web = await engine(join(folder, 'web.sock'), (_, response) => {
        response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end(text);
      });
      const problem = expectProblem(await at(web.path).connect(never));
      expect(problem).toMatchObject({
        kind: 'engine-absent',
        detail: expect.stringContaining('not a Docker Engine'),
      });
    }
  });

  test('behind a proxy that denies refuses', async () => {
    await using proxy = await engine(join(folder, 'deny.sock'), (_, response) => {
      response.writeHead(403).end('{"message":"authorization denied"}');
    });
    expect(expectProblem(await at(proxy.path).connect(never))).toMatchObject({
      kind: 'engine-refused',
      detail: 'authorization denied',
    });
  });

  test('cut in the middle of an answer is absent', async () => {
    await using cut = await engine(join(folder, 'cut.sock'), (_, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"Id":', () => response.destroy());
    });
    expect(expectProblem(await at(cut.path).inspectContainer('a', never)).kind).toBe('engine-absent');
  });

  test('answering nonsense has failed', async () => {
    await using nonsense = await engine(join(folder, 'nonsense.sock'), (_, response) =>
      response.end('{"Id": nonsense'),
    );
    expect(expectProblem(await at(nonsense.path).inspectContainer('a', never))).toMatchObject({
      kind: 'engine-failed',
      status: null,
    });
  });
});

describe('an event stream', () => {
  test('whose engine goes ends with lost', async () => {
    let end = (): void => {};
    const path = join(folder, 'goes.sock');
    await using _going = await engine(path, (request, response) => {
      if (!request.url?.includes('/events')) return response.end('[]');
      response.writeHead(200).flushHeaders();
      end = () => response.end();
      return response;
    });
    const seen: EngineEvent[] = [];
    for await (const event of at(path).events('p', never)) {
      seen.push(event);
      if (event.kind === 'connected') end();
    }
    expect(seen).toEqual([
      { kind: 'connected' },
      { kind: 'lost', problem: expect.objectContaining({ kind: 'engine-absent' }) },
    ]);
  });

  test('whose engine falls silent ends with lost, by a ping without an answer', async () => {
    const path = join(folder, 'silent.sock');
    await using _silent = await engine(path, (request, response) => {
      if (request.url?.includes('/events')) response.writeHead(200).flushHeaders();
      else if (!request.url?.includes('/_ping')) response.end('[]');
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const seen: EngineEvent[] = [];
      const reading = (async () => {
        for await (const event of at(path).events('p', never)) seen.push(event);
      })();
      await vi.waitFor(() => expect(seen).toHaveLength(1));
      await vi.advanceTimersByTimeAsync(14_900);
      expect(seen).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(200);
      await reading;
      expect(seen[1]).toMatchObject({
        kind: 'lost',
        problem: { kind: 'engine-silent', call: 'ping', afterMs: 5000 },
      });
    } finally {
      vi.useRealTimers();
    }
  });
});

test('an engine over tcp is spoken to like any other', async () => {
  const server = http.createServer((_, response) => version(response, '1.44'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const endpoint = {
    name: 'tcp',
    address: { kind: 'tcp', host: '127.0.0.1', port, tls: null },
    configDir: '/',
  } as const;
  const facts = await dockerAt(endpoint, secretsOf({})).connect(never);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(facts).toMatchObject({ ok: true, value: { apiVersion: '1.44' } });
});

async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
