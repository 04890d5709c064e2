import type { Problem } from '../../contract/problem.ts';

/** Thrown inside the adapter for what is no fault of a file system or an engine. */
export class BundleFault extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

export const invalid = (file: string, expected: string, found: string): BundleFault =>
  new BundleFault({ kind: 'bundle-invalid', file, expected, found });

const words: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  ENOTDIR: 'a part of the path is not a folder',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EROFS: 'the disk is read-only',
  EFBIG: 'the file system takes no file of this size',
};

/** What an error means that was met at a file while it was read or written. */
export function fileFault(
  kind: 'file-unreadable' | 'file-unwritable',
  file: string,
  error: unknown,
): Problem {
  if (error instanceof BundleFault) return error.problem;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return { kind, file, detail: words[code] ?? (error instanceof Error ? error.message : String(error)) };
}
