import { RPCHandler } from '@orpc/server/message-port';
import type { Router } from '../router.ts';

type Port = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/** Serves the router on one end of a message channel (a DOM, Node or Electron port) until it closes; closing aborts its calls. */
export function serveMessagePort(router: Router, port: Port): void {
  new RPCHandler(router).upgrade(port);
}
