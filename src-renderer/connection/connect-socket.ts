import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { backoffMs } from './backoff.ts';
import { broadcastState } from './broadcast.ts';
import type { Api, Connection } from './connection.ts';
import { forgetSessionToken, sessionToken } from './session-token.ts';

/** The browser door: a session for the one-time code, then a socket that is opened again whenever it is lost. */
export function connectSocket(): Connection {
  const { connection, say } = broadcastState({ kind: 'connecting' });
  let epoch = 0;
  const live = async () => {
    const token = await sessionToken();
    if (token === null) return say({ kind: 'refused' });
    for (let attempt = 1; ; attempt += 1) {
      const socket = openSocket(token);
      if (await opened(socket)) {
        attempt = 0;
        epoch += 1;
        say({ kind: 'connected', api: clientOf(socket), epoch });
        await closed(socket);
      } else if (await doorAnswers()) {
        // The door is there and takes no upgrade: this token is of an earlier door on the same port.
        forgetSessionToken();
        return say({ kind: 'refused' });
      }
      say({ kind: 'lost', attempt: attempt + 1 });
      await paused(backoffMs(attempt + 1));
    }
  };
  live().catch(() => say({ kind: 'refused' }));
  return connection;
}

function openSocket(token: string): WebSocket {
  return new WebSocket(`ws://${location.host}/rpc`, ['berth', `bearer.${token}`]);
}

function clientOf(socket: WebSocket): Api {
  return createORPCClient(new RPCLink({ websocket: socket }));
}

function opened(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
  });
}

function closed(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => socket.addEventListener('close', () => resolve(), { once: true }));
}

async function doorAnswers(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).ok;
  } catch {
    return false;
  }
}

function paused(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
