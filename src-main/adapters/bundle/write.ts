import { createHash } from 'node:crypto';
import { type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { BundleHead, BundlePayload } from '../../core/database/bundle.ts';
import type { WriteWish } from '../../ports/bundles.ts';
import { fileFault } from './fault.ts';
import { judged } from './judged.ts';
import { signatureOf } from './keys.ts';
import { fillManifest, headSize, printHead, tailSize } from './layout.ts';

/** See `Bundles.write`. The place of the head stays empty until the data is there: what was cut off is no bundle. */
export async function write(wish: WriteWish): Promise<Result<BundleHead, Problem>> {
  const { file, part, key, manifest } = wish;
  try {
    if (await isThere(file)) return fail({ kind: 'file-unwritable', file, detail: 'it is there already' });
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const made = await writePart(wish);
    await giveName(part, file);
    await flushFolder(dirname(file));
    return ok({ manifest: made, keyId: key.id });
  } catch (error) {
    return fail(fileFault('file-unwritable', file, error));
  } finally {
    await rm(part, { force: true }).catch(() => {});
  }

  async function writePart({ archive }: WriteWish) {
    await using handle = await open(part, 'wx', 0o600);
    const payload = await writePayload(handle, judged(archive, file));
    const made = manifest(payload);
    const bytes = fillManifest(JSON.stringify(made));
    if (bytes === null) throw new Error('its manifest is too long');
    const head = printHead(bytes, signatureOf(key, bytes), payload.bytes);
    await writeAt(handle, head, 0);
    await handle.sync();
    return made;
  }
}

async function writePayload(handle: FileHandle, pieces: AsyncIterable<Buffer>): Promise<BundlePayload> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of pieces) {
    await writeAt(handle, piece, headSize + bytes);
    hash.update(piece);
    bytes += piece.length;
  }
  await writeAt(handle, Buffer.alloc(tailSize(bytes)), headSize + bytes);
  return { bytes, sha256: hash.digest('hex') };
}

/** A full disk may take a part of what it is given, and refuse only the next. */
async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, at, bytes.length - at, position + at);
    at += bytesWritten;
  }
}

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

/** A second name is refused where there is a file; not every file system has them (a memory stick does not). */
async function giveName(part: string, file: string): Promise<void> {
  try {
    await link(part, file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST' || (await isThere(file))) throw error;
    await rename(part, file);
  }
}

/** Makes a new name in a folder outlive a power cut. Windows has no such thing: its journal does it. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  await using folder = await open(path, 'r');
  await folder.sync();
}
