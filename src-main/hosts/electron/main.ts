import { app, type BrowserWindow, dialog } from 'electron';
import { join } from 'node:path';
import { withoutForeignHandlers } from '../../adapters/settings/foreign-handlers.ts';
import { type OpenStore, type Stored, storeOptions } from '../../adapters/settings/settings.ts';
import { openDeskHere } from '../open-desk-here.ts';
import { describe } from '../../contract/describe.ts';
import { problemsOf } from '../../router/problem-error.ts';
import { startKeychainProcess } from './keychain-process.ts';
import { projectArgument } from './project-argument.ts';
import { beforeReady, startShell } from './start.ts';

const out = join(import.meta.dirname, '..');
const keychain = {
  childFile: join(import.meta.dirname, 'keychain-child.js'),
  startChild: startKeychainProcess,
};

const openStore: OpenStore = async (cwd) => {
  const { default: Store } = await withoutForeignHandlers(() => import('electron-store'));
  return new Store<Stored>({ ...storeOptions, cwd, name: 'config' });
};

if (app.requestSingleInstanceLock()) {
  beforeReady();
  let window: BrowserWindow | null = null;
  app.on('second-instance', () => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => app.quit());
  const options = {
    preload: join(out, 'preload', 'preload.cjs'),
    windowDir: join(out, 'renderer'),
    openDesk: async () => openDeskHere({ keychain, openStore }),
    project: projectArgument(process.argv),
  };
  // Not awaited at the top: Electron becomes ready only after this module was evaluated.
  startShell(options).then(
    (opened) => {
      window = opened;
    },
    (error: unknown) => refuseToStart(error),
  );
} else {
  app.quit();
}

/** Without a window there is one way left to say why. A bug is named, not quoted: its message may hold a value. */
function refuseToStart(error: unknown): void {
  const [problem] = problemsOf(error) ?? [];
  const text = problem === undefined ? null : describe(problem);
  const name = error instanceof Error ? error.name : typeof error;
  dialog.showErrorBox(
    text?.title ?? 'Berth could not start',
    text === null ? name : `${text.detail}\n${text.remedy ?? ''}`,
  );
  app.exit(1);
}
