import type { Problem } from '../../contract/problem.ts';

const words: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
  ENAMETOOLONG: 'the path is too long',
  EMFILE: 'too many files are open',
  ENOTDIR: 'a part of the path is not a folder',
};

/** A fault of the file system as a Problem. */
export function fileProblem(file: string, error: unknown): Problem {
  const code = codeOf(error);
  const detail = words[code] ?? (error instanceof Error ? error.message : String(error));
  return { kind: 'file-unreadable', file, detail };
}

/** The system's name of an error, e.g. `ENOENT`; empty when it has none. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
