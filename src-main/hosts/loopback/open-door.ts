import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Random } from '../../ports/random.ts';
import type { Router } from '../../router/router.ts';
import type { WindowFiles } from '../window/files.ts';
import { Admissions } from './admissions.ts';
import { originOf } from './judge.ts';
import { answer } from './routes.ts';
import { openSocketDoor } from './socket.ts';

export type LoopbackDoor = {
  readonly port: number;
  /** The address with a fresh one-time code in its fragment, good for one page within 30 s. */
  readonly address: () => string;
  readonly close: () => Promise<void>;
};

export type LoopbackOptions = {
  readonly router: Router;
  readonly files: WindowFiles;
  readonly clock: Clock;
  readonly random: Random;
  /** 0: any free port. */
  readonly port: number;
};

/** The window in a browser of this machine: listens on the literal 127.0.0.1 and nothing else. Problem: port-taken. */
export async function openLoopbackDoor(options: LoopbackOptions): Promise<Result<LoopbackDoor, Problem>> {
  const admissions = new Admissions(options.clock, options.random);
  let port = options.port;
  const routes = { port: () => port, files: options.files, admissions };
  const server = createServer({
    headersTimeout: 5_000,
    requestTimeout: 10_000,
    connectionsCheckingInterval: 1_000,
  });
  server.maxConnections = 256;
  const sockets = openSocketDoor(options.router, admissions, routes.port);
  server.on('request', (request, response) => {
    answer(request, response, routes).catch(() => response.destroy());
  });
  server.on('upgrade', sockets.upgrade);
  const bound = await listen(server, options.port);
  if (!bound.ok) return bound;
  port = bound.value;
  return ok({
    port,
    address: () => `${originOf(port)}/#code=${admissions.issueCode()}`,
    close: () => close(server, sockets.close),
  });
}

async function listen(server: Server, port: number): Promise<Result<number, Problem>> {
  try {
    server.listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
  } catch {
    return fail({ kind: 'port-taken', service: 'berth serve', port, owner: null, free: null, key: null });
  }
  const address = server.address();
  return ok(typeof address === 'object' && address !== null ? address.port : port);
}

async function close(server: Server, closeSockets: () => void): Promise<void> {
  closeSockets();
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
