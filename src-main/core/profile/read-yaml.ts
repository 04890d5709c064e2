import type { Faults } from '../compose/faults.ts';
import { parseDocuments } from '../compose/parse.ts';
import type { Source } from '../compose/source.ts';
import type { Tree } from '../compose/tree.ts';

/**
 * The one document of a text that may be hostile: its size, its depth and what its aliases stand for are bounded. null: it is
 * none, which is refused.
 */
export function readYaml(source: Source, faults: Faults): Tree | null {
  const documents = parseDocuments(source, faults);
  if (documents === null || faults.problems.length > 0) return null;
  const [document, second] = documents;
  const start = { source, offset: 0 };
  if (second !== undefined) faults.refuse(start, 'the file holds more than one document');
  else if (document === undefined || document.root.kind === 'null') faults.refuse(start, 'the file is empty');
  else return document.root;
  return null;
}

/** A tree as plain data. A whole number that JavaScript cannot hold is rounded: no rule allows one. */
export function yamlData(tree: Tree): unknown {
  switch (tree.kind) {
    case 'map':
      return Object.fromEntries([...tree.fields].map(([key, { value }]) => [key, yamlData(value)]));
    case 'list':
      return tree.items.map(yamlData);
    case 'null':
      return null;
    case 'int':
      return Number(tree.value);
    default:
      return tree.value;
  }
}
