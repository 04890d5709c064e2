import { app, type BrowserWindow, protocol, session } from 'electron';
import type { Desk } from '../../engine/desk.ts';
import { routerOf } from '../../router/router.ts';
import { valueOrThrow } from '../../router/problem-error.ts';
import { readWindowFiles } from '../window/files.ts';
import { offerBundleDialogs } from './bundle-dialogs.ts';
import { offerFolderDialog } from './folder-dialog.ts';
import { hardenContents } from './harden-contents.ts';
import { hardenSession } from './harden-session.ts';
import { openOutside } from './open-outside.ts';
import { offerPort } from './port.ts';
import { serveWindow } from './serve-window.ts';
import { schemePrivileges, webPreferences, windowScheme } from './table.ts';
import { loadWindow, openWindow } from './window.ts';

export type ShellOptions = {
  readonly preload: string;
  readonly windowDir: string;
  readonly openDesk: () => Promise<Desk>;
  /** A folder to open at once; null: the window asks. */
  readonly project: string | null;
};

/** What has to be said before the app is ready. */
export function beforeReady(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([{ scheme: windowScheme, privileges: { ...schemePrivileges } }]);
  app.on('web-contents-created', (_event, contents) =>
    hardenContents(contents, (url) => {
      // A browser that does not start is told by the system; there is no more to do about it here.
      openOutside(url).catch(() => {});
    }),
  );
}

/** Opens desk and window, in an order in which nothing of a page runs before what guards it. */
export async function startShell(options: ShellOptions): Promise<BrowserWindow> {
  await app.whenReady();
  const own = session.fromPartition(webPreferences.partition);
  hardenSession(own, app.isPackaged);
  own.protocol.handle(windowScheme, serveWindow(valueOrThrow(await readWindowFiles(options.windowDir))));
  const desk = await options.openDesk();
  closeDeskAtTheEnd(desk);
  // One that does not open is met again, with its problems, when the window opens it.
  if (options.project !== null) await desk.open({ dir: options.project, environment: 'local', files: null });
  const window = openWindow(options.preload);
  offerPort(window, routerOf(desk));
  offerFolderDialog(window);
  offerBundleDialogs(window);
  await loadWindow(window);
  return window;
}

/** Watches and connections are ended before the process is; a second quit does not wait. */
function closeDeskAtTheEnd(desk: Desk): void {
  let closing = false;
  app.on('will-quit', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    void desk.close().finally(() => app.quit());
  });
}
