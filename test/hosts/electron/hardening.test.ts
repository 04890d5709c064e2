import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EventEmitter } from 'node:events';
import { beforeReady } from '../../../src-main/hosts/electron/start.ts';
import * as table from '../../../src-main/hosts/electron/table.ts';
import { windowHeaders } from '../../../src-main/hosts/window/policy.ts';
import { shellRig } from './open-shell.ts';
import { electron } from './stand-in.ts';

vi.mock('electron', async () => (await import('./stand-in.ts')).electron.module);

const { module } = electron;
let rig: ReturnType<typeof shellRig>;
beforeEach(() => {
  rig = shellRig();
});
afterEach(() => rig.release());

describe('the table of hardening', () => {
  test('is the window’s preferences, line by line', async () => {
    const { window } = await rig.start();
    expect((window.options as { webPreferences: object }).webPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      webSecurity: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      plugins: false,
      experimentalFeatures: false,
      allowRunningInsecureContent: false,
      navigateOnDragDrop: false,
      partition: 'berth',
      devTools: false,
      preload: '/out/preload/preload.cjs',
    });
    expect(Object.isFrozen(table.webPreferences)).toBe(true);
    expect(table.webPreferences.partition.startsWith('persist:')).toBe(false);
  });

  test('has developer tools only where the app is not packaged', async () => {
    module.app.isPackaged = false;
    const { window } = await rig.start();
    expect((window.options as { webPreferences: { devTools: boolean } }).webPreferences.devTools).toBe(true);
  });

  test('turns the sandbox on for every process and gives the scheme no bypass, before the app is ready', () => {
    module.app.whenReady.mockClear();
    beforeReady();
    expect(module.app.enableSandbox).toHaveBeenCalledOnce();
    expect(module.app.whenReady).not.toHaveBeenCalled();
    expect(module.protocol.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      {
        scheme: 'app',
        privileges: {
          standard: true,
          secure: true,
          supportFetchAPI: true,
          bypassCSP: false,
          allowServiceWorkers: false,
          corsEnabled: false,
          stream: false,
          codeCache: false,
        },
      },
    ]);
  });

  test('names every fuse with its state', () => {
    expect(table.fuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      grantFileProtocolExtraPrivileges: false,
      enableCookieEncryption: true,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
    });
    expect(Object.isFrozen(table.fuses)).toBe(true);
  });

  test('has the policy of security in every header, word for word', () => {
    expect(windowHeaders['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    );
  });
});

describe('the session', () => {
  test('denies permission requests, checks, devices and the screen', async () => {
    const { session } = await rig.start();
    const answer = vi.fn();
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'fullscreen',
      'hid',
    ]) {
      session.setPermissionRequestHandler.mock.lastCall?.[0](null, permission, answer, {});
      expect(session.setPermissionCheckHandler.mock.lastCall?.[0](null, permission, 'app://ui', {})).toBe(
        false,
      );
    }
    expect(answer.mock.calls).toEqual(Array.from({ length: 7 }, () => [false]));
    expect(session.setDevicePermissionHandler.mock.lastCall?.[0]({ deviceType: 'usb' })).toBe(false);
    const screen = vi.fn();
    session.setDisplayMediaRequestHandler.mock.lastCall?.[0]({}, screen);
    expect(screen.mock.calls).toEqual([[]]);
  });

  test.each([
    ['app://ui/index.html', false],
    ['https://evil.example/', true],
    ['http://127.0.0.1:8000/', true],
    ['ws://127.0.0.1/', true],
    ['file:///etc/passwd', true],
    ['devtools://devtools/bundled/x.html', true],
    ['chrome-extension://x/y', true],
    ['nonsense', true],
  ])('loads %s: cancelled is %s', async (url, cancel) => {
    const { session } = await rig.start();
    const answer = vi.fn();
    session.webRequest.onBeforeRequest.mock.lastCall?.[0]({ url }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel });
  });

  test('loads the developer tools where the app is not packaged', async () => {
    module.app.isPackaged = false;
    const { session } = await rig.start();
    const answer = vi.fn();
    session.webRequest.onBeforeRequest.mock.lastCall?.[0]({ url: 'devtools://devtools/x.html' }, answer);
    expect(answer).toHaveBeenCalledWith({ cancel: false });
  });
});

describe('web contents', () => {
  async function contents() {
    await rig.start();
    const made = Object.assign(new EventEmitter(), { setWindowOpenHandler: vi.fn() });
    module.app.emit('web-contents-created', {}, made);
    return made;
  }

  test.each(['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview'])(
    'have %s prevented',
    async (name) => {
      const preventDefault = vi.fn();
      (await contents()).emit(name, { preventDefault, url: 'app://ui/index.html' });
      expect(preventDefault).toHaveBeenCalledOnce();
    },
  );

  const open = async (url: string, response = 0) => {
    module.dialog.showMessageBox.mockResolvedValue({ response });
    const answer = (await contents()).setWindowOpenHandler.mock.lastCall?.[0]({ url });
    expect(answer).toEqual({ action: 'deny' });
    await new Promise((resolve) => setImmediate(resolve));
    return module.shell.openExternal.mock.calls.map(([opened]) => opened);
  };

  test('show a page of this machine in the browser, and no window of their own', async () => {
    expect(await open('http://127.0.0.1:8000/health')).toEqual(['http://127.0.0.1:8000/health']);
    expect(module.dialog.showMessageBox).not.toHaveBeenCalled();
  });

  test('ask before they show any other page, and show it only with a yes', async () => {
    expect(await open('https://example.org/a')).toEqual([]);
    expect(module.dialog.showMessageBox).toHaveBeenCalledOnce();
    expect(await open('https://example.org/a', 1)).toEqual(['https://example.org/a']);
  });

  test.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-msdt:/id',
    'search-ms:query',
    'vscode://x',
    'smb://host/share',
    '\\\\host\\share',
    'ftp://host/',
    'http://user@127.0.0.1/',
    'https://a:b@example.org/',
    'app://ui/',
    'about:blank',
    '',
    'http://',
    `http://127.0.0.1/${'x'.repeat(3_000)}`,
    'blob:http://127.0.0.1/x',
    'view-source:http://127.0.0.1/',
    'mailto:a@example.org',
  ])('do nothing with %s', async (url) => {
    expect(await open(url, 1)).toEqual([]);
    expect(module.dialog.showMessageBox).not.toHaveBeenCalled();
  });
});
