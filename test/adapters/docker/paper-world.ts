import { posix } from 'node:path';
import { ok } from '../../../src-main/contract/result.ts';
import type { Files } from '../../../src-main/ports/files.ts';
import type { Machine } from '../../../src-main/ports/machine.ts';

const unused = async (): Promise<never> => {
  throw new Error('not of this world');
};

/** Files that are only read: their texts by absolute path. */
export const filesOf = (texts: Readonly<Record<string, string>>): Files => ({
  readText: async (path) => ok(texts[path] ?? null),
  isFolder: unused,
  isFile: async (path) => path in texts,
  list: unused,
  digest: unused,
  writeAtomic: unused,
  appendFlushed: unused,
  createExclusive: unused,
  remove: unused,
  realPath: async (path) => (path in texts ? path : null),
  resolve: (...parts) => posix.resolve(...parts),
  baseName: (path) => posix.basename(path),
});

/** A machine of `me` with these variables, and these tools on its PATH. */
export const machineOf = (
  variables: Readonly<Record<string, string>>,
  platform: Machine['platform'] = 'linux',
  tools: Readonly<Record<string, string>> = {},
): Machine => ({
  platform,
  homeDir: '/home/me',
  workingDir: '/home/me/shop',
  variables,
  holder: 'me',
  isHolderAlive: () => true,
  freeBytes: unused,
  totalMemoryBytes: () => 0,
  isPortFree: unused,
  portOwner: unused,
  findTool: async (name) => tools[name] ?? null,
});
