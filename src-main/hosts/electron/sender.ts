import type { BrowserWindow, WebFrameMain } from 'electron';
import { windowHost, windowScheme } from './table.ts';

/** Who sent a message, as every Electron event of main tells it. */
export type Sender = { readonly senderFrame: WebFrameMain | null };

/**
 * True only for the main frame of this window, showing the window's own page. Everything else that could reach a channel
 * (a frame inside, another window, a page that got in, a frame that is gone) is refused.
 */
export function isOwnPage(event: Sender, window: BrowserWindow): boolean {
  const frame = event.senderFrame;
  if (frame === null || window.isDestroyed() || frame !== window.webContents.mainFrame) return false;
  if (!URL.canParse(frame.url)) return false;
  // Node's URL gives a scheme of one's own no origin, so its parts are compared.
  const url = new URL(frame.url);
  return url.protocol === `${windowScheme}:` && url.host === windowHost;
}
