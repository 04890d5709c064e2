import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readlink, stat, lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../../ports/files.ts';

/** Folders that tools fill and nobody writes: what is in them says nothing about the project. */
const left = new Set(['.git', 'node_modules', '__pycache__', '.venv', '.mypy_cache', '.pytest_cache']);
const mostEntries = 20_000;

/**
 * SHA-256 over the names and contents of a file or of all in a folder, 64 hex digits. A link counts by what it says.
 */
export async function digest(path: string): Promise<Digest> {
  const stats = await stat(path).catch(() => null);
  if (stats === null) return { is: 'nothing' };
  const hash = createHash('sha256');
  if (!stats.isDirectory()) {
    hash.update(await contentOf(path));
    return { is: 'hash', hex: hash.digest('hex') };
  }
  let entries = 0;
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    const names = (await readdir(join(path, folder)).catch(() => [])).toSorted((a, b) => (a < b ? -1 : 1));
    for (const name of names.filter((each) => !left.has(each))) {
      entries += 1;
      if (entries > mostEntries) return { is: 'too many' };
      const inside = folder === '' ? name : `${folder}/${name}`;
      const found = await lstat(join(path, inside)).catch(() => null);
      if (found?.isDirectory() === true) folders.push(inside);
      else hash.update(JSON.stringify([inside, await contentOf(join(path, inside))]));
    }
  }
  return { is: 'hash', hex: hash.digest('hex') };
}

/** The hash of a file's bytes, or what a link says; of anything else only that it is there. */
async function contentOf(path: string): Promise<string> {
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() === true) return `link ${await readlink(path).catch(() => '')}`;
  if (found?.isFile() !== true) return 'special';
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  } catch {
    return 'unreadable';
  }
  return hash.digest('hex');
}
