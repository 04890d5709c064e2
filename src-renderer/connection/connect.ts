import { connectPort } from './connect-port.ts';
import { connectSocket } from './connect-socket.ts';
import type { Connection } from './connection.ts';
import { desktop } from './desktop.ts';

/** Connects this page to the door that served it. */
export function connect(): Connection {
  return desktop() === null ? connectSocket() : connectPort();
}
