import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Pair,
  type Scalar,
} from 'yaml';
import { holdsSeal } from '../secrets/sealed.ts';
import type { Faults } from './faults.ts';
import type { Mark, Source } from './source.ts';
import {
  type Field,
  listTree,
  type MapTree,
  mapTree,
  nullTree,
  type ScalarTree,
  textTree,
  type Tree,
} from './tree.ts';
import { resolvePlain } from './yaml-scalar.ts';

/** A path of keys and list positions from the root of a document. */
export type TreePath = readonly (string | number)[];

/** One document of a file. `resets` are the paths that carry `!reset` or `!override`; `!reset` nodes are gone from `root`. */
export type ParsedDocument = { readonly root: Tree; readonly resets: readonly TreePath[] };

/** Caps on what one text may ask for: code units, levels, and nodes once aliases are followed. */
export const parseLimits = { textLength: 1_048_576, depth: 64, nodes: 500_000 } as const;

/** The documents of one text. What is not YAML, or more than the caps allow, is refused at its place; null when nothing is left. */
export function parseDocuments(source: Source, faults: Faults): readonly ParsedDocument[] | null {
  const start = { source, offset: 0 };
  if (source.text.length > parseLimits.textLength) {
    faults.refuse(start, `the file is larger than ${parseLimits.textLength / 1024} KiB`);
    return null;
  }
  if (holdsSeal(source.text)) {
    faults.refuse(
      start,
      'the file holds a character that is reserved for references to secrets (U+F5EA1 or U+F5EA2)',
    );
    return null;
  }
  const documents = composeDocuments(source.text);
  if (documents === null) {
    faults.refuse(start, `the file is nested deeper than ${parseLimits.depth} levels`);
    return null;
  }
  const errors = documents.flatMap((document) => document.errors);
  for (const error of errors) {
    faults.refuse({ source, offset: error.pos[0] }, `the text is not YAML: ${firstLower(error.message)}`);
  }
  if (errors.length > 0) return null;
  return documents.map((document) => readDocument(document, source, faults));
}

