import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { windowHeaders } from '../../../src-main/hosts/window/policy.ts';
import { ask, askRaw, openTestDoor, postCode, type TestDoor, tokenOf } from './open-test-door.ts';

let door: TestDoor;
beforeEach(async () => {
  door = await openTestDoor();
});
afterEach(() => door.door.close());

describe('host', () => {
  const port = () => door.door.port;
  const forms: readonly (readonly [string, () => string])[] = [
    ['another name', () => `evil.example:${port()}`],
    ['a name that ends like ours', () => `evil.127.0.0.1:${port()}`],
    ['a name that begins like ours', () => `127.0.0.1.evil.example:${port()}`],
    ['localhost', () => `localhost:${port()}`],
    ['no port', () => '127.0.0.1'],
    ['another port', () => `127.0.0.1:${port() + 1}`],
    ['another loopback address', () => `127.0.0.2:${port()}`],
    ['the address in hexadecimal', () => `0x7f.1:${port()}`],
    ['IPv6', () => `[::1]:${port()}`],
    ['a user before it', () => `x@127.0.0.1:${port()}`],
    ['a dot after it', () => `127.0.0.1.:${port()}`],
  ];
  const routes = [
    ['GET', '/'],
    ['GET', '/assets/main.js'],
    ['HEAD', '/'],
    ['POST', '/session'],
    ['OPTIONS', '/session'],
    ['GET', '/rpc'],
    ['DELETE', '/nothing'],
  ] as const;

  test.each(forms)('is refused with 421 before any route: %s', async (_name, host) => {
    for (const [method, path] of routes) {
      const code = door.freshCode();
      const headers = { host: host(), origin: door.origin, 'content-type': 'application/json' };
      const reply = await ask(
        port(),
        { method, path, headers },
        method === 'POST' ? JSON.stringify({ code }) : '',
      );
      expect([method, path, reply.status, reply.body]).toEqual([method, path, 421, '']);
      // Nothing was spent: the code still buys a token at the right host.
      if (method === 'POST') expect((await postCode(door, code)).status).toBe(200);
    }
  });

  test('is accepted when it is exactly this door', async () => {
    expect((await ask(port(), { path: '/', headers: { host: `127.0.0.1:${port()}` } })).status).toBe(200);
  });

  test('is refused when it is missing, doubled or overruled by a whole URL', async () => {
    const own = `Host: 127.0.0.1:${port()}\r\n`;
    expect(await askRaw(port(), `GET / HTTP/1.1\r\n${own}\r\n`)).toBe('HTTP/1.1 200 OK');
    expect(await askRaw(port(), 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await askRaw(port(), 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421/);
    expect(await askRaw(port(), `GET / HTTP/1.1\r\n${own}Host: evil.example\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 4(00|21)/,
    );
    expect(await askRaw(port(), `GET http://evil.example/ HTTP/1.1\r\n${own}\r\n`)).toMatch(
      /^HTTP\/1\.1 421/,
    );
  });
});

describe('files', () => {
  const get = (path: string, method = 'GET') => ask(door.door.port, { path, method });

  test('are served with their type and every header of the window', async () => {
    for (const path of ['/', '/index.html', '/assets/main.js']) {
      const reply = await get(path);
      expect(reply.status).toBe(200);
      for (const [name, value] of Object.entries(windowHeaders))
        expect(reply.headers[name.toLowerCase()]).toBe(value);
    }
    expect((await get('/')).headers['content-type']).toBe('text/html; charset=utf-8');
    expect((await get('/assets/main.js')).headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(await get('/', 'HEAD')).toMatchObject({ status: 200, body: '' });
  });

  test('refusals carry the same headers and no CORS header or cookie is ever sent', async () => {
    for (const reply of [await get('/'), await get('/none'), await postCode(door, door.freshCode())]) {
      expect(reply.headers['content-security-policy']).toBe(windowHeaders['Content-Security-Policy']);
      expect(Object.keys(reply.headers).filter((name) => /^access-control|^set-cookie/.test(name))).toEqual(
        [],
      );
    }
  });

  test.each([
    '/../package.json',
    '/assets/../index.html',
    '/%2e%2e/index.html',
    '/..%2findex.html',
    '/assets%5cmain.js',
    '/assets\\main.js',
    '/index.html%00',
    '/%',
    '/index.html::$DATA',
    '//index.html',
    '/INDEX.HTML',
    '/assets',
    '/assets/',
    '/.env',
    '/etc/passwd',
    '/session',
    '/rpc',
  ])('has nothing at %s', async (path) => {
    const reply = await get(path);
    expect([reply.status, reply.body]).toEqual([404, '']);
  });

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])(
    'are not there for %s',
    async (method) => {
      expect((await get('/', method)).status).toBe(404);
    },
  );

  test('hold no token and no code', async () => {
    const token = await tokenOf(door);
    const code = door.freshCode();
    const pages = [
      await get('/'),
      await get('/index.html'),
      await get(`/?code=${code}`),
      await get('/assets/main.js'),
    ];
    const text = JSON.stringify(pages);
    expect(text).not.toContain(token);
    expect(text).not.toContain(code);
  });
});

describe('session', () => {
  test('gives a 256-bit token for a fresh code, another one each time', async () => {
    const first = await tokenOf(door);
    const second = await tokenOf(door);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
  });

  test('takes a code once', async () => {
    const code = door.freshCode();
    expect((await postCode(door, code)).status).toBe(200);
    expect(await postCode(door, code)).toMatchObject({ status: 401, body: '' });
  });

  test('takes a code for 30 s', async () => {
    const inTime = door.freshCode();
    const late = door.freshCode();
    door.clock.time += 30_000;
    expect((await postCode(door, inTime)).status).toBe(200);
    door.clock.time += 1;
    expect((await postCode(door, late)).status).toBe(401);
  });

  test.each([
    ['no origin', { origin: '' }],
    ['the origin null', { origin: 'null' }],
    ['another site', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['localhost', { origin: 'http://localhost' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a same-site fetch', { 'sec-fetch-site': 'same-site' }],
  ])('is refused to %s, and the code stays unspent', async (_name, headers) => {
    const code = door.freshCode();
    expect((await postCode(door, code, headers)).status).toBe(403);
    expect((await postCode(door, code, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
    'is refused to a body of type %s',
    async (type) => {
      expect((await postCode(door, door.freshCode(), { 'content-type': type })).status).toBe(415);
    },
  );

  test('refuses what is not one code: other JSON, no JSON, too much', async () => {
    const headers = { origin: door.origin, 'content-type': 'application/json' };
    const post = (body: string) => ask(door.door.port, { method: 'POST', path: '/session', headers }, body);
    for (const body of ['', '{', '[]', '{}', '{"code":1}', '{"code":"a","more":1}', '"x"', 'null']) {
      expect([body, (await post(body)).status]).toEqual([body, 400]);
    }
    expect((await post(JSON.stringify({ code: 'x'.repeat(5_000) }))).status).toBe(413);
    expect((await post('{"code":"wrong"}')).status).toBe(401);
  });
});

test('listens on 127.0.0.1 alone: every other local address refuses', async () => {
  const own = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .map((entry) => entry.address);
  const addresses = [...own.filter((address) => address !== '127.0.0.1'), '127.0.0.2', '::1'];
  expect(await reachable(addresses, door.door.port)).toEqual([]);
  expect(await reachable(['127.0.0.1'], door.door.port)).toEqual(['127.0.0.1']);

  // The control: a listener on every address is reached at one of these at least.
  const wide = createServer().listen(0, '0.0.0.0');
  await once(wide, 'listening');
  expect(await reachable(addresses, (wide.address() as AddressInfo).port)).not.toEqual([]);
  wide.close();
});

async function reachable(addresses: readonly string[], port: number): Promise<string[]> {
  const answers = await Promise.all(addresses.map((address) => connects(address, port)));
  return addresses.filter((_, index) => answers[index]);
}

const connects = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port, timeout: 1_000 });
    const settle = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', settle(true)).once('error', settle(false)).once('timeout', settle(false));
  });
