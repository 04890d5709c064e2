import { posix, win32 } from 'node:path';
import type { Machine } from '../../ports/machine.ts';

type Facts = Pick<Machine, 'platform' | 'homeDir' | 'variables'>;

/**
 * The folder for settings, journals and ledgers of this user: `BERTH_HOME`, else `%APPDATA%\berth`,
 * `~/Library/Application Support/berth`, or `$XDG_CONFIG_HOME/berth` (by default `~/.config/berth`).
 */
export function settingsDir({ platform, homeDir, variables }: Facts): string {
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix;
  const absolute = (name: string): string | null => {
    const path = variables[name] ?? '';
    // The XDG specification says that a relative path there is to be ignored; for the others it would depend on the folder.
    return isAbsolute(path) ? path : null;
  };
  const home = absolute('BERTH_HOME');
  if (home !== null) return home;
  if (platform === 'win32') return join(absolute('APPDATA') ?? join(homeDir, 'AppData', 'Roaming'), 'berth');
  if (platform === 'darwin') return join(homeDir, 'Library', 'Application Support', 'berth');
  return join(absolute('XDG_CONFIG_HOME') ?? join(homeDir, '.config'), 'berth');
}