/** null: the text is nested so deep that the parser ran out of stack. */
function composeDocuments(text: string): readonly Document.Parsed[] | null {
  try {
    return [
      ...parseAllDocuments(text, {
        schema: 'failsafe',
        uniqueKeys: false,
        prettyErrors: false,
        logLevel: 'silent',
      }),
    ];
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const firstLower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** What is handed through the reading of one document. */
type Reader = {
  readonly source: Source;
  readonly faults: Faults;
  readonly anchors: Map<string, Anchored>;
  readonly resets: TreePath[];
  nodes: number;
};

/** `resets` are relative to the anchored node: an alias carries the tags of what it stands for. */
type Anchored = {
  readonly tree: Tree;
  readonly nodes: number;
  readonly resets: readonly TreePath[];
  readonly tag: ResetTag | null;
};

type ResetTag = '!reset' | '!override';

type Read = { readonly tree: Tree; readonly tag: ResetTag | null };

function readDocument(document: Document.Parsed, source: Source, faults: Faults): ParsedDocument {
  const reader: Reader = { source, faults, anchors: new Map(), resets: [], nodes: 0 };
  const { tree } = readNode(document.contents, [], reader);
  return { root: tree, resets: reader.resets };
}

function readNode(node: unknown, path: TreePath, reader: Reader): Read {
  const at: Mark = { source: reader.source, offset: offsetOf(node) };
  reader.nodes += 1;
  if (path.length > parseLimits.depth)
    return refused(reader, at, `the file is nested deeper than ${parseLimits.depth} levels`);
  if (isAlias(node)) return readAlias(node.source, at, path, reader);
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return { tree: nullTree(at), tag: null };
  const anchor = node.anchor;
  if (anchor !== undefined) reader.anchors.delete(anchor);
  const before = { nodes: reader.nodes, resets: reader.resets.length };
  const tag = node.tag === '!reset' || node.tag === '!override' ? node.tag : null;
  const tree = isScalar(node)
    ? readScalar(node, at, reader.faults)
    : isMap(node)
      ? readMap(node.items, at, path, reader)
      : readList(node.items, at, path, reader);
  if (anchor !== undefined) {
    const resets = reader.resets.slice(before.resets).map((reset) => reset.slice(path.length));
    reader.anchors.set(anchor, { tree, tag, resets, nodes: reader.nodes - before.nodes });
  }
  return { tree, tag };
}

function refused(reader: Reader, at: Mark, message: string): Read {
  reader.faults.refuse(at, message);
  return { tree: nullTree(at), tag: null };
}

function offsetOf(node: unknown): number {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : null;
  return range?.[0] ?? 0;
}

function readAlias(name: string, at: Mark, path: TreePath, reader: Reader): Read {
  const anchored = reader.anchors.get(name);
  if (anchored === undefined) return refused(reader, at, `there is no anchor &${name} before this alias`);
  reader.nodes += anchored.nodes;
  if (reader.nodes > parseLimits.nodes)
    return refused(reader, at, 'the aliases of this file stand for too many nodes');
  for (const reset of anchored.resets) reader.resets.push([...path, ...reset]);
  return { tree: anchored.tree, tag: anchored.tag };
}

const taggedKinds: Readonly<Record<string, ScalarTree['kind']>> = {
  '!!int': 'int',
  '!!float': 'float',
  '!!bool': 'bool',
  '!!null': 'null',
  '!!timestamp': 'time',
};

function tagged(tree: ScalarTree, kind: ScalarTree['kind'], tag: string, faults: Faults): ScalarTree {
  if (tree.kind === kind) return tree;
  if (tree.kind === 'int' && kind === 'float') return { kind, at: tree.at, value: Number(tree.value) };
  faults.refuse(tree.at, `the value does not fit its tag ${tag}`);
  return tree;
}

function readScalar(node: Scalar, at: Mark, faults: Faults): ScalarTree {
  const text = String(node.value ?? '');
  const isPlain = node.type === 'PLAIN' || node.type === undefined || node.type === null;
  const tag = node.tag?.replace('tag:yaml.org,2002:', '!!');
  if (tag === '!!str' || (tag === undefined && !isPlain)) return { kind: 'text', at, value: text };
  if (tag === undefined) return resolvePlain(text, at);
  const kind = taggedKinds[tag];
  if (kind !== undefined) return tagged(resolvePlain(text, at), kind, tag, faults);
  // Tags of its own and `!`: Go's decoder keeps the text.
  return { kind: 'text', at, value: text };
}

function readList(items: readonly unknown[], at: Mark, path: TreePath, reader: Reader): Tree {
  const kept: Tree[] = [];
  for (const item of items) {
    const read = readNode(item, [...path, kept.length], reader);
    // A tag on an item only drops the item: a list of an earlier file cannot be reached by position.
    if (read.tag !== '!reset') kept.push(read.tree);
  }
  return listTree(at, kept);
}

function readMap(
  pairs: readonly Pair<unknown, unknown>[],
  at: Mark,
  path: TreePath,
  reader: Reader,
): MapTree {
  const fields = new Map<string, Field>();
  const merges: Pair<unknown, unknown>[] = [];
  const seen = new Map<string, Mark>();
  for (const pair of pairs) {
    const key = readKey(pair.key, reader);
    if (key === null) continue;
    const earlier = seen.get(key.text);
    if (earlier !== undefined) {
      refuseTwice(key.text, key.at, earlier, reader);
      continue;
    }
    seen.set(key.text, key.at);
    if (key.isMerge) merges.push(pair);
    else readField(key.text, key.at, pair.value, fields, path, reader);
  }
  for (const pair of merges) mergeInto(fields, pair.value, path, reader);
  return mapTree(at, fields);
}

function refuseTwice(key: string, at: Mark, earlier: Mark, reader: Reader): void {
  const line = earlier.source.text.slice(0, earlier.offset).split('\n').length;
  reader.faults.refuse(
    at,
    `the key ${JSON.stringify(key)} stands twice in this mapping: first on line ${line}`,
  );
}

type Key = { readonly text: string; readonly at: Mark; readonly isMerge: boolean };

function readKey(node: unknown, reader: Reader): Key | null {
  const at: Mark = { source: reader.source, offset: offsetOf(node) };
  const known = isAlias(node) ? reader.anchors.get(node.source)?.tree : undefined;
  const tree = known ?? (isScalar(node) ? readScalar(node, at, reader.faults) : nullTree(at));
  if (tree.kind === 'text') {
    const isMerge = tree.value === '<<' && isScalar(node) && node.type === 'PLAIN';
    if (isScalar(node) && node.anchor !== undefined) {
      reader.anchors.set(node.anchor, { tree: textTree(at, tree.value), nodes: 1, resets: [], tag: null });
    }
    return { text: tree.value, at, isMerge };
  }
  const found =
    tree.kind === 'null'
      ? 'null'
      : tree.kind === 'map' || tree.kind === 'list'
        ? `a ${tree.kind}`
        : `${tree.value}`;
  reader.faults.refuse(at, `a key has to be text, found ${found}`, 'Put the key in quotes.');
  return null;
}

function readField(
  key: string,
  at: Mark,
  node: unknown,
  fields: Map<string, Field>,
  path: TreePath,
  reader: Reader,
): void {
  const below = [...path, key];
  const { tree, tag } = readNode(node, below, reader);
  if (tag !== null) reader.resets.push(below);
  if (tag !== '!reset')
    fields.set(key, { at, value: tree.kind === 'null' && node === null ? nullTree(at) : tree });
}

// `<<`: fields of the merged mappings that the mapping does not have itself; of several mappings the first one wins.
function mergeInto(fields: Map<string, Field>, node: unknown, path: TreePath, reader: Reader): void {
  const { tree } = readNode(node, path, reader);
  const parts = tree.kind === 'list' ? tree.items : [tree];
  for (const part of parts) {
    if (part.kind === 'map') {
      for (const [key, field] of part.fields) if (!fields.has(key)) fields.set(key, field);
    } else {
      reader.faults.refuse(part.at, 'the value of << has to be a mapping or a list of mappings');
    }
  }
}
