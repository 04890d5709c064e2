import { join } from 'node:path';
import { expect, test } from 'vitest';
import { resolveCacheFolder } from './cache-folder.ts';

test('BERTH_CACHE names the cache folder on every system', () => {
  const env = { BERTH_CACHE: '/elsewhere', LOCALAPPDATA: 'C:\\Local' };
  for (const platform of ['win32', 'linux', 'darwin'] as const) {
    expect(resolveCacheFolder({ env, platform, home: '/home/a' })).toBe('/elsewhere');
  }
});

test('without it the cache is below ~/.cache, on Windows below %LOCALAPPDATA%', () => {
  expect(resolveCacheFolder({ env: {}, platform: 'linux', home: '/home/a' })).toBe(
    join('/home/a', '.cache', 'berth'),
  );
  const windows = resolveCacheFolder({
    env: { LOCALAPPDATA: 'C:\\Local' },
    platform: 'win32',
    home: 'C:\\Users\\a',
  });
  expect(windows).toBe(join('C:\\Local', 'berth', 'cache'));
});
