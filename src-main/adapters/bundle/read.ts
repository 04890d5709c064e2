import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { type BundleHead, type BundlePayload, parseManifest } from '../../core/database/bundle.ts';
import type { Bytes } from '../../ports/bundles.ts';
import { fileFault, invalid } from './fault.ts';
import { judged } from './judged.ts';
import { isSignedBy, keyId } from './keys.ts';
import { headSize, partsOf, printHead, tailSize } from './layout.ts';

// How the text begins that Git LFS keeps in place of a file (git-lfs 3.x, docs/spec.md).
const pointerMark = 'version https://git-lfs';

const pieceSize = 1024 * 1024;

/** See `Bundles.readHead`. */
export async function readHead(file: string): Promise<Result<BundleHead, Problem>> {
  try {
    await using handle = await open(file, 'r');
    return ok(await provenHead(handle, file));
  } catch (error) {
    return fail(fileFault('file-unreadable', file, error));
  }
}

async function provenHead(handle: FileHandle, file: string): Promise<BundleHead> {
  const { size } = await handle.stat();
  const head = await bytesAt(handle, 0, Math.min(headSize, size));
  if (head.toString('latin1', 0, pointerMark.length) === pointerMark)
    throw invalid(file, 'a bundle', 'a pointer of Git LFS, whose file is not there yet (`git lfs pull`)');
  if (head.length < headSize) throw invalid(file, `a bundle of at least ${headSize} bytes`, `${size} bytes`);
  const { manifest: bytes, signature } = partsOf(head);
  const parsed = parseManifest(bytes.toString('utf8'));
  if (!parsed.ok) throw invalid(file, 'the manifest of a bundle', parsed.error);
  const { payload, signer } = parsed.value;
  const id = keyId(signer.key);
  if (!isSignedBy(signer.key, bytes, signature))
    throw invalid(file, `a manifest signed with key ${id}`, 'a signature that does not fit it');
  if (!head.equals(printHead(bytes, signature, payload.bytes)))
    throw invalid(file, 'the form that a bundle has', 'something else between its parts');
  const whole = headSize + payload.bytes + tailSize(payload.bytes);
  if (size !== whole) throw invalid(file, `${whole} bytes`, `${size} bytes`);
  return { manifest: parsed.value, keyId: id };
}

/** See `Bundles.openPayload`. */
export function openPayload(file: string, head: BundleHead) {
  let problem: Problem | null = null;
  async function* content(): AsyncGenerator<Uint8Array, void> {
    try {
      // Judged anew: the signature tells who made it, not what is in it.
      yield* judged(proven(file, head.manifest.payload), file);
    } catch (error) {
      problem = fileFault('file-unreadable', file, error);
      throw error;
    }
  }
  return { content: content(), problem: () => problem };
}

/** The archive, whose last piece is held back until all of it was found to be what was signed. */
async function* proven(file: string, { bytes, sha256 }: BundlePayload): AsyncGenerator<Buffer, void> {
  await using handle = await open(file, 'r');
  const hash = createHash('sha256');
  let held: Buffer | null = null;
  for (let at = 0; at < bytes; at += pieceSize) {
    const piece = await bytesAt(handle, headSize + at, Math.min(pieceSize, bytes - at));
    if (piece.length === 0) throw invalid(file, `${bytes} bytes of data`, `${at}`);
    hash.update(piece);
    if (held !== null) yield held;
    held = piece;
  }
  const tail = await bytesAt(handle, headSize + bytes, tailSize(bytes) + 1);
  if (tail.length !== tailSize(bytes) || tail.some((byte) => byte !== 0))
    throw invalid(file, 'an empty end', 'something behind the data');
  const found = hash.digest('hex');
  if (found !== sha256) throw invalid(file, `data with SHA-256 ${sha256}`, found);
  if (held !== null) yield held;
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

/** See `Bundles.weigh`. */
export async function weigh(archive: Bytes): Promise<Result<BundlePayload, Problem>> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const piece of judged(archive, 'the volume')) {
      hash.update(piece);
      bytes += piece.length;
    }
    return ok({ bytes, sha256: hash.digest('hex') });
  } catch (error) {
    return fail(fileFault('file-unreadable', 'the volume', error));
  }
}
