import { type Document, isAlias, isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import type { YamlNode } from './yaml-node.ts';

/** The documents of a YAML text; an empty one is null. With errors the documents mean nothing. */
export type YamlText = {
  readonly documents: readonly (YamlNode | null)[];
  readonly errors: readonly { readonly offset: number; readonly message: string }[];
};

/** Any YAML text. null: it is nested so deep that the parser ran out of stack. */
export function readYaml(text: string): YamlText | null {
  const documents = composed(text);
  if (documents === null) return null;
  const errors = documents.flatMap((document) => document.errors);
  return {
    documents: errors.length > 0 ? [] : documents.map(({ contents }) => convert(contents)),
    errors: errors.map(({ pos, message }) => ({
      offset: pos[0],
      message: message.charAt(0).toLowerCase() + message.slice(1),
    })),
  };
}

function composed(text: string): readonly Document.Parsed[] | null {
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
  return { kind: 'scalar', ...marks, text: String(node.value ?? ''), isPlain };
}

const emptyAt = (offset: number): YamlNode => ({
  kind: 'scalar',
  offset,
  anchor: null,
  tag: null,
  text: '',
  isPlain: true,
});
