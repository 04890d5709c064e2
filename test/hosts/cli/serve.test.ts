import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { eventually } from '../../support/eventually.ts';
import { ask } from '../loopback/open-test-door.ts';
import { testWorld } from './test-world.ts';

let windowDir: string;
beforeAll(() => {
  windowDir = mkdtempSync(join(tmpdir(), 'berth-window-'));
  mkdirSync(join(windowDir, 'assets'));
  writeFileSync(join(windowDir, 'index.html'), '<!doctype html><title>Berth</title>');
  writeFileSync(join(windowDir, 'assets', 'main.js'), '');
});
afterAll(() => rmSync(windowDir, { recursive: true }));

/** Serves until `act` is done, then interrupts. */
async function whileServing(
  words: string[],
  input: (string | null)[],
  act: (urls: () => URL[], at: ReturnType<typeof testWorld>) => Promise<void>,
) {
  const at = testWorld({ windowDir, input });
  const ending = at.run('serve', ...words);
  const urls = () => [...at.kept.out.matchAll(/http:\/\/\S+?(?="|\s)/g)].map(([url]) => new URL(url));
  await eventually(() => expect(urls().length).toBeGreaterThan(0));
  await act(urls, at);
  at.interrupt();
  return ending;
}

const redeem = async (url: URL) => {
  const headers = { origin: url.origin, 'content-type': 'application/json' };
  const reply = await ask(
    Number(url.port),
    { method: 'POST', path: '/session', headers },
    JSON.stringify({ code: url.hash.slice(6) }),
  );
  return { status: reply.status, token: reply.status === 200 ? String(JSON.parse(reply.body).token) : '' };
};

test('serve opens the window behind a one-time address and ends with 0 at an interrupt', async () => {
  const code = await whileServing(['--project', '/srv/demo'], [], async (urls, at) => {
    const [url] = urls();
    if (url === undefined) throw new Error('no address');
    expect(url.href).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=[0-9a-f]{32}$/);
    expect((await ask(Number(url.port), { path: '/' })).body).toContain('Berth');
    const { token } = await redeem(url);
    const socket = new WebSocket(`ws://127.0.0.1:${url.port}/rpc`, ['berth', `bearer.${token}`], {
      origin: url.origin,
    });
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    socket.terminate();
    expect(at.desk.opened).toHaveLength(1);
    // What admits is in nobody's hands but the page's.
    expect(at.kept.out + at.kept.err).not.toContain(token);
    expect(process.argv.join(' ')).not.toContain(token);
    expect((await redeem(url)).status).toBe(401);
  });
  expect(code).toBe(0);
});

test('serve prints another address for each Enter', async () => {
  await whileServing(['--json'], ['', ''], async (urls) => {
    await eventually(() => expect(urls()).toHaveLength(3));
    for (const url of urls()) expect((await redeem(url)).status).toBe(200);
  });
});

test('serve --open gives the browser a private page, not the code', async () => {
  await whileServing(['--open'], [], async (_urls, at) => {
    const [target] = at.kept.opened;
    expect(target).toMatch(/^file:\/\/.*open\.html$/);
    expect(target).not.toContain('code=');
    const path = fileURLToPath(target ?? '');
    if (process.platform !== 'win32') expect(statSync(path).mode & 0o777).toBe(0o600);
    const address = /url=(http:[^"]+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? '';
    expect((await redeem(new URL(address))).status).toBe(200);
  });
});

test('serve refuses a port that is taken, and a window that is not built', async () => {
  await whileServing([], [], async (urls) => {
    const taken = testWorld({ windowDir });
    expect(await taken.run('serve', '--port', urls()[0]?.port ?? '')).toBe(1);
    expect(taken.kept.err).toContain('is taken');
  });
  const bare = testWorld();
  expect(await bare.run('serve')).toBe(1);
  expect(bare.kept.err).toContain('A file could not be read');
});
