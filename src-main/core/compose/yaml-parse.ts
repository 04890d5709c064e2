import { readTag, type Stream, kindOf, peek, skip, skipKind } from './yaml-stream.ts';
import { YamlFault } from './yaml-cursor.ts';
import type { YamlNode, YamlPair, YamlScalar } from './yaml-node.ts';
import type { Token, TokenKind } from './yaml-token.ts';

/**
 * The documents that the tokens of a YAML text make up, as Go's yaml.v3 puts them together; an empty one is null. Throws
 * YamlFault.
 */
export function parseTokens(tokens: readonly Token[]): readonly (YamlNode | null)[] {
  const stream: Stream = { tokens, next: 0, handles: new Map() };
  const documents: (YamlNode | null)[] = [];
  for (;;) {
    if (documents.length > 0) while (skipKind(stream, 'document-end'));
    if (kindOf(stream) === 'end') return documents;
    documents.push(readDocument(stream, documents.length === 0));
    skipKind(stream, 'document-end');
  }
}

const emptyDocument: ReadonlySet<TokenKind> = new Set([
  'version',
  'handle',
  'document-start',
  'document-end',
  'end',
]);

function readDocument(stream: Stream, isFirst: boolean): YamlNode | null {
  const isDirected = readDirectives(stream);
  if (skipKind(stream, 'document-start'))
    return emptyDocument.has(kindOf(stream)) ? null : readNode(stream, 'block');
  if (isFirst && !isDirected) return readNode(stream, 'block');
  throw new YamlFault(peek(stream).at, 'expected --- before another document');
}

function readDirectives(stream: Stream): boolean {
  stream.handles.clear();
  let hasVersion = false;
  for (;;) {
    const { kind, at, text, handle } = peek(stream);
    if (kind !== 'version' && kind !== 'handle') return hasVersion || stream.handles.size > 0;
    if (kind === 'version') {
      if (hasVersion) throw new YamlFault(at, 'a second %YAML for one document');
      if (!/^0?1\.0?1$/.test(text)) throw new YamlFault(at, `YAML ${text} is not read: write %YAML 1.1`);
      hasVersion = true;
    } else {
      if (stream.handles.has(handle)) throw new YamlFault(at, `a second %TAG for ${handle}`);
      stream.handles.set(handle, text);
    }
    skip(stream);
  }
}

/** Where a node stands. `value`: in a mapping, whose lists may stand at the column of their key. */
type Place = 'block' | 'value' | 'flow';

function readNode(stream: Stream, place: Place): YamlNode {
  const start = peek(stream).at;
  if (kindOf(stream) === 'alias') return readAlias(stream);
  const marks = readMarks(stream);
  const { at, text, isPlain } = peek(stream);
  const node = { offset: at, ...marks };
  switch (kindOf(stream)) {
    case 'scalar':
      skip(stream);
      return { kind: 'scalar', ...node, text, isPlain };
    case '[':
      return { kind: 'list', ...node, items: readFlowList(stream) };
    case '{':
      return { kind: 'map', ...node, pairs: readFlowMap(stream) };
    case 'item':
      if (place === 'value') return { kind: 'list', ...node, items: readLooseList(stream) };
      break;
    case 'list':
      if (place !== 'flow') return { kind: 'list', ...node, items: readList(stream) };
      break;
    case 'map':
      if (place !== 'flow') return { kind: 'map', ...node, pairs: readMap(stream) };
      break;
    default:
  }
  // An anchor or a tag alone marks a value that is empty.
  if (at === start) throw new YamlFault(at, unexpected(kindOf(stream)));
  return { ...emptyAt(start), ...marks };
}

function unexpected(kind: TokenKind): string {
  const found = kind === 'end' ? 'the end of the file' : `"${signs[kind] ?? kind}"`;
  return `expected a value, found ${found}`;
}

const signs: Partial<Readonly<Record<TokenKind, string>>> = {
  entry: ',',
  item: '-',
  key: '?',
  value: ':',
  'document-start': '---',
  'document-end': '...',
  'block-end': 'the end of this block',
};

function readAlias(stream: Stream): YamlNode {
  const { at, text } = peek(stream);
  skip(stream);
  return { kind: 'alias', offset: at, name: text };
}

type Marks = { readonly anchor: string | null; readonly tag: string | null };

/** An anchor and a tag, in either order. */
function readMarks(stream: Stream): Marks {
  let anchor: string | null = null;
  let tag: string | null = null;
  let hasTag = false;
  for (;;) {
    const kind = kindOf(stream);
    if (kind === 'anchor' && anchor === null) anchor = peek(stream).text;
    else if (kind === 'tag' && !hasTag) {
      hasTag = true;
      tag = readTag(stream);
    } else return { anchor, tag };
    skip(stream);
  }
}

