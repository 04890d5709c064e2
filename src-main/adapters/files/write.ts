import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readlink, realpath, rename, rm, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { codeOf, fileProblem } from './problems.ts';

type Written = Promise<Result<void, Problem>>;

/** Writes a file whole or not at all: beside it, flushed, renamed over it. A link stays, and so does a file's mode. */
export async function writeAtomic(path: string, text: string): Written {
  const target = await targetOf(path);
  const beside = besideOf(target);
  try {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const mode = await modeOf(target);
    // To rename over it would ask nobody.
    if (mode !== null && (mode & 0o222) === 0)
      return fail({ kind: 'file-unreadable', file: path, detail: 'it is read-only' });
    await writeFlushed(beside, 'wx', text, mode);
    await renameOver(beside, target);
    await flushFolder(dirname(target));
    return ok(undefined);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    return fail(fileProblem(path, error));
  }
}

/** Where a link leads, also to what is not there yet; what is no link as it is. */
async function targetOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  const link = real === null ? await readlink(path).catch(() => null) : null;
  return real ?? (link === null ? path : resolve(dirname(path), link));
}

/** null: there is no such file. */
async function modeOf(path: string): Promise<number | null> {
  const found = await stat(path).catch(() => null);
  return found === null ? null : found.mode & 0o777;
}

/** Appends to a file, which is made when it is not there, and returns when it is on the disk. */
export async function appendFlushed(path: string, text: string): Written {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFlushed(path, 'a', text);
    await flushFolder(dirname(path));
    return ok(undefined);
  } catch (error) {
    return fail(fileProblem(path, error));
  }
}

/** Creates a file with this text; false when it is there already. Who finds it finds all of the text. */
export async function createExclusive(path: string, text: string): Promise<Result<boolean, Problem>> {
  const beside = besideOf(path);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFlushed(beside, 'wx', text);
    await linkOrCreate(beside, path, text);
    await flushFolder(dirname(path));
    return ok(true);
  } catch (error) {
    return codeOf(error) === 'EEXIST' ? ok(false) : fail(fileProblem(path, error));
  } finally {
    await rm(beside, { force: true }).catch(() => {});
  }
}

// A second name for a file that is whole already is the one way to create it in one step. Not every file system has links.
async function linkOrCreate(beside: string, path: string, text: string): Promise<void> {
  try {
    await link(beside, path);
  } catch (error) {
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error;
    await writeFlushed(path, 'wx', text);
  }
}

/** Removes a file; a missing one, and a folder, are left as they are. */
export const removeFile = async (path: string): Promise<void> => {
  await unlink(path).catch(() => {});
};

const besideOf = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`);

async function writeFlushed(
  path: string,
  flag: 'wx' | 'a',
  text: string,
  mode: number | null = null,
): Promise<void> {
  await using file = await open(path, flag, 0o600);
  if (mode !== null) await file.chmod(mode);
  await file.writeFile(text, 'utf8');
  await file.sync();
}

// On Windows a virus scanner or an indexer may hold the old file for a moment.
const renameTries = 6;

async function renameOver(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const maybeHeld = process.platform === 'win32' && ['EPERM', 'EACCES', 'EBUSY'].includes(codeOf(error));
      if (!maybeHeld || attempt === renameTries) throw error;
      await pause(10 * 2 ** attempt);
    }
  }
}

/** Makes a new or renamed name in a folder outlive a power cut. Windows has no such thing: its journal does it. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}
