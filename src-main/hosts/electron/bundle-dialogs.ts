import { type BrowserWindow, dialog, ipcMain } from 'electron';
import { isOwnPage } from './sender.ts';
import { channels } from './table.ts';

const filters = [{ name: 'Berth bundle', extensions: ['berth'] }];

/**
 * Lets the page ask, by the system's own dialogs, for a bundle that is there and for where one is to be made. Each answers a
 * path, or null where none was chosen; nothing is read or written here.
 */
export function offerBundleDialogs(window: BrowserWindow): void {
  ipcMain.handle(channels.chooseBundle, async (event): Promise<string | null> => {
    if (!isOwnPage(event, window)) throw new Error('refused');
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      properties: ['openFile'],
      filters,
    });
    return canceled ? null : (filePaths[0] ?? null);
  });
  ipcMain.handle(channels.chooseBundleTarget, async (event, name: unknown): Promise<string | null> => {
    if (!isOwnPage(event, window) || !isBundleName(name)) throw new Error('refused');
    const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: name, filters });
    return canceled || filePath === '' ? null : filePath;
  });
}

/** A file name as a project and a snapshot make it: never a path, so that the page cannot say in which folder a dialog opens. */
const isBundleName = (name: unknown): name is string =>
  typeof name === 'string' && /^[a-z0-9][a-z0-9_.-]{0,199}$/.test(name);
