import { beforeEach, expect, test, vi } from 'vitest';
import { channels } from '../../../src-main/hosts/electron/table.ts';
import { electron } from './stand-in.ts';

vi.mock('electron', async () => (await import('./stand-in.ts')).electron.module);

const page = { location: { origin: 'app://ui' }, postMessage: vi.fn(), addEventListener: vi.fn() };

beforeEach(async () => {
  vi.stubGlobal('window', page);
  await import('../../../src-main/hosts/electron/preload.ts');
});

test('the preload gives the page the system’s dialogs and nothing of Electron', async () => {
  const { contextBridge, ipcRenderer } = electron.module;
  expect(contextBridge.exposeInMainWorld.mock.calls).toHaveLength(1);
  const [name, given] = contextBridge.exposeInMainWorld.mock.calls[0] as [
    string,
    Record<string, (...words: unknown[]) => unknown>,
  ];
  expect([name, Object.keys(given)]).toEqual([
    'berth',
    ['chooseFolder', 'chooseBundle', 'chooseBundleTarget'],
  ]);
  // Only the name of a file to be made gets across, and nothing else that a page may add.
  for (const ask of Object.values(given)) expect(await ask('shop.berth', 'more')).toBe('/srv/chosen');
  expect(ipcRenderer.invoke.mock.calls).toEqual([
    [channels.chooseFolder],
    [channels.chooseBundle],
    [channels.chooseBundleTarget, 'shop.berth'],
  ]);

  // The page's script has run by then, so it listens for the port.
  expect(page.addEventListener.mock.calls[0]?.[0]).toBe('DOMContentLoaded');
  expect(ipcRenderer.send).not.toHaveBeenCalled();
  page.addEventListener.mock.calls[0]?.[1]();
  expect(ipcRenderer.send.mock.calls).toEqual([[channels.connect]]);

  const port = {};
  ipcRenderer.emit(channels.port, { ports: [port] });
  expect(page.postMessage.mock.calls).toEqual([['berth:port', 'app://ui', [port]]]);
  expect(ipcRenderer.eventNames()).toEqual([channels.port]);
});
