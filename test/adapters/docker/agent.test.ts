import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainAgent, sshAgent } from '../../../src-main/adapters/docker/agent.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'berth-agent-'));
});
afterAll(() => rm(folder, { recursive: true }));

const idleMs = 100;

test('a connection that nobody uses any more is given up, and one whose answer takes its time is not', async () => {
  const socketPath = join(folder, 'engine.sock');
  const server = http.createServer(async (request, response) => {
    if (request.url === '/slow') await pause(4 * idleMs);
    response.end('done');
  });
  await new Promise<void>((resolve) => server.listen(socketPath, resolve));
  const agent = plainAgent(idleMs);
  const ask = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      http
        .get({ socketPath, path, agent }, (response) => response.setEncoding('utf8').on('data', resolve))
        .on('error', reject);
    });
  const open = (): Promise<number> =>
    new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
    );
  expect(await Promise.all([ask('/quick'), ask('/slow')])).toEqual(['done', 'done']);
  expect(await open()).toBeGreaterThan(0);
  await expect.poll(open, { timeout: 20 * idleMs }).toBe(0);
  server.close();
});

test('an ssh that nobody uses any more is ended', async () => {
  const answer = String.raw`read -r line; printf 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone'; exec cat >/dev/null`;
  const agent = sshAgent({ kind: 'ssh', program: '/bin/sh', args: ['-c', answer] }, idleMs);
  const said = new Promise((resolve, reject) => {
    http
      .get({ host: 'ssh', path: '/', agent }, (response) => response.setEncoding('utf8').on('data', resolve))
      .on('error', reject);
  });
  expect(await said).toBe('done');
  const kept = (): number => Object.values(agent.freeSockets).flat().length;
  await expect.poll(kept, { timeout: 20 * idleMs, interval: 5 }).toBe(1);
  await expect.poll(kept, { timeout: 20 * idleMs }).toBe(0);
});
