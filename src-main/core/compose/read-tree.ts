import type { Faults } from './faults.ts';
import { type Mark, printableMark, type Source } from './source.ts';
import { spell, type Steps, step } from './steps.ts';
import { type Field, listTree, mapTree, nullTree, type Tree } from './tree.ts';
import type { YamlMap, YamlNode } from './yaml-node.ts';
import { resolveScalar } from './yaml-scalar.ts';

/** A path of keys (and list positions, as text) from the root of a document. */
export type TreePath = readonly string[];

/** How far down a node is, and by which keys. */
type Way = { readonly steps: Steps; readonly depth: number };

const top: Way = { steps: null, depth: 0 };

const onward = ({ steps, depth }: Way, key: string): Way => ({ steps: step(steps, key), depth: depth + 1 });

type Limits = { readonly depth: number; readonly nodes: number };

/** What is handed through the reading of one document. `nodes` counts what aliases stand for as well. */
type Reader = {
  readonly source: Source;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly anchors: Map<string, Anchored>;
  readonly resets: TreePath[];
  nodes: number;
};

type ResetTag = '!reset' | '!override';

const resetTag = (tag: string | null): ResetTag | null =>
  tag === '!reset' || tag === '!override' ? tag : null;

type Read = { readonly tree: Tree; readonly tag: ResetTag | null; readonly height: number };

/** `resets` are relative to the anchored node: an alias carries the tags of what it stands for. */
type Anchored = Read & { readonly nodes: number; readonly resets: readonly TreePath[] };

/** The tree of one document: scalars resolved, aliases followed, `<<` merged, keys checked. */
export function readTree(
  document: YamlNode | null,
  source: Source,
  faults: Faults,
  limits: Limits,
): { readonly root: Tree; readonly resets: readonly TreePath[] } {
  const reader: Reader = { source, faults, limits, anchors: new Map(), resets: [], nodes: 0 };
  const { tree } = readNode(document, 0, top, reader);
  return { root: tree, resets: reader.resets };
}

function readNode(node: YamlNode | null, otherwise: number, way: Way, reader: Reader): Read {
  const at: Mark = { source: reader.source, offset: node?.offset ?? otherwise };
  reader.nodes += 1;
  if (way.depth > reader.limits.depth) return tooDeep(at, reader);
  if (node === null) return { tree: nullTree(at), tag: null, height: 0 };
  if (node.kind === 'alias') return readAlias(node.name, at, way, reader);
  const before = { nodes: reader.nodes, resets: reader.resets.length };
  if (node.anchor !== null) reader.anchors.delete(node.anchor);
  const read: Read = { tag: resetTag(node.tag), ...readContent(node, at, way, reader) };
  if (node.anchor !== null) {
    const resets = reader.resets.slice(before.resets).map((reset) => reset.slice(way.depth));
    reader.anchors.set(node.anchor, { ...read, resets, nodes: reader.nodes - before.nodes });
  }
  return read;
}

type Content = { readonly tree: Tree; readonly height: number };

function readContent(
  node: Exclude<YamlNode, { kind: 'alias' }>,
  at: Mark,
  way: Way,
  reader: Reader,
): Content {
  if (node.kind === 'map') return readMap(node, at, way, reader);
  if (node.kind === 'list') return readList(node.items, at, way, reader);
  return { tree: resolveScalar(node, at, reader.faults), height: 0 };
}

function refused(reader: Reader, at: Mark, message: string): Read {
  reader.faults.refuse(at, message);
  return { tree: nullTree(at), tag: null, height: 0 };
}

const tooDeep = (at: Mark, reader: Reader): Read =>
  refused(reader, at, `the file is nested deeper than ${reader.limits.depth} levels`);

function readAlias(name: string, at: Mark, way: Way, reader: Reader): Read {
  const anchored = reader.anchors.get(name);
  if (anchored === undefined) return refused(reader, at, `there is no anchor &${name} before this alias`);
  reader.nodes += anchored.nodes;
  if (reader.nodes > reader.limits.nodes)
    return refused(reader, at, 'the aliases of this file stand for too many nodes');
  if (way.depth + anchored.height > reader.limits.depth) return tooDeep(at, reader);
  for (const reset of anchored.resets) reader.resets.push([...spell(way.steps), ...reset]);
  return anchored;
}

