import { YamlFault } from './yaml-cursor.ts';
import type { YamlNode } from './yaml-node.ts';
import { parseTokens } from './yaml-parse.ts';
import { scanYaml } from './yaml-scan.ts';

/** The documents of a YAML text; an empty one is null. With a fault there are none. */
export type YamlText = {
  readonly documents: readonly (YamlNode | null)[];
  readonly fault: { readonly offset: number; readonly message: string } | null;
};

/** Blocks and brackets inside one another: more than this is never a file that someone wrote. */
const deepest = 500;

/** Any YAML text, read as Go's yaml.v3 reads it, which is what Compose files are written for. Never throws. */
export function readYaml(text: string): YamlText {
  try {
    return { documents: parseTokens(scanYaml(text, deepest)), fault: null };
  } catch (reason) {
    if (!(reason instanceof YamlFault)) throw reason;
    return { documents: [], fault: { offset: reason.offset, message: reason.message } };
  }
}
