import type { Faults } from './faults.ts';
import type { Platform } from './host-paths.ts';
import type { TreePath } from './read-tree.ts';
import type { Lookup } from './template.ts';
import type { MapTree } from './tree.ts';

/** Reads a text by absolute path. null: there is no such file; undefined: it was not read yet, and is wanted. */
export type ReadText = (absolutePath: string) => string | null | undefined;

/** A file that others extend, loaded. */
export type LentFile = {
  readonly root: MapTree;
  readonly resets: readonly TreePath[];
};

/** What one file is loaded with: an included project has a folder and variables of its own. */
export type ProjectContext = {
  /** Absolute; relative paths start here. */
  readonly workingDir: string;
  readonly lookup: Lookup;
  readonly read: ReadText;
  readonly faults: Faults;
  readonly platform: Platform;
  readonly homeDir: string;
  /** Where a variable that is missing could be given a value, for hints. */
  readonly variableHint: string | null;
  /** Absolute files that include one another, from the project's own down to this one. */
  readonly including: readonly string[];
  /** Parts of the project that could not be read whole, such as `services.api`; `*`: a whole file. */
  readonly damaged: Set<string>;
  /** Files that lend services by `extends`, each read once. */
  readonly lent: Map<string, LentFile>;
  /** False: `$` is left alone, and types are not cast. */
  readonly interpolates: boolean;
};
