import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { MessageChannel } from 'node:worker_threads';
import { WebSocketServer } from 'ws';
import type { Router } from '../../src-main/router/router.ts';
import { type Client, inProcessClient } from '../../src-main/router/wires/in-process.ts';
import { serveMessagePort } from '../../src-main/router/wires/message-port.ts';
import { serveWebSocket } from '../../src-main/router/wires/web-socket.ts';

/** A client of the router, and how its wire is cut. */
export type Wire = { readonly client: Client; readonly cut: () => Promise<void> };

const inProcess = async (router: Router): Promise<Wire> => ({
  client: inProcessClient(router),
  cut: async () => {},
});

async function messagePort(router: Router): Promise<Wire> {
  const { port1, port2 } = new MessageChannel();
  serveMessagePort(router, port1);
  port1.start();
  port2.start();
  return { client: createORPCClient(new PortLink({ port: port2 })), cut: async () => port2.close() };
}

async function webSocket(router: Router): Promise<Wire> {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  server.on('connection', (socket) => void serveWebSocket(router, socket));
  await once(server, 'listening');
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await once(socket, 'open');
  const cut = async () => {
    socket.close();
    server.close();
    await once(server, 'close');
  };
  return { client: createORPCClient(new SocketLink({ websocket: socket })), cut };
}

/** Every suite of the router runs over each. */
export const wires: readonly (readonly [name: string, connect: (router: Router) => Promise<Wire>])[] = [
  ['in process', inProcess],
  ['message port', messagePort],
  ['web socket', webSocket],
];
