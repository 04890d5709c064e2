import { readFile, stat } from 'node:fs/promises';

/**
 * The bytes of a file that a project names. Whatever else is there is refused before it is opened: a pipe waits until somebody
 * writes into it, and a device may have no end. Throws, naming the file; where there is none, with Node's code.
 */
export async function readRegularFile(file: string): Promise<Buffer> {
  if (!(await stat(file)).isFile()) throw new Error(`${file}: not a regular file`);
  return readFile(file);
}
