import { app, BrowserWindow } from 'electron';
import { webPreferences, windowOrigin } from './table.ts';

/** Makes the one window, hidden until it has something to show. */
export function openWindow(preload: string): BrowserWindow {
  const window = new BrowserWindow({
    show: false,
    width: 1280,
    height: 800,
    minWidth: 880,
    minHeight: 560,
    autoHideMenuBar: true,
    title: 'Berth',
    webPreferences: { ...webPreferences, devTools: !app.isPackaged, preload },
  });
  window.once('ready-to-show', () => window.show());
  return window;
}

/** Loads the window's page. Handlers must stand before. */
export const loadWindow = (window: BrowserWindow): Promise<void> =>
  window.loadURL(`${windowOrigin}/index.html`);
