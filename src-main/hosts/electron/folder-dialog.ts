import { type BrowserWindow, dialog, ipcMain } from 'electron';
import { isOwnPage } from './sender.ts';
import { channels } from './table.ts';

/** Lets the page ask for a folder by the system's own dialog; answers its path, or null where none was chosen. */
export function offerFolderDialog(window: BrowserWindow): void {
  ipcMain.handle(channels.chooseFolder, async (event): Promise<string | null> => {
    if (!isOwnPage(event, window)) throw new Error('refused');
    const { canceled, filePaths } = await dialog.showOpenDialog(window, { properties: ['openDirectory'] });
    return canceled ? null : (filePaths[0] ?? null);
  });
}
