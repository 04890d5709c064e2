import { open, stat } from 'node:fs/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { notUtf8, wasUtf16 } from '../../contract/text-marks.ts';
import { codeOf, fileProblem } from './problems.ts';

/** A whole file as text, UTF-8 or marked UTF-16; see contract/text-marks.ts for what is not. null: there is none. */
export async function readText(path: string, limitBytes: number): Promise<Result<string | null, Problem>> {
  const refuse = (detail: string): Result<string | null, Problem> =>
    fail({ kind: 'file-unreadable', file: path, detail });
  try {
    // Before it is opened: opening a pipe waits for somebody to write into it.
    const stats = await stat(path);
    if (stats.isDirectory()) return refuse('it is a folder');
    if (!stats.isFile()) return refuse('it is not a regular file');
    const bytes = await readUpTo(path, limitBytes + 1);
    if (bytes.length > limitBytes) return refuse(`it is larger than ${limitBytes} bytes`);
    return ok(decode(bytes));
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? ok(null) : fail(fileProblem(path, error));
  }
}

/** No text holds a lone surrogate by itself, so that a reader who minds can tell where the fault is. */
function decode(bytes: Uint8Array): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-16be';
  if (wide === 'utf-16le' || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return wasUtf16 + new TextDecoder(wide).decode(bytes);
  if (isText(bytes)) return lenient(bytes);
  let known = 0;
  for (let beyond = bytes.length; beyond - known > 1; ) {
    const middle = (known + beyond) >> 1;
    if (isText(bytes.subarray(0, middle), true)) known = middle;
    else beyond = middle;
  }
  // It breaks at the byte after `known`, or at the start of a character before it that has no end.
  const isWhole = isText(bytes.subarray(0, known));
  const before = lenient(bytes.subarray(0, known));
  const good = isWhole ? before : before.replace(/\uFFFD$/, '');
  return `${good}${notUtf8}${lenient(bytes.subarray(isWhole ? known + 1 : known))}`;
}

const lenient = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** `isCut`: the end may be the start of a character. */
function isText(bytes: Uint8Array, isCut = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

/** At most so many bytes: a file may grow while it is read, and one in /proc has no size at all. */
async function readUpTo(path: string, limitBytes: number): Promise<Uint8Array> {
  await using file = await open(path, 'r');
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < limitBytes) {
    const { bytesRead, buffer } = await file.read(new Uint8Array(Math.min(65_536, limitBytes - length)));
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    length += bytesRead;
  }
  return Buffer.concat(chunks);
}
