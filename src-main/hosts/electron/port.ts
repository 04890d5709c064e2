import { type BrowserWindow, ipcMain, MessageChannelMain } from 'electron';
import type { Router } from '../../router/router.ts';
import { serveMessagePort } from '../../router/wires/message-port.ts';
import { isOwnPage } from './sender.ts';
import { channels } from './table.ts';

/**
 * Gives the window's page one end of a new message channel each time it asks (it asks once for each load) and serves the
 * router on the other. The end of the page before is closed, which ends its subscriptions.
 */
export function offerPort(window: BrowserWindow, router: Router): void {
  let last: Electron.MessagePortMain | null = null;
  ipcMain.on(channels.connect, (event) => {
    if (!isOwnPage(event, window)) return;
    last?.close();
    const { port1, port2 } = new MessageChannelMain();
    last = port1;
    serveMessagePort(router, port1);
    port1.start();
    event.senderFrame?.postMessage(channels.port, null, [port2]);
  });
}
