import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { cli, root, tool } from './places.ts';
import { captureScript, runScript } from './spawn-script.ts';

const downloadPatienceMs = 180_000;

/**
 * Opens Berth and stays until it is closed: the desktop shell where there is a display and Electron's binary is there or
 * can be had, otherwise the browser door, which prints its one-time URL. Returns the exit code.
 */
export async function openWindow(
  project: string | null,
  env: Readonly<NodeJS.ProcessEnv> = process.env,
): Promise<number> {
  const electron = canShowWindow(process.platform, env) ? await electronBinary() : null;
  const projectArgs = project === null ? [] : ['--project', project];
  if (electron !== null) return runElectron(electron, projectArgs, env);
  return runScript(cli, ['serve', ...projectArgs], { env });
}

/** Not as root on Linux: Electron would only start there without its sandbox. */
function canShowWindow(platform: NodeJS.Platform, env: Readonly<NodeJS.ProcessEnv>): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']) && process.getuid?.() !== 0;
}

/** Electron 45 has no install script: its binary is fetched on first use. null where it cannot be. */
async function electronBinary(): Promise<string | null> {
  const find = (): string | null => {
    const pathFile = tool('electron/path.txt');
    const binary = existsSync(pathFile) ? join(tool('electron/dist'), readFileSync(pathFile, 'utf8')) : null;
    return binary !== null && existsSync(binary) ? binary : null;
  };
  if (find() !== null) return find();
  process.stderr.write('fetching Electron (once)\n');
  const install = captureScript(tool('electron/install.js'), [], { stdio: ['ignore', 'pipe', 'ignore'] });
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise((resolve) => (timer = setTimeout(resolve, downloadPatienceMs)));
  await Promise.race([install, tooLong]);
  clearTimeout(timer);
  return find();
}

function runElectron(
  binary: string,
  args: readonly string[],
  env: Readonly<NodeJS.ProcessEnv>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [root, ...args], { cwd: root, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 128));
  });
}
