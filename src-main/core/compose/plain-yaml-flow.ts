import { charAt, type Cursor, take, unsure } from './plain-yaml-cursor.ts';
import { emptyScalar, readFlowPlain, readQuoted } from './plain-yaml-scalar.ts';
import type { YamlNode, YamlPair } from './yaml-node.ts';

const aliasName = /\*[\w.-]+/y;
const gap = /(?:[ \n]|#[^\n]*)*/y;
const maxDepth = 64;

/** `[…]` or `{…}`. As in Go's yaml.v3, its further lines may start anywhere. */
export function readFlow(cursor: Cursor, depth = 0): YamlNode {
  if (depth > maxDepth) throw unsure;
  const offset = cursor.at;
  const marks = { offset, anchor: null, tag: null };
  const flow: Flow = { cursor, depth };
  if (charAt(cursor) === '[') return { kind: 'list', ...marks, items: readEntries(flow, ']', readItem) };
  return { kind: 'map', ...marks, pairs: readEntries(flow, '}', readPair) };
}

type Flow = { readonly cursor: Cursor; readonly depth: number };

function readEntries<T>(flow: Flow, close: string, read: (flow: Flow) => T): T[] {
  const { cursor } = flow;
  const entries: T[] = [];
  cursor.at += 1;
  for (skipGap(flow); charAt(cursor) !== close; skipGap(flow)) {
    entries.push(read(flow));
    skipGap(flow);
    if (charAt(cursor) === close) break;
    if (charAt(cursor) !== ',') throw unsure;
    cursor.at += 1;
  }
  cursor.at += 1;
  return entries;
}

/** Spaces, line breaks and comments. */
function skipGap({ cursor }: Flow): void {
  take(cursor, gap);
  if (cursor.at >= cursor.text.length) throw unsure;
}

function readItem(flow: Flow): YamlNode {
  const { cursor, depth } = flow;
  const char = charAt(cursor);
  if (char === '[' || char === '{') return readFlow(cursor, depth + 1);
  const item =
    char === '*'
      ? readAlias(cursor)
      : char === '"' || char === "'"
        ? readQuoted(cursor)
        : readFlowPlain(cursor);
  skipGap(flow);
  // `[a: b]` is a list of mappings.
  if (charAt(cursor) === ':') throw unsure;
  return item;
}

/** `*name`. */
export function readAlias(cursor: Cursor): YamlNode {
  const offset = cursor.at;
  const name = take(cursor, aliasName);
  if (name === null) throw unsure;
  return { kind: 'alias', offset, name: name.slice(1) };
}

const key = /[\w.$/<][\w.$/<>+-]*(?=:(?:[ \n]))/y;

function readPair(flow: Flow): YamlPair {
  const { cursor } = flow;
  const name = readKey(cursor);
  if (charAt(cursor) !== ':') throw unsure;
  cursor.at += 1;
  skipGap(flow);
  const isEmpty = charAt(cursor) === ',' || charAt(cursor) === '}';
  return { key: name, value: isEmpty ? emptyScalar(cursor.at) : readItem(flow) };
}

function readKey(cursor: Cursor): YamlNode {
  const offset = cursor.at;
  if (charAt(cursor) === '"' || charAt(cursor) === "'") return readQuoted(cursor);
  const text = take(cursor, key);
  if (text === null) throw unsure;
  return { kind: 'scalar', offset, anchor: null, tag: null, text, isPlain: true };
}
