import { holdsSeal } from '../secrets/sealed.ts';
import type { Faults } from './faults.ts';
import { readTree, type TreePath } from './read-tree.ts';
import { readYaml } from './read-yaml.ts';
import type { Source } from './source.ts';
import type { Tree } from './tree.ts';

/** One document of a file. `resets` are the paths that carry `!reset` or `!override`; `!reset` nodes are gone from `root`. */
export type ParsedDocument = { readonly root: Tree; readonly resets: readonly TreePath[] };

/** Caps on what one text may ask for: code units, levels, and nodes once aliases are followed. */
export const parseLimits = {
  textLength: 1_048_576,
  depth: 64,
  nodes: 200_000,
} as const;

// biome-ignore format: one line to compare
const controls = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\uFFFE\uFFFF]/;

// What the reader of files puts in place of a byte that is no UTF-8.
const loneSurrogate = /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

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
  const foreign = source.text.search(loneSurrogate);
  if (foreign >= 0) {
    faults.refuse(
      { source, offset: foreign },
      'the text is not UTF-8 from here on',
      'Save the file as UTF-8.',
    );
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
  const { documents, fault } = readYaml(source.text);
  if (fault !== null) {
    faults.refuse({ source, offset: fault.offset }, `the text is not YAML: ${fault.message}`);
    return null;
  }
  return documents.map((document) => readTree(document, source, faults, parseLimits));
}