const emptyAt = (offset: number): YamlScalar => ({
  kind: 'scalar',
  offset,
  anchor: null,
  tag: null,
  text: '',
  isPlain: true,
});

/** A node, or nothing where one of `ends` follows. */
function readOptional(stream: Stream, place: Place, ends: ReadonlySet<TokenKind>, at: number): YamlNode {
  return ends.has(kindOf(stream)) ? emptyAt(at) : readNode(stream, place);
}

const itemEnds: ReadonlySet<TokenKind> = new Set(['item', 'block-end']);

function readList(stream: Stream): readonly YamlNode[] {
  const items: YamlNode[] = [];
  skip(stream);
  for (let { at } = peek(stream); skipKind(stream, 'item'); { at } = peek(stream))
    items.push(readOptional(stream, 'block', itemEnds, at + 1));
  if (!skipKind(stream, 'block-end'))
    throw new YamlFault(peek(stream).at, 'expected another item of this list, at the column of the first');
  return items;
}

const looseEnds: ReadonlySet<TokenKind> = new Set(['item', 'key', 'value', 'block-end']);

function readLooseList(stream: Stream): readonly YamlNode[] {
  const items: YamlNode[] = [];
  for (let { at } = peek(stream); skipKind(stream, 'item'); { at } = peek(stream))
    items.push(readOptional(stream, 'block', looseEnds, at + 1));
  return items;
}

const pairEnds: ReadonlySet<TokenKind> = new Set(['key', 'value', 'block-end']);

function readMap(stream: Stream): readonly YamlPair[] {
  const pairs: YamlPair[] = [];
  skip(stream);
  for (let { at } = peek(stream); skipKind(stream, 'key'); { at } = peek(stream)) {
    const key = readOptional(stream, 'value', pairEnds, at);
    const { at: colon } = peek(stream);
    const value = skipKind(stream, 'value')
      ? readOptional(stream, 'value', pairEnds, colon + 1)
      : emptyAt(colon);
    pairs.push({ key, value });
  }
  if (!skipKind(stream, 'block-end'))
    throw new YamlFault(peek(stream).at, 'expected another key of this mapping, at the column of the first');
  return pairs;
}

const entryEnds: ReadonlySet<TokenKind> = new Set(['entry', ']']);

function readFlowList(stream: Stream): readonly YamlNode[] {
  const items: YamlNode[] = [];
  skip(stream);
  while (kindOf(stream) !== ']') {
    if (items.length > 0 && !skipKind(stream, 'entry'))
      throw new YamlFault(peek(stream).at, 'expected "," or "]" in this list');
    const { at } = peek(stream);
    if (skipKind(stream, 'key')) items.push(readLonePair(stream, at));
    else if (kindOf(stream) !== ']') items.push(readNode(stream, 'flow'));
    else break;
  }
  skip(stream);
  return items;
}

const loneKeyEnds: ReadonlySet<TokenKind> = new Set(['value', 'entry', ']']);

/** `[a: b]` is a list of mappings of one key. */
function readLonePair(stream: Stream, at: number): YamlNode {
  let key: YamlNode = emptyAt(at);
  // Where a key is left out, Go's parser drops what follows.
  if (loneKeyEnds.has(kindOf(stream))) skip(stream);
  else key = readNode(stream, 'flow');
  const { at: colon } = peek(stream);
  const hasValue = skipKind(stream, 'value');
  const value = hasValue ? readOptional(stream, 'flow', entryEnds, colon + 1) : emptyAt(colon);
  return { kind: 'map', offset: at, anchor: null, tag: null, pairs: [{ key, value }] };
}

const flowKeyEnds: ReadonlySet<TokenKind> = new Set(['value', 'entry', '}']);
const flowValueEnds: ReadonlySet<TokenKind> = new Set(['entry', '}']);

function readFlowMap(stream: Stream): readonly YamlPair[] {
  const pairs: YamlPair[] = [];
  skip(stream);
  while (kindOf(stream) !== '}') {
    if (pairs.length > 0 && !skipKind(stream, 'entry'))
      throw new YamlFault(peek(stream).at, 'expected "," or "}" in this mapping');
    if (kindOf(stream) === '}') break;
    pairs.push(readFlowPair(stream));
  }
  skip(stream);
  return pairs;
}

function readFlowPair(stream: Stream): YamlPair {
  const { at } = peek(stream);
  // A key without a colon has no value.
  if (!skipKind(stream, 'key')) return { key: readNode(stream, 'flow'), value: emptyAt(at) };
  const key = readOptional(stream, 'flow', flowKeyEnds, at);
  const { at: colon } = peek(stream);
  const hasValue = skipKind(stream, 'value');
  return { key, value: hasValue ? readOptional(stream, 'flow', flowValueEnds, colon + 1) : emptyAt(colon) };
}
