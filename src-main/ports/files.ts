import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';

/** The file system, as far as Berth needs it. Paths are absolute and of this machine's form. */
export interface Files {
  /** null: there is no such file. Problem: file-unreadable (a folder, no permission, larger than `limitBytes`). */
  readText(path: string, limitBytes: number): Promise<Result<string | null, Problem>>;
  isFolder(path: string): Promise<boolean>;
  isFile(path: string): Promise<boolean>;
  list(path: string): Promise<readonly string[]>;
  /**
   * SHA-256 over names and contents of a file or folder, as hex; two that have the same hold the same.
   */
  digest(path: string): Promise<Digest>;
  /**
   * Whole or not at all: written beside, flushed, renamed. Mode 0600, folders 0700; of a file that is there its mode stays, and a
   * link to it does. Problem: file-unreadable (also one that is read-only).
   */
  writeAtomic(path: string, text: string): Promise<Result<void, Problem>>;
  /** Appends and flushes to the disk before it returns. Mode 0600, folders 0700. */
  appendFlushed(path: string, text: string): Promise<Result<void, Problem>>;
  /** Creates the file with this text, flushed; false when it is there already. Mode 0600, folders 0700. */
  createExclusive(path: string, text: string): Promise<Result<boolean, Problem>>;
  /** Removing a missing file is no problem; never a folder. */
  remove(path: string): Promise<void>;
  /** The real path, links resolved; null where there is nothing. */
  realPath(path: string): Promise<string | null>;
  resolve(...parts: readonly string[]): string;
  baseName(path: string): string;
}

/** `nothing`: there is nothing. `too many`: more entries than are worth reading for it. */
export type Digest = { readonly is: 'hash'; readonly hex: string } | { readonly is: 'nothing' | 'too many' };
