import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { flowFaults } from './flow-faults.ts';
import type { YamlNode } from './yaml-node.ts';

/** The documents of a YAML text; an empty one is null. With errors the documents mean nothing. */
export type YamlText = {
  readonly documents: readonly (YamlNode | null)[];
  readonly errors: readonly { readonly offset: number; readonly message: string }[];
};

/** Any YAML text. null: it is nested too deep to be read. */
export function readYaml(text: string): YamlText | null {
  const documents = bracketDepth(text) > deepest ? null : composed(text);
  if (documents === null) return null;
  const errors = documents.flatMap((document) => document.errors);
  // The parser turns an exhausted stack into a fault of the text.
  if (errors.some(({ message }) => /call stack|stack overflow/i.test(message))) return null;
  const faults = errors.map(({ pos, message }) => ({
    offset: pos[0],
    message: message.charAt(0).toLowerCase() + message.slice(1),
  }));
  const all = faults.length > 0 ? faults : documents.flatMap(flowFaults);
  return { documents: all.length > 0 ? [] : documents.map(({ contents }) => convert(contents)), errors: all };
}

function composed(text: string): readonly Document.Parsed[] | null {
  // The parser makes an Error object for each fault; a hostile text has hundreds of thousands, and their traces cost seconds.
  const limit: unknown = Reflect.get(Error, 'stackTraceLimit');
  Reflect.set(Error, 'stackTraceLimit', 0);
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
  } finally {
    Reflect.set(Error, 'stackTraceLimit', limit);
  }
}

/** Brackets that stand open, in quotes or not: more than this is never a file that someone wrote. */
const deepest = 500;

function bracketDepth(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = Math.max(0, open + (bracket === '[' || bracket === '{' ? 1 : -1));
    most = Math.max(most, open);
  }
  return most;
}

function convert(node: unknown): YamlNode | null {
  if (isAlias(node)) return { kind: 'alias', offset: node.range?.[0] ?? 0, name: node.source };
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return null;
  const marks = {
    offset: node.range?.[0] ?? 0,
    anchor: node.anchor ?? null,
    tag: node.tag?.replace('tag:yaml.org,2002:', '!!') ?? null,
  };
  if (isSeq(node)) return { kind: 'list', ...marks, items: node.items.map(convert) };
  if (isMap(node))
    return {
      kind: 'map',
      ...marks,
      pairs: node.items.map(({ key, value }) => ({
        key: convert(key) ?? emptyAt(marks.offset),
        value: convert(value),
      })),
    };
  const isPlain = node.type === 'PLAIN' || node.type === undefined || node.type === null;
  return {
    kind: 'scalar',
    ...marks,
    // `!!merge` makes a symbol of any text.
    text: typeof node.value === 'symbol' ? (node.source ?? '') : scalarText(node.value),
    isPlain,
  };
}

/** The parser keeps every scalar as text; `!!binary` it has decoded to bytes, which print as the text they hold. */
const scalarText = (value: unknown): string =>
  value === null || value === undefined ? '' : (value as { toString(): string }).toString();

const emptyAt = (offset: number): YamlNode => ({
  kind: 'scalar',
  offset,
  anchor: null,
  tag: null,
  text: '',
  isPlain: true,
});
