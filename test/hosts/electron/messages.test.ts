import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Client } from '../../../src-main/router/wires/in-process.ts';
import { eventually } from '../../support/eventually.ts';
import { shellRig, type Started } from './open-shell.ts';
import { electron, frame, type StandInFrame } from './stand-in.ts';

vi.mock('electron', async () => (await import('./stand-in.ts')).electron.module);

const { module, handlers } = electron;
let rig: ReturnType<typeof shellRig>;
beforeEach(() => {
  rig = shellRig();
});
afterEach(() => rig.release());

describe('messages of a page', () => {
  const bad: readonly (readonly [string, (at: Started) => StandInFrame | null])[] = [
    ['a frame that is gone', () => null],
    ['a frame inside the page', () => frame('app://ui/index.html')],
    ['another window', () => frame('app://ui/index.html')],
    [
      'a page of another scheme',
      ({ window }) => moved(window.webContents.mainFrame, 'https://ui/index.html'),
    ],
    [
      'a page of another host',
      ({ window }) => moved(window.webContents.mainFrame, 'app://ui.evil/index.html'),
    ],
    ['an empty page', ({ window }) => moved(window.webContents.mainFrame, '')],
    ['a file', ({ window }) => moved(window.webContents.mainFrame, 'file:///app/index.html')],
    ['a window that is closed', ({ window }) => ((window.destroyed = true), window.webContents.mainFrame)],
  ];
  const moved = (of: StandInFrame, url: string) => Object.assign(of, { url });

  test.each(bad)('are refused from %s on every channel', async (_name, sender) => {
    const at = await rig.start();
    const senderFrame = sender(at);
    module.ipcMain.emit('berth:connect', { senderFrame });
    expect(senderFrame?.postMessage ?? vi.fn()).not.toHaveBeenCalled();
    for (const ask of handlers.values())
      await expect(Promise.resolve(ask({ senderFrame }, 'shop.berth'))).rejects.toThrow('refused');
    expect(module.dialog.showOpenDialog).not.toHaveBeenCalled();
    expect(module.dialog.showSaveDialog).not.toHaveBeenCalled();
  });

  test('have no other channels', async () => {
    await rig.start();
    expect([...handlers.keys(), ...module.ipcMain.eventNames()]).toEqual([
      'berth:choose-folder',
      'berth:choose-bundle',
      'berth:choose-bundle-target',
      'berth:connect',
    ]);
  });

  const connect = ({ window }: Started): { client: Client; port: MessagePort } => {
    const senderFrame = window.webContents.mainFrame;
    module.ipcMain.emit('berth:connect', { senderFrame });
    const [channel, message, [port]] = senderFrame.postMessage.mock.lastCall as [string, null, [MessagePort]];
    expect([channel, message]).toEqual(['berth:port', null]);
    port.start();
    return { client: createORPCClient(new RPCLink({ port })), port };
  };

  test('from the page get a port that speaks the contract, and the folder dialog', async () => {
    const at = await rig.start();
    const { client, port } = connect(at);
    expect(await client.projects.recent()).toEqual(['/srv/demo', '/srv/other']);
    expect(
      await handlers.get('berth:choose-folder')?.({ senderFrame: at.window.webContents.mainFrame }),
    ).toBe('/srv/chosen');
    module.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
    expect(
      await handlers.get('berth:choose-folder')?.({ senderFrame: at.window.webContents.mainFrame }),
    ).toBeNull();
    port.close();
  });

  const ask = ({ window }: Started, channel: string, ...words: unknown[]) =>
    handlers.get(channel)?.({ senderFrame: window.webContents.mainFrame }, ...words);
  const filters = [{ name: 'Berth bundle', extensions: ['berth'] }];

  test('get the path of a bundle that is there, by a dialog that shows bundles', async () => {
    const at = await rig.start();
    expect(await ask(at, 'berth:choose-bundle')).toBe('/srv/chosen');
    expect(module.dialog.showOpenDialog.mock.calls).toEqual([
      [at.window, { properties: ['openFile'], filters }],
    ]);
    module.dialog.showOpenDialog.mockResolvedValueOnce({ canceled: true, filePaths: [] });
    expect(await ask(at, 'berth:choose-bundle')).toBeNull();
  });

  test('get the path of a bundle to be made, by a dialog that begins with its name', async () => {
    const at = await rig.start();
    expect(await ask(at, 'berth:choose-bundle-target', 'shop-first.berth')).toBe('/srv/made.berth');
    expect(module.dialog.showSaveDialog.mock.calls).toEqual([
      [at.window, { defaultPath: 'shop-first.berth', filters }],
    ]);
    module.dialog.showSaveDialog.mockResolvedValueOnce({ canceled: true, filePath: '' });
    expect(await ask(at, 'berth:choose-bundle-target', 'shop-first.berth')).toBeNull();
  });

  test.each([
    undefined,
    '',
    '/etc/shop.berth',
    'C:\\shop.berth',
    '../shop.berth',
    '..',
    'shop.berth\0',
    'shop.berth\n',
    ['shop.berth'],
    'a'.repeat(201),
  ])('open no dialog for a bundle to be made that is called %j', async (name) => {
    const at = await rig.start();
    await expect(ask(at, 'berth:choose-bundle-target', name)).rejects.toThrow('refused');
    expect(module.dialog.showSaveDialog).not.toHaveBeenCalled();
  });

  test('after a reload end the subscriptions of the page before', async () => {
    const at = await rig.start();
    const first = connect(at);
    const items = (await first.client.board.watch({ project: 'p1', subscription: 's' }))[
      Symbol.asyncIterator
    ]();
    await items.next();
    const second = connect(at);
    await eventually(() => expect(rig.desk.session1.ended).toEqual(['watch']));
    expect(await second.client.projects.list()).toHaveLength(1);
    second.port.close();
  });
});
