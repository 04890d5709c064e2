import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Router } from '../../router/router.ts';
import { serveWebSocket } from '../../router/wires/web-socket.ts';
import type { Admissions } from './admissions.ts';
import { type Asked, bearerOf, isForThisDoor, isFromOwnPage, pathOf, subprotocol } from './judge.ts';

const messageLimitBytes = 1024 * 1024;
const beatMs = 30_000;

export type SocketDoor = {
  readonly upgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void;
  readonly close: () => void;
};

/** Turns a judged upgrade into a served socket. A socket whose other end is gone without a word is ended at the second beat. */
export function openSocketDoor(router: Router, admissions: Admissions, port: () => number): SocketDoor {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageLimitBytes,
    perMessageDeflate: false,
    handleProtocols: () => subprotocol,
  });
  const beat = setInterval(() => checkAlive(sockets), beatMs);
  beat.unref();
  return {
    upgrade: (request, stream, head) => {
      // A stream without this listener would end the process when its peer resets it.
      stream.on('error', () => stream.destroy());
      const status = upgradeStatus(request, admissions, port());
      if (status !== 101) return refuse(stream, status);
      sockets.handleUpgrade(request, stream, head, (socket) => serve(router, socket));
    },
    close: () => {
      clearInterval(beat);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

/** 101 only for this Host, the path /rpc, this door's own page and a token it gave. */
function upgradeStatus(asked: Asked, admissions: Admissions, port: number): 101 | 401 | 403 | 404 | 421 {
  if (!isForThisDoor(asked, port)) return 421;
  if (pathOf(asked) !== '/rpc') return 404;
  if (!isFromOwnPage(asked, port)) return 403;
  const token = bearerOf(asked);
  return token !== null && admissions.knows(token) ? 101 : 401;
}

const alive = new WeakMap<WebSocket, boolean>();

function serve(router: Router, socket: WebSocket): void {
  alive.set(socket, true);
  socket.on('pong', () => alive.set(socket, true));
  // Too large or malformed: ws closes the socket, and `close` ends its calls.
  socket.on('error', () => socket.terminate());
  void serveWebSocket(router, socket);
}

function checkAlive(sockets: WebSocketServer): void {
  for (const socket of sockets.clients) {
    if (alive.get(socket) !== true) socket.terminate();
    alive.set(socket, false);
    socket.ping();
  }
}

function refuse(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}
