import { type Document, isAlias, isMap, isNode, isPair, isScalar, isSeq, type LineCounter } from 'yaml';
import type { At } from '../../contract/names.ts';
import { placeAt } from './read-yaml.ts';

export type Path = readonly PropertyKey[];

/**
 * Where a path of the data stands in the text; `of: 'key'` means the key itself, not its value. Where the path ends early
 * (a missing key) it is the innermost thing that exists.
 */
export function placeOf(
  document: Document.Parsed,
  lines: LineCounter,
  file: string,
  path: Path,
  of: 'key' | 'value',
): At {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [index, part] of path.entries()) {
    const container = isAlias(node) ? node.resolve(document) : node;
    const [key, value] = step(container, part);
    if (key === null && value === null) break;
    const last = index === path.length - 1;
    offset = (last && of === 'key' ? startOf(key) : (startOf(value) ?? startOf(key))) ?? offset;
    node = value;
  }
  return placeAt(lines, file, offset);
}

function step(container: unknown, part: PropertyKey): readonly [unknown, unknown] {
  if (isMap(container)) {
    const pair = container.items.find(
      (item) => (isScalar(item.key) ? String(item.key.value) : '') === String(part),
    );
    return pair !== undefined && isPair(pair) ? [pair.key, pair.value] : [null, null];
  }
  if (isSeq(container)) {
    const item = container.items[Number(part)] ?? null;
    return [item, item];
  }
  return [null, null];
}

const startOf = (node: unknown): number | null => (isNode(node) ? (node.range?.[0] ?? null) : null);
