import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { beforeReady, startShell } from '../../../src-main/hosts/electron/start.ts';
import { FakeDesk } from '../../support/fake-desk.ts';
import { electron } from './stand-in.ts';

const { module, sessions, windows } = electron;

/** A shell started over the stand-in, in a test file that mocks `electron` with it. Called anew for each test. */
export function shellRig() {
  const desk = new FakeDesk();
  const windowDir = mkdtempSync(join(tmpdir(), 'berth-shell-'));
  writeFileSync(join(windowDir, 'index.html'), '<!doctype html><title>Berth</title>');
  const start = async (project: string | null = null) => {
    beforeReady();
    await startShell({ preload: '/out/preload/preload.cjs', windowDir, openDesk: async () => desk, project });
    const window = windows.at(-1);
    const session = sessions.get('berth');
    if (window === undefined || session === undefined) throw new Error('nothing was opened');
    return { window, session };
  };
  const release = () => {
    rmSync(windowDir, { recursive: true });
    module.app.removeAllListeners();
    module.ipcMain.removeAllListeners();
    module.app.isPackaged = true;
    vi.clearAllMocks();
  };
  return { desk, start, release };
}

export type Started = Awaited<ReturnType<ReturnType<typeof shellRig>['start']>>;
