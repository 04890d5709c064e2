import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { LogBatch } from '../../src-main/contract/view.ts';
import { ok } from '../../src-main/contract/result.ts';
import { routerOf } from '../../src-main/router/router.ts';
import { serveWebSocket } from '../../src-main/router/wires/web-socket.ts';
import { FakeDesk } from '../support/fake-desk.ts';
import { eventually } from '../support/eventually.ts';

const text = 'x'.repeat(64 * 1024);
const batch: LogBatch = {
  lines: [{ service: 'api', stream: 'stdout', at: 1, text, level: null, correlation: null }],
  dropped: 0,
};

test('a reader that stops reading stops the source instead of filling this process', async () => {
  const desk = new FakeDesk();
  let produced = 0;
  async function* flood(signal: AbortSignal) {
    while (!signal.aborted) {
      produced += 1;
      yield batch;
    }
  }
  desk.session1.logs = async (_wish, signal) => ok(flood(signal));
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => void serveWebSocket(routerOf(desk), socket));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  socket.send(JSON.stringify({ i: 1, p: { u: '/logs/read', b: { json: { project: 'p1', follow: true } } } }));
  await once(socket, 'message');
  socket.pause();

  let before = -1;
  await eventually(async () => {
    before = produced;
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(produced).toBe(before);
  });
  // 64 KiB each: what the kernel's buffers of both ends hold, not what a minute of flood would be.
  expect(produced).toBeLessThan(1_000);

  socket.resume();
  await eventually(() => expect(produced).toBeGreaterThan(before + 100));
  socket.terminate();
  server.close();
  await once(server, 'close');
});
