import { RPCHandler } from '@orpc/server/ws';
import type { Router } from '../router.ts';

/** A server's end of a socket, as `ws` makes it; only these two of its members are used. */
export type ServerSocket = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

type Data = Parameters<ServerSocket['send']>[0];

/**
 * Serves the router on an open socket until it closes; closing aborts its calls. An item of a stream counts as sent when
 * the kernel took it: ws itself queues without bound, so a window that does not read would fill this process.
 */
export async function serveWebSocket(router: Router, socket: ServerSocket): Promise<void> {
  await new RPCHandler(router).upgrade({
    addEventListener: socket.addEventListener.bind(socket),
    send: (data: Data) => flushed(socket, data),
  });
}

const flushed = (socket: ServerSocket, data: Data): Promise<void> =>
  // A failed write is followed by `close`, which ends every call; there is nothing to add here.
  new Promise((resolve) => socket.send(data, () => resolve()));
