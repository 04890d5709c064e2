import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Client } from '../../../src-main/router/wires/in-process.ts';
import { eventually } from '../../support/eventually.ts';
import { openTestDoor, type TestDoor, tokenOf } from './open-test-door.ts';

let door: TestDoor;
let token: string;
beforeEach(async () => {
  door = await openTestDoor();
  token = await tokenOf(door);
});
afterEach(() => door.door.close());

type Attempt = {
  readonly path?: string;
  readonly protocols: string[];
  readonly headers?: Record<string, string>;
  readonly origin?: string;
};

/** 101 and the chosen subprotocol, or the status that refused. */
async function attempt({ path = '/rpc', protocols, headers, origin }: Attempt): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${door.door.port}${path}`, protocols, {
    headers,
    ...(origin === undefined ? {} : { origin }),
  });
  return new Promise((resolve) => {
    socket.on('open', () => {
      resolve(`101 ${socket.protocol}`);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(String(response.statusCode));
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('an upgrade', () => {
  const origins: readonly (readonly [string, () => string | undefined, boolean])[] = [
    ['own', () => door.origin, true],
    ['none', () => undefined, false],
    ['null', () => 'null', false],
    ['another site', () => 'https://evil.example', false],
    ['another port', () => 'http://127.0.0.1:1', false],
    ['localhost', () => `http://localhost:${door.door.port}`, false],
    ['https', () => `https://127.0.0.1:${door.door.port}`, false],
    ['a path behind it', () => `${door.origin}/`, false],
  ];
  const tokens: readonly (readonly [string, () => string[], boolean])[] = [
    ['right', () => ['berth', `bearer.${token}`], true],
    ['none', () => ['berth'], false],
    ['empty', () => ['berth', 'bearer.'], false],
    ['wrong', () => ['berth', `bearer.${'0'.repeat(64)}`], false],
    ['shorter', () => ['berth', `bearer.${token.slice(0, -1)}`], false],
    ['longer', () => ['berth', `bearer.${token}0`], false],
    ['upper case', () => ['berth', `bearer.${token.toUpperCase()}x`], false],
    ['without our subprotocol', () => [`bearer.${token}`], false],
    ['a code instead', () => ['berth', `bearer.${door.freshCode()}`], false],
  ];
  const matrix = origins.flatMap(([originName, origin, originHolds]) =>
    tokens.map(([tokenName, protocols, tokenHolds]) => ({
      originName,
      origin,
      originHolds,
      tokenName,
      protocols,
      tokenHolds,
    })),
  );

  test.each(matrix)('with origin $originName and token $tokenName is judged by both', async (row) => {
    const origin = row.origin();
    const outcome = await attempt({
      protocols: row.protocols(),
      ...(origin === undefined ? {} : { origin }),
    });
    const wanted = !row.originHolds ? '403' : row.tokenHolds ? '101 berth' : '401';
    expect(outcome).toBe(wanted);
  });

  const right = () => ({ protocols: ['berth', `bearer.${token}`], origin: door.origin });

  test('with another Host is refused before the route', async () => {
    for (const host of [
      'evil.example',
      `localhost:${door.door.port}`,
      '127.0.0.1',
      `127.0.0.1:${door.door.port + 1}`,
    ]) {
      expect(await attempt({ ...right(), headers: { host } })).toBe('421');
    }
  });

  test('at another path is refused', async () => {
    for (const path of ['/', '/session', '/rpc/', '/RPC', '/rpc/x'])
      expect(await attempt({ ...right(), path })).toBe('404');
  });

  test('from another site by fetch metadata is refused', async () => {
    expect(await attempt({ ...right(), headers: { 'sec-fetch-site': 'cross-site' } })).toBe('403');
    expect(await attempt({ ...right(), headers: { 'sec-fetch-site': 'same-origin' } })).toBe('101 berth');
  });
});

async function openSocket() {
  const socket = new WebSocket(`ws://127.0.0.1:${door.door.port}/rpc`, ['berth', `bearer.${token}`], {
    origin: door.origin,
  });
  await once(socket, 'open');
  return socket;
}

test('an admitted socket speaks the contract', async () => {
  const socket = await openSocket();
  // The link needs the parts of WebSocket that both kinds have.
  const client: Client = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  expect(await client.projects.recent()).toEqual(['/srv/demo', '/srv/other']);
  socket.terminate();
});

test('a message over 1 MiB ends the socket and nothing else', async () => {
  const socket = await openSocket();
  const closed = once(socket, 'close');
  socket.on('error', () => {});
  socket.send('x'.repeat(1024 * 1024 + 1));
  await closed;
  (await openSocket()).terminate();
});

test('closing the door ends its sockets and their watches', async () => {
  const socket = await openSocket();
  const closed = once(socket, 'close');
  const client: Client = createORPCClient(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
  const items = (await client.board.watch({ project: 'p1', subscription: 's' }))[Symbol.asyncIterator]();
  await items.next();
  const again = await openTestDoor();
  await door.door.close();
  await closed;
  await eventually(() => expect(door.desk.session1.ended).toEqual(['watch']));
  door = again;
});
