import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

type Opener = { readonly program: string; readonly words: readonly string[] };

/** The system's own programs by absolute path: what a project folder or PATH holds is never run. */
function opener(): Opener | null {
  if (process.platform === 'win32') {
    const system = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32');
    return { program: join(system, 'rundll32.exe'), words: ['url.dll,FileProtocolHandler'] };
  }
  if (process.platform === 'darwin') return { program: '/usr/bin/open', words: [] };
  const program = ['/usr/bin/xdg-open', '/usr/local/bin/xdg-open'].find(existsSync);
  return program === undefined ? null : { program, words: [] };
}

/** Hands a page to the system and does not wait for it; false where there is nothing to hand it to. */
export function openWithSystem(target: string): Promise<boolean> {
  const found = opener();
  if (found === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(found.program, [...found.words, target], {
      shell: false,
      stdio: 'ignore',
      detached: true,
    });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
