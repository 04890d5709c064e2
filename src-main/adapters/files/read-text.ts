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
function decode(bytes: Buffer): string {
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-16be';
  if (wide === 'utf-16le' || (bytes[0] === 0xfe && bytes[1] === 0xff))
    return wasUtf16 + new TextDecoder(wide).decode(bytes);
  const whole = lenient(bytes);
  if (!whole.includes(replacement)) return whole;
  // Those that the file has itself are no fault; what stands between them is decoded by itself, for they are whole characters.
  const parts: string[] = [];
  for (let from = 0; from <= bytes.length; ) {
    const at = bytes.indexOf(replacement, from);
    const end = at === -1 ? bytes.length : at;
    parts.push(lenient(bytes.subarray(from, end)).replaceAll(replacement, notUtf8));
    from = end + Buffer.byteLength(replacement);
  }
  return parts.join(replacement);
}

const replacement = '\uFFFD';

const lenient = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** At most so many bytes: a file may grow while it is read, and one in /proc has no size at all. */
async function readUpTo(path: string, limitBytes: number): Promise<Buffer> {
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
