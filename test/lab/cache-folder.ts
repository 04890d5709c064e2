import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

type Surroundings = {
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly home: string;
};

/**
 * The one folder outside the clone that Berth's tools write to: $BERTH_CACHE, or ~/.cache/berth, or
 * %LOCALAPPDATA%\berth\cache on Windows.
 */
export function resolveCacheFolder({ env, platform, home }: Surroundings): string {
  if (env['BERTH_CACHE']) return env['BERTH_CACHE'];
  if (platform === 'win32')
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'berth', 'cache');
  return join(home, '.cache', 'berth');
}

/** A folder of the lab below the cache, made when it is not there. */
export function labFolder(...parts: readonly string[]): string {
  const folder = join(
    resolveCacheFolder({ env: process.env, platform: process.platform, home: homedir() }),
    'lab',
    ...parts,
  );
  mkdirSync(folder, { recursive: true });
  return folder;
}
