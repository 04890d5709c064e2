import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Files } from '../../ports/files.ts';
import { digest } from './digest.ts';
import { readText } from './read-text.ts';
import { appendFlushed, createExclusive, removeFile, writeAtomic } from './write.ts';

/** The disk of this machine. */
export const diskFiles = (): Files => ({
  readText,
  isFolder: async (path) => (await stat(path).catch(() => null))?.isDirectory() ?? false,
  isFile: async (path) => (await stat(path).catch(() => null))?.isFile() ?? false,
  list: async (path) => (await readdir(path).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1)),
  digest,
  writeAtomic,
  appendFlushed,
  createExclusive,
  remove: removeFile,
  realPath: (path) => realpath(path).catch(() => null),
  resolve: (...parts) => resolve(...parts),
  baseName: (path) => basename(path),
});
