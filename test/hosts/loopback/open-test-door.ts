import { request, type RequestOptions } from 'node:http';
import { createConnection } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { WindowFiles } from '../../../src-main/hosts/window/files.ts';
import { openLoopbackDoor } from '../../../src-main/hosts/loopback/open-door.ts';
import { routerOf } from '../../../src-main/router/router.ts';
import { FakeDesk } from '../../support/fake-desk.ts';

/** A clock that a test turns by hand. */
class HandClock {
  time = 1_000_000;
  now() {
    return this.time;
  }
  async sleep() {}
}

const file = (type: string, text: string) => ({ type, body: Buffer.from(text) });

const windowFiles: WindowFiles = new Map([
  ['/index.html', file('text/html; charset=utf-8', '<!doctype html><title>Berth</title>')],
  ['/assets/main.js', file('text/javascript; charset=utf-8', 'export {}')],
]);

export async function openTestDoor() {
  const clock = new HandClock();
  const desk = new FakeDesk();
  const random = {
    bytes: (length: number) => new Uint8Array(randomBytes(length)),
    rsaPrivateKeyPem: async () => '',
  };
  const opened = await openLoopbackDoor({
    router: routerOf(desk),
    files: windowFiles,
    clock,
    random,
    port: 0,
  });
  if (!opened.ok) throw new Error(opened.error.kind);
  const door = opened.value;
  const origin = `http://127.0.0.1:${door.port}`;
  const freshCode = () => new URL(door.address()).hash.slice('#code='.length);
  return { door, desk, clock, origin, freshCode };
}

export type TestDoor = Awaited<ReturnType<typeof openTestDoor>>;

export type Reply = {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
};

/** One request with exactly the headers given. */
export function ask(port: number, options: RequestOptions, body = ''): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, ...options }, async (response) => {
      let text = '';
      for await (const part of response) text += part;
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** Writes these bytes and returns the status line of the answer, or 'closed' when there was none. */
export function askRaw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => socket.write(text));
    let answer = '';
    socket.on('data', (part) => {
      answer += part;
      socket.destroy();
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => resolve(answer.split('\r\n')[0] || 'closed'));
  });
}

/** The token for a fresh code, asked for as the page does. */
export async function tokenOf(test: TestDoor): Promise<string> {
  const reply = await postCode(test, test.freshCode());
  return JSON.parse(reply.body).token;
}

export const postCode = (
  test: TestDoor,
  code: string,
  headers: Record<string, string> = {},
): Promise<Reply> =>
  ask(
    test.door.port,
    {
      method: 'POST',
      path: '/session',
      headers: { origin: test.origin, 'content-type': 'application/json', ...headers },
    },
    JSON.stringify({ code }),
  );
