import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { broadcastState } from './broadcast.ts';
import type { Connection } from './connection.ts';

/** What the preload posts to its own window, with the port beside it. */
const portMessage = 'berth:port';

/** The desktop door: the preload hands over a message port; a newer port replaces the one before. */
export function connectPort(): Connection {
  const { connection, say } = broadcastState({ kind: 'connecting' });
  let epoch = 0;
  window.addEventListener('message', (event) => {
    const port = event.ports[0];
    if (event.origin !== location.origin || event.data !== portMessage || port === undefined) return;
    port.start();
    epoch += 1;
    say({ kind: 'connected', api: createORPCClient(new RPCLink({ port })), epoch });
  });
  return connection;
}
