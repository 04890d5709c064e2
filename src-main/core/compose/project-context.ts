import type { Faults } from './faults.ts';
import type { Platform } from './host-paths.ts';
import type { ParsedDocument } from './parse.ts';
import type { TreePath } from './read-tree.ts';
import type { Source } from './source.ts';
import type { Lookup } from './template.ts';
import type { MapTree } from './tree.ts';

/** Reads a text by absolute path. null: there is no such file; undefined: it was not read yet, and is wanted. */
export type ReadText = (absolutePath: string) => string | null | undefined;

/** null: the text could not be read at all; its faults are reported. */
export type Parse = (source: Source) => readonly ParsedDocument[] | null;

/** A file that others extend, loaded. */
export type LentFile = {
  readonly root: MapTree;
  readonly resets: readonly TreePath[];
};

/** absolute: made so · kept: as they are written · relative: starting at the folder of the file that names this one. */
export type PrintedPaths =
  | { readonly kind: 'absolute' }
  | { readonly kind: 'kept' }
  | { readonly kind: 'relative'; readonly from: string };

/** How paths are printed of a file that is named by one loaded with this context. */
export const pathsBelow = ({
  paths,
  workingDir,
}: Pick<ProjectContext, 'paths' | 'workingDir'>): PrintedPaths =>
  paths.kind === 'absolute' ? paths : { kind: 'relative', from: workingDir };

/** What one file is loaded with: an included project has a folder and variables of its own. */
export type ProjectContext = {
  /** Absolute; relative paths start here. */
  readonly workingDir: string;
  readonly lookup: Lookup;
  readonly read: ReadText;
  /** The documents of a text, parsed once. */
  readonly parse: Parse;
  readonly faults: Faults;
  readonly platform: Platform;
  readonly homeDir: string;
  /** Where a variable that is missing could be given a value, for hints. */
  readonly variableHint: string | null;
  /** Absolute files that include one another, from the project's own down to this one. */
  readonly including: readonly string[];
  /** Parts of the project that could not be read whole, such as `services.api`; `*`: a whole file. */
  readonly damaged: Set<string>;
  /** Loads a file that lends a service: without its own `include`, `extends` and schema. */
  readonly loadLent: (source: Source, context: ProjectContext) => LentFile;
  /** Loads an included project as a project of its own. */
  readonly loadIncluded: (sources: readonly Source[], context: ProjectContext) => MapTree;
  /** Files that lend services by `extends`, each read once. */
  readonly lent: Map<string, LentFile>;
  readonly paths: PrintedPaths;
  /** False: `$` is left alone, and types are not cast. */
  readonly interpolates: boolean;
};
