import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { windowHeaders } from '../../../src-main/hosts/window/policy.ts';
import { shellRig } from './open-shell.ts';

vi.mock('electron', async () => (await import('./stand-in.ts')).electron.module);

let rig: ReturnType<typeof shellRig>;
beforeEach(() => {
  rig = shellRig();
});
afterEach(() => rig.release());

describe('the window’s scheme', () => {
  const ask = async (url: string, method = 'GET') => {
    const { session } = await rig.start();
    expect(session.protocol.handle.mock.lastCall?.[0]).toBe('app');
    // A Request of Node would resolve what Electron hands over raw.
    const answer = session.protocol.handle.mock.lastCall?.[1] as ((request: object) => Response) | undefined;
    if (answer === undefined) throw new Error('nothing answers the scheme');
    return answer({ url, method });
  };

  test('serves what was built, with every header', async () => {
    for (const url of ['app://ui/', 'app://ui/index.html', 'app://ui/index.html?x#y']) {
      const response = await ask(url);
      expect([url, response.status, await response.text()]).toEqual([
        url,
        200,
        '<!doctype html><title>Berth</title>',
      ]);
      for (const [name, value] of Object.entries(windowHeaders))
        expect(response.headers.get(name)).toBe(value);
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    }
  });

  test.each([
    'app://ui/none.html',
    'app://ui/../index.html',
    'app://ui/%2e%2e/index.html',
    'app://ui/..%5cindex.html',
    'app://ui/index.html%00',
    'app://ui/index.html:x',
    'app://ui/%',
    'app://other/index.html',
    'app://ui.evil/index.html',
    'app://ui',
    'file:///etc/passwd',
  ])('has nothing at %s', async (url) => {
    const response = await ask(url);
    expect([response.status, await response.text()]).toEqual([404, '']);
    expect(response.headers.get('content-security-policy')).toBe(windowHeaders['Content-Security-Policy']);
  });

  test.each(['POST', 'HEAD', 'PUT', 'OPTIONS'])('answers GET alone, not %s', async (method) => {
    expect((await ask('app://ui/index.html', method)).status).toBe(405);
  });
});
