import { holdsSeal } from '../secrets/sealed.ts';
import type { Faults } from './faults.ts';
import { readPlainYaml } from './plain-yaml.ts';
import { readTree, type TreePath } from './read-tree.ts';
import { readYaml } from './read-yaml.ts';
import type { Source } from './source.ts';
import type { Tree } from './tree.ts';

/** One document of a file. `resets` are the paths that carry `!reset` or `!override`; `!reset` nodes are gone from `root`. */
export type ParsedDocument = { readonly root: Tree; readonly resets: readonly TreePath[] };

/**
 * Caps on what one text may ask for: code units (fewer when it needs the full parser, which is slow), levels, and nodes
 * once aliases are followed.
 */
export const parseLimits = {
  textLength: 1_048_576,
  unusualLength: 524_288,
  depth: 64,
  nodes: 200_000,
} as const;

// biome-ignore format: one line to compare
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

/**
 * The documents of one text; null when it could not be read at all. What is not YAML, or more than the caps allow, is
 * refused at its place.
 */
export function parseDocuments(source: Source, faults: Faults): readonly ParsedDocument[] | null {
  const start = { source, offset: 0 };
  if (source.text.length > parseLimits.textLength) {
    faults.refuse(start, `the file is larger than ${parseLimits.textLength / 1024} KiB`);
    return null;
  }
  if (holdsSeal(source.text)) {
    const reserved = 'a character that is reserved for references to secrets (U+F5EA1 or U+F5EA2)';
    faults.refuse(start, `the file holds ${reserved}`);
    return null;
  }
  const control = source.text.search(controls);
  if (control >= 0) {
    const code = (source.text.codePointAt(control) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    faults.refuse(
      { source, offset: control },
      `the text is not YAML: it holds the control character U+${code}`,
    );
    return null;
  }
  // Most files are plain enough for a reader that is many times faster; it gives up on anything it is not sure about.
  const plain = readPlainYaml(source.text);
  if (plain === null && source.text.length > parseLimits.unusualLength) {
    faults.refuse(
      start,
      `the file is larger than ${parseLimits.unusualLength / 1024} KiB and not plain YAML`,
    );
    return null;
  }
  const yaml = plain === null ? readYaml(source.text) : { documents: [plain], errors: [] };
  if (yaml === null) faults.refuse(start, `the file is nested deeper than ${parseLimits.depth} levels`);
  for (const { offset, message } of yaml?.errors ?? []) {
    faults.refuse({ source, offset }, `the text is not YAML: ${message}`);
  }
  if (yaml === null || yaml.errors.length > 0) return null;
  return yaml.documents.map((document) => readTree(document, source, faults, parseLimits));
}
