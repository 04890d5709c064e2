import { charAt, type Cursor, nextText, skipSpaces, take, takeLineEnd, unsure } from './plain-yaml-cursor.ts';
import { readAlias, readFlow } from './plain-yaml-flow.ts';
import { emptyScalar, readBlockPlain, readLiteral, readQuoted } from './plain-yaml-scalar.ts';
import type { YamlNode, YamlPair } from './yaml-node.ts';

/**
 * One YAML document of the kind that people write: block mappings and lists, one-line scalars, literal blocks, flow
 * collections, anchors and aliases. null: there is something else in it, perhaps an error; the full parser has to look.
 * What it returns is what the full parser would return, in a tenth of the time.
 */
export function readPlainYaml(text: string): YamlNode | null {
  const hasReturns = text.includes('\r\n');
  // A space in place of each return keeps every offset; only in a literal block would it be seen.
  const lines = hasReturns ? text.replaceAll('\r\n', ' \n') : text;
  const start = head.exec(lines)?.[0].length ?? 0;
  if (strange.test(start === 0 ? lines : lines.slice(start))) return null;
  const cursor: Cursor = { text: lines, at: start, hasReturns };
  try {
    const indent = nextText(cursor);
    return indent === 0 ? readWhole(cursor) : null;
  } catch (reason) {
    if (reason === unsure) return null;
    throw reason;
  }
}

