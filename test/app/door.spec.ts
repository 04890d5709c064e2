import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, expect, test } from '@playwright/test';
import { type LoopbackDoor, openLoopbackDoor } from '../../src-main/hosts/loopback/open-door.ts';
import { routerOf } from '../../src-main/router/router.ts';
import { FakeDesk } from '../support/fake-desk.ts';

// What the window does to get in, with nothing of the window: code out of the fragment, token for it, socket with the token.
const ownPage = `
const code = location.hash.slice('#code='.length);
history.replaceState(null, '', '/');
const reply = await fetch('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) });
window.status1 = reply.status;
const token = reply.ok ? (await reply.json()).token : 'none';
const socket = new WebSocket('ws://' + location.host + '/rpc', ['berth', 'bearer.' + token]);
socket.onopen = () => { document.title = 'open ' + socket.protocol; };
socket.onerror = () => { document.title = 'refused'; };
`;
const file = (type: string, text: string) => ({ type, body: Buffer.from(text) });
const files = new Map([
  [
    '/index.html',
    file('text/html; charset=utf-8', '<!doctype html><script type="module" src="./main.js"></script>'),
  ],
  ['/main.js', file('text/javascript; charset=utf-8', ownPage)],
]);

let browser: Browser;
let door: LoopbackDoor;
let desk: FakeDesk;
let evil: Server;

test.beforeAll(async () => {
  const installed = '/usr/bin/chromium';
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ];
  browser = await chromium.launch({ args, ...(existsSync(installed) ? { executablePath: installed } : {}) });
});
test.afterAll(() => browser.close());
test.beforeEach(async () => {
  desk = new FakeDesk();
  const clock = { now: () => Date.now(), sleep: async () => {} };
  const random = {
    bytes: (length: number) => new Uint8Array(randomBytes(length)),
    rsaPrivateKeyPem: async () => '',
  };
  const opened = await openLoopbackDoor({ router: routerOf(desk), files, clock, random, port: 0 });
  if (!opened.ok) throw new Error(opened.error.kind);
  door = opened.value;
  evil = createServer((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>'),
  );
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
});
test.afterEach(async () => {
  await door.close();
  evil.closeAllConnections();
  evil.close();
});

test('the window gets in with its code, once, and leaves no code in the address bar', async () => {
  const page = await browser.newPage();
  const address = door.address();
  await page.goto(address);
  await expect(page).toHaveTitle('open berth');
  expect(page.url()).toBe(`http://127.0.0.1:${door.port}/`);
  const second = await browser.newPage();
  await second.goto(address);
  await expect(second).toHaveTitle('refused');
  expect(await second.evaluate(() => Reflect.get(window, 'status1'))).toBe(401);
});

/** Every way a page has to send something; each answers what it could learn, or null. */
const attacks = {
  'a fetch': (door: string) => fetch(`${door}/`).then((reply) => reply.text()),
  'a fetch without CORS': (door: string) =>
    fetch(`${door}/`, { mode: 'no-cors' }).then((reply) => reply.text()),
  'JSON to the session': (door: string, code: string) =>
    fetch(`${door}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    }).then((reply) => reply.text()),
  'plain text to the session': (door: string, code: string) =>
    fetch(`${door}/session`, { method: 'POST', mode: 'no-cors', body: JSON.stringify({ code }) }).then(
      (reply) => reply.text(),
    ),
  'a form to the session by fetch': (door: string, code: string) =>
    fetch(`${door}/session`, { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ code }) }).then(
      (reply) => reply.text(),
    ),
  'parts to the session': (door: string, code: string) => {
    const body = new FormData();
    body.set('code', code);
    return fetch(`${door}/session`, { method: 'POST', mode: 'no-cors', body }).then((reply) => reply.text());
  },
  'a beacon': async (door: string, code: string) => {
    navigator.sendBeacon(`${door}/session`, new Blob([JSON.stringify({ code })], { type: 'text/plain' }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    return null;
  },
  'a beacon of JSON': async (door: string, code: string) => {
    navigator.sendBeacon(
      `${door}/session`,
      new Blob([JSON.stringify({ code })], { type: 'application/json' }),
    );
    return null;
  },
  'a form in a frame': async (door: string, code: string) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.name = 'target';
    const form = document.body.appendChild(document.createElement('form'));
    Object.assign(form, {
      method: 'post',
      enctype: 'text/plain',
      action: `${door}/session`,
      target: 'target',
    });
    const input = form.appendChild(document.createElement('input'));
    Object.assign(input, { name: `{"code":"${code}","x":"`, value: '"}' });
    form.submit();
    await new Promise((resolve) => setTimeout(resolve, 300));
    return null;
  },
  'a frame': async (door: string) => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    frame.src = `${door}/`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    try {
      return frame.contentWindow?.document.body.textContent || null;
    } catch {
      return null;
    }
  },
  'a script': (door: string) =>
    new Promise<string | null>((resolve) => {
      const script = document.createElement('script');
      Object.assign(script, {
        src: `${door}/main.js`,
        type: 'text/javascript',
        onload: () => resolve('loaded'),
        onerror: () => resolve(null),
      });
      document.head.appendChild(script);
    }),
  'a socket without a token': (door: string) => socketTo(door, ['berth']),
  'a socket with a token': (door: string, _code: string, token: string) =>
    socketTo(door, ['berth', `bearer.${token}`]),
  'an event source': (door: string) =>
    new Promise<string | null>((resolve) => {
      const source = new EventSource(`${door}/rpc`);
      source.onopen = () => resolve('open');
      source.onerror = () => (source.close(), resolve(null));
    }),
  'other methods': (door: string) =>
    fetch(`${door}/session`, { method: 'PUT', body: '{}' }).then((reply) => reply.text()),
  'an opened window': async (door: string) => {
    const opened = window.open(`${door}/`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    try {
      return opened?.document.body.textContent || null;
    } catch {
      return null;
    }
  },
};

declare function socketTo(door: string, protocols: string[]): Promise<string | null>;
const socketToText = `globalThis.socketTo = (door, protocols) => new Promise((resolve) => {
  const socket = new WebSocket(door.replace('http', 'ws') + '/rpc', protocols);
  socket.onopen = () => resolve('open');
  socket.onerror = () => resolve(null);
});`;

for (const host of ['127.0.0.1', 'localhost']) {
  test(`a page of another port on ${host} learns nothing and changes nothing, whatever it sends`, async () => {
    const origin = `http://127.0.0.1:${door.port}`;
    const freshCode = () => new URL(door.address()).hash.slice('#code='.length);
    const headers = { origin, 'content-type': 'application/json' };
    const redeem = (code: string) =>
      fetch(`${origin}/session`, { method: 'POST', headers, body: JSON.stringify({ code }) });
    const { token } = (await (await redeem(freshCode())).json()) as { token: string };
    const page = await browser.newPage();
    await page.goto(`http://${host}:${(evil.address() as AddressInfo).port}/`);
    await page.evaluate(socketToText);

    for (const [name, attack] of Object.entries(attacks)) {
      const code = freshCode();
      const call = `(${attack.toString()})(${JSON.stringify(origin)}, ${JSON.stringify(code)}, ${JSON.stringify(token)})`;
      const learned = await page.evaluate(`Promise.resolve().then(() => ${call}).catch(() => null)`);
      expect.soft(learned || null, `${name} learns nothing`).toBeNull();
      // The code is still worth a token: nobody spent it.
      expect.soft((await redeem(code)).status, `${name} spends no code`).toBe(200);
    }
    expect([desk.opened, desk.checked, desk.session1.asked]).toEqual([[], [], []]);
    await page.close();
  });
}
