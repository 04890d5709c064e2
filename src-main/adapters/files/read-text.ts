import { open, stat } from 'node:fs/promises';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { codeOf, fileProblem } from './problems.ts';

/** A whole file as text; bytes that are no UTF-8 become U+FFFD. null: there is none. */
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
    return ok(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? ok(null) : fail(fileProblem(path, error));
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
