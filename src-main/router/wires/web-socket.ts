import { RPCHandler } from '@orpc/server/ws';
import type { WebSocket } from 'ws';
import type { Router } from '../router.ts';

/**
 * Serves the router on an open socket until it closes; closing aborts its calls. An item of a stream counts as sent when
 * the kernel took it: ws itself queues without bound, so a window that does not read would fill this process.
 */
export async function serveWebSocket(router: Router, socket: WebSocket): Promise<void> {
  await new RPCHandler(router).upgrade({
    addEventListener: socket.addEventListener.bind(socket),
    send: (data: Parameters<WebSocket['send']>[0]) => flushed(socket, data),
  });
}

const flushed = (socket: WebSocket, data: Parameters<WebSocket['send']>[0]): Promise<void> =>
  // A failed write is followed by `close`, which ends every call; there is nothing to add here.
  new Promise((resolve) => socket.send(data, () => resolve()));