/** Comments and empty lines up to a first `---`. */
const head = /^(?: *(?:#[^\n]*)?\n)*--- *\n/;

/** Tabs, carriage returns, other control and special characters, directives and document marks. */
// biome-ignore format: one line to compare
const strange = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u2028\u2029\uFEFF\uD800-\uDFFF\uFFFE\uFFFF]|^(?:%|---|\.\.\.)/m;

const maxDepth = 64;

function readWhole(cursor: Cursor): YamlNode {
  const node = readBlock(cursor, 0, 0);
  if (nextText(cursor) !== -1) throw unsure;
  return node;
}

const dash = /-(?=[ \n])/y;
const plainKey = /[\w.$/<][\w.$/<>+-]*(?=:(?:[ \n]))/y;
const quotedKey = /(?:"[^"\\\n]*"|'[^'\n]*')(?=:(?:[ \n]))/y;

/** A mapping or a list whose first text, at which the cursor stands, is at column `indent`. */
function readBlock(cursor: Cursor, indent: number, depth: number): YamlNode {
  dash.lastIndex = cursor.at;
  return dash.test(cursor.text) ? readList(cursor, indent, depth) : readMap(cursor, indent, depth);
}

function readList(cursor: Cursor, indent: number, depth: number): YamlNode {
  if (depth > maxDepth) throw unsure;
  const offset = cursor.at;
  const items: YamlNode[] = [];
  do {
    take(cursor, dash);
    items.push(readItem(cursor, indent, depth));
  } while (toNextDash(cursor, indent));
  return { kind: 'list', offset, anchor: null, tag: null, items };
}

/** To the next dash of a list; false, and to the start of the line, when the list ends here. */
function toNextDash(cursor: Cursor, indent: number): boolean {
  const start = cursor.at;
  const column = nextColumn(cursor, indent);
  dash.lastIndex = cursor.at;
  const goesOn = column === indent && dash.test(cursor.text);
  if (!goesOn) cursor.at = start;
  return goesOn;
}

/** The column of the next text, at which the cursor then stands; text to the right of what is read belongs to nothing. */
function nextColumn(cursor: Cursor, indent: number): number {
  const start = cursor.at;
  const column = nextText(cursor);
  if (column > indent) throw unsure;
  if (column < indent) cursor.at = start;
  return column;
}

function readItem(cursor: Cursor, indent: number, depth: number): YamlNode {
  const start = cursor.at;
  if (takeLineEnd(cursor)) return readBelow(cursor, indent, depth, 'inside') ?? emptyScalar(start);
  skipSpaces(cursor);
  const column = indent + 1 + cursor.at - start;
  if (isKey(cursor)) return readMap(cursor, column, depth + 1);
  dash.lastIndex = cursor.at;
  if (dash.test(cursor.text)) return readList(cursor, column, depth + 1);
  return readInline(cursor, indent, depth);
}

function isKey(cursor: Cursor): boolean {
  plainKey.lastIndex = cursor.at;
  quotedKey.lastIndex = cursor.at;
  return plainKey.test(cursor.text) || quotedKey.test(cursor.text);
}

function readMap(cursor: Cursor, indent: number, depth: number): YamlNode {
  if (depth > maxDepth) throw unsure;
  const offset = cursor.at;
  const pairs: YamlPair[] = [];
  for (let column = indent; column === indent; column = nextColumn(cursor, indent)) {
    const key = readKey(cursor);
    cursor.at += 1;
    pairs.push({ key, value: readValue(cursor, indent, depth) });
  }
  return { kind: 'map', offset, anchor: null, tag: null, pairs };
}

function readKey(cursor: Cursor): YamlNode {
  const offset = cursor.at;
  const text = take(cursor, plainKey);
  if (text !== null) return { kind: 'scalar', offset, anchor: null, tag: null, text, isPlain: true };
  const quoted = take(cursor, quotedKey);
  if (quoted === null) throw unsure;
  return { kind: 'scalar', offset, anchor: null, tag: null, text: quoted.slice(1, -1), isPlain: false };
}

function readValue(cursor: Cursor, indent: number, depth: number): YamlNode {
  const start = cursor.at;
  // A list may stand at the column of its own key.
  if (takeLineEnd(cursor)) return readBelow(cursor, indent, depth, 'beside') ?? emptyScalar(start);
  skipSpaces(cursor);
  return readInline(cursor, indent, depth);
}

/** A block on the lines below, right of its parent; `list`: a list may also stand at the parent's own column. */
function readBelow(
  cursor: Cursor,
  parent: number,
  depth: number,
  list: 'beside' | 'inside',
): YamlNode | null {
  const from = cursor.at;
  const column = nextText(cursor);
  dash.lastIndex = cursor.at;
  const isList = column >= 0 && dash.test(cursor.text);
  const fits = column > parent || (column === parent && isList && list === 'beside');
  if (column < 0 || !fits) {
    cursor.at = from;
    return null;
  }
  if (!isList && !isKey(cursor)) throw unsure;
  return readBlock(cursor, column, depth + 1);
}

const anchorName = /&[\w.-]+(?=[ \n])/y;

/** What follows a key or a dash on its line. */
function readInline(cursor: Cursor, indent: number, depth: number): YamlNode {
  const anchor = take(cursor, anchorName)?.slice(1);
  if (anchor === undefined) return readOnLine(cursor, indent);
  if (!takeLineEnd(cursor)) skipSpaces(cursor);
  const isBelow = cursor.text.charAt(cursor.at - 1) === '\n';
  const node = isBelow ? readBelow(cursor, indent, depth, 'inside') : readOnLine(cursor, indent);
  if (node === null || node.kind === 'alias') throw unsure;
  return { ...node, anchor };
}

/** A value that ends with its line, or a literal block below it. */
function readOnLine(cursor: Cursor, indent: number): YamlNode {
  const char = charAt(cursor);
  if (char === '|') return readLiteral(cursor, indent);
  const node =
    char === '[' || char === '{'
      ? readFlow(cursor)
      : char === '*'
        ? readAlias(cursor)
        : char === '"' || char === "'"
          ? readQuoted(cursor)
          : readPlainLine(cursor);
  if (node.kind !== 'scalar' || !node.isPlain) {
    if (!takeLineEnd(cursor)) throw unsure;
  }
  refuseContinuation(cursor, indent);
  return node;
}

function readPlainLine(cursor: Cursor): YamlNode {
  const node = readBlockPlain(cursor);
  if (charAt(cursor) === '\n') cursor.at += 1;
  return node;
}

/** A line further right than its key goes on with the value: several lines are left to the full parser. */
function refuseContinuation(cursor: Cursor, indent: number): void {
  const start = cursor.at;
  if (nextText(cursor) > indent) throw unsure;
  cursor.at = start;
}
