import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test } from '@playwright/test';

const root = join(import.meta.dirname, '..', '..');

/** Electron's own binary; null where it was never fetched. */
function binary(): string | null {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  const path = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : null;
  return path !== null && existsSync(path) ? path : null;
}

const hasDisplay =
  process.platform === 'win32' || process.platform === 'darwin' || Boolean(process.env['DISPLAY']);
// Chromium refuses its own sandbox to root; that is a matter of CI machines, not of the app.
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

test('the desktop shell opens the window on its own origin, with nothing of Node in it', async () => {
  const executablePath = binary();
  test.skip(executablePath === null, 'the binary of Electron is not on this machine');
  test.skip(!hasDisplay, 'there is no display');
  const home = mkdtempSync(join(tmpdir(), 'berth-desktop-'));
  const app = await _electron.launch({
    executablePath: executablePath ?? '',
    args: [...asRoot, root],
    env: { ...process.env, BERTH_HOME: home } as Record<string, string>,
  });
  try {
    const page = await app.firstWindow();
    await expect(page).toHaveTitle(/Berth/);
    const seen = await page.evaluate(() => ({
      origin: window.location.origin,
      bridge: Object.keys((window as unknown as { berth: object }).berth),
      node: [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')],
    }));
    expect(seen).toEqual({
      origin: 'app://ui',
      bridge: ['chooseFolder', 'chooseBundle', 'chooseBundleTarget'],
      node: ['undefined', 'undefined'],
    });
    // The port arrived and the contract answered: without it the window stays at its first, empty state.
    await expect(page.getByRole('button').first()).toBeVisible();
    await page.evaluate(() => window.location.assign('https://example.org/'));
    expect(page.url()).toBe('app://ui/index.html');
  } finally {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  }
});
