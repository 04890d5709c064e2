import { ignoredBy } from '../../core/patterns/dockerignore.ts';
import type { TreeWish } from './build-tree.ts';

/** What the engine asks for of a folder, in patterns of .dockerignore. */
export type Patterns = {
  /** Empty: everything. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
};

/**
 * The choice that these patterns make (tonistiigi/fsutil): what `exclude` does not leave out of what `include` names. Throws for a pattern that cannot be read.
 */
export function treeWish({ include, exclude }: Patterns): TreeWish {
  const left = ignoredBy(exclude.join('\n'));
  const named = include.length === 0 ? null : ignoredBy(include.join('\n'));
  const isIncluded = (path: string): boolean => named === null || named.ignored(path);
  return {
    wanted: (path) => !left.ignored(path) && isIncluded(path),
    mayHold: (path) =>
      (left.hasExceptions || !left.ignored(path)) &&
      (isIncluded(path) || include.some((pattern) => hasWildcard(pattern) || leadsTo(pattern, path))),
  };
}

const leadsTo = (pattern: string, folder: string): boolean => pattern.startsWith(`${folder}/`);

export const hasWildcard = (pattern: string): boolean => /[*?[\\]/.test(pattern);
