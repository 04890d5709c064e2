import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type Conf from 'conf';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok } from '../../contract/result.ts';
import type { Settings, SettingsContent } from '../../ports/settings.ts';
import { isSound, keepGoodCopy, restoreGoodCopy } from './good-copy.ts';
import { withoutForeignHandlers } from './foreign-handlers.ts';

export type Stored = Record<string, unknown>;

/** Opens the file `config.json` of a folder to write it. electron-store's class is conf's with other defaults. */
export type OpenStore = (dir: string) => Promise<Conf<Stored>>;

/** What every door tells conf: one file, for this user only. */
export const storeOptions = { configFileMode: 0o600, accessPropertiesByDotNotation: false } as const;

// Loaded by the first write: with its checker of schemas conf takes longer to load than all else of a command.
const openConf: OpenStore = async (cwd) => {
  const { default: Store } = await withoutForeignHandlers(() => import('conf'));
  return new Store<Stored>({ ...storeOptions, cwd, configName: 'config' });
};

const recentLimit = 20;

/**
 * Settings in `config.json` of a folder, mode 0600; the desktop door's electron-store is given as `open` and writes the same
 * file. Fields that this version does not know are left as they are. A damaged file is set aside and replaced by its last good copy, which is reported once
 * (settings-corrupt) by the read that follows. Never a secret.
 */
export function confSettings(dir: string, open: OpenStore = openConf): Settings {
  const file = join(dir, 'config.json');
  let conf: Conf<Stored> | null = null;
  let damage: Problem | null = null;

  const opened = async (): Promise<Conf<Stored>> => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    conf ??= await open(dir);
    return conf;
  };
  // conf throws for a text that is no JSON, and takes JSON of another kind for nothing at all: both are looked for before it.
  const mend = (): void => {
    if (isSound(file)) return;
    damage = { kind: 'settings-corrupt', file, keptAs: restoreGoodCopy(file) };
    conf = null;
  };
  return {
    dir,
    read: () => {
      try {
        mend();
        const content = contentOf(storedIn(file));
        const reported = damage;
        damage = null;
        return reported === null ? ok(content) : fail(reported);
      } catch (error) {
        return fail(unreadable(file, error));
      }
    },
    write: async (change) => {
      try {
        mend();
        const store = await opened();
        store.set({ ...change, ...(change.recent && { recent: change.recent.slice(0, recentLimit) }) });
        keepGoodCopy(file);
        return ok(undefined);
      } catch (error) {
        return fail(unreadable(file, error));
      }
    },
  };
}

/** Nothing is stored where there is no file yet. A folder that is none throws. */
function storedIn(file: string): Stored {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stored;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {};
    throw error;
  }
}

function contentOf(stored: Stored): SettingsContent {
  const { recent } = stored;
  const folders = Array.isArray(recent)
    ? recent.filter((folder): folder is string => typeof folder === 'string')
    : [];
  return { recent: folders.slice(0, recentLimit) };
}

const unreadable = (file: string, error: unknown): Problem => ({
  kind: 'file-unreadable',
  file,
  detail: error instanceof Error ? error.message : String(error),
});