function readList(items: readonly (YamlNode | null)[], at: Mark, way: Way, reader: Reader): Content {
  const kept: Tree[] = [];
  let height = 0;
  for (const item of items) {
    const read = readNode(item, at.offset, onward(way, String(kept.length)), reader);
    height = Math.max(height, read.height + 1);
    // A tag on an item only drops the item: a list of an earlier file cannot be reached by position.
    if (read.tag !== '!reset') kept.push(read.tree);
  }
  return { tree: listTree(at, kept), height };
}

function readMap(node: YamlMap, at: Mark, way: Way, reader: Reader): Content {
  const fields = new Map<string, Field>();
  const merges: YamlNode[] = [];
  const seen = new Map<string, Mark>();
  let height = 0;
  for (const { key: keyNode, value } of node.pairs) {
    const key = readKey(keyNode, value, reader);
    if (key === null || isTwice(key, seen, reader)) continue;
    if (key.isMerge) merges.push(value ?? keyNode);
    else height = Math.max(height, readField(key, value, fields, way, reader) + 1);
  }
  for (const merged of merges) height = Math.max(height, mergeInto(fields, merged, way, reader));
  return { tree: mapTree(at, fields), height };
}

type Key = { readonly text: string; readonly at: Mark; readonly isMerge: boolean };

function isTwice({ text, at }: Key, seen: Map<string, Mark>, reader: Reader): boolean {
  const earlier = seen.get(text);
  seen.set(text, at);
  if (earlier === undefined) return false;
  const line = printableMark(earlier).line;
  reader.faults.refuse(
    at,
    `the key ${JSON.stringify(text)} stands twice in this mapping: first on line ${line}`,
  );
  return true;
}

/** `value` alone tells whether the pair is taken out again, whatever its key is. */
function readKey(node: YamlNode, value: YamlNode | null, reader: Reader): Key | null {
  const at: Mark = { source: reader.source, offset: node.offset };
  const { tree } = readNode(node, node.offset, top, reader);
  if (tree.kind === 'text') {
    return { text: tree.value, at, isMerge: isMergeKey(node) };
  }
  if (value !== null && value.kind !== 'alias' && value.tag === '!reset') return null;
  const found = 'value' in tree ? String(tree.value) : tree.kind === 'null' ? 'nothing' : `a ${tree.kind}`;
  reader.faults.refuse(at, `a key has to be text, found ${found}`, 'Put the key in quotes.');
  return null;
}

/** As Go's yaml.v3 has it: `<<` merges when plain, or tagged `!!merge` in quotes or not; any other tag makes it a text. */
function isMergeKey(node: YamlNode): boolean {
  if (node.kind !== 'scalar' || node.text !== '<<') return false;
  return node.tag === null || node.tag === '!' ? node.isPlain : node.tag === '!!merge';
}

/** Returns the height of the value. */
function readField(
  key: Key,
  node: YamlNode | null,
  fields: Map<string, Field>,
  way: Way,
  reader: Reader,
): number {
  const below = onward(way, key.text);
  const { tree, tag, height } = readNode(node, key.at.offset, below, reader);
  if (tag !== null) reader.resets.push(spell(below.steps));
  if (tag !== '!reset') fields.set(key.text, { at: key.at, value: tree });
  return height;
}

// `<<`: fields of the merged mappings that the mapping does not have itself; of several mappings the first one wins.
function mergeInto(fields: Map<string, Field>, node: YamlNode, way: Way, reader: Reader): number {
  const { tree, height } = readNode(node, node.offset, way, reader);
  for (const part of tree.kind === 'list' ? tree.items : [tree]) {
    if (part.kind === 'map') {
      for (const [key, field] of part.fields) if (!fields.has(key)) fields.set(key, field);
    } else {
      reader.faults.refuse(part.at, 'the value of << has to be a mapping or a list of mappings');
    }
  }
  return height;
}
