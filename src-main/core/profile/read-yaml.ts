import { Composer, type CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import type { At } from '../../contract/names.ts';

const limitCharacters = 1_000_000;
const limitDepth = 64;
const limitAliases = 100;

export type YamlFault = { readonly message: string; readonly at: At };

/** One YAML document and the places in it; `faults` non-empty: `document` is null. */
export type YamlText = {
  readonly document: Document.Parsed | null;
  readonly lines: LineCounter;
  readonly faults: readonly YamlFault[];
};

/**
 * Reads one YAML 1.2 document (merge keys allowed) from a text that may be hostile: the size and the depth are bounded before
 * anything recursive looks at it. Reports every syntax fault and every duplicate key with its place.
 */
export function readYaml(text: string, file: string): YamlText {
  const lines = new LineCounter();
  const refuse = (message: string): YamlText => ({
    document: null,
    lines,
    faults: [{ message, at: { file, line: 1, column: 1 } }],
  });
  if (text.length > limitCharacters) return refuse('the file is larger than 1 MB');
  const tokens = tokensOf(text, lines);
  if (tokens === null) return refuse(`the file is nested deeper than ${limitDepth} levels`);
  const composer = new Composer({ merge: true, uniqueKeys: true });
  const documents = [...composer.compose(tokens, true, text.length)];
  const [document] = documents;
  if (document === undefined || document.contents === null) return refuse('the file is empty');
  if (documents.length > 1) return refuse('the file holds more than one document');
  const faults = document.errors.map((error) => ({
    message: error.message.replace(/\s+/gu, ' '),
    at: placeAt(lines, file, error.pos[0]),
  }));
  return { document: faults.length === 0 ? document : null, lines, faults };
}

/** The data of a document. A text that explodes by its aliases is a fault at its start. */
export function yamlData(
  document: Document.Parsed,
): { readonly data: unknown } | { readonly message: string } {
  try {
    return { data: document.toJS({ maxAliasCount: limitAliases }) as unknown };
  } catch (error) {
    return { message: error instanceof Error ? error.message : String(error) };
  }
}

/** The place of a character, as editors count. */
export function placeAt(lines: LineCounter, file: string, offset: number): At {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(1, line), column: Math.max(1, col) };
}

// The composer recurses, the parser does not: its stack of open collections is watched while it reads, so that a text nested
// too deep is given up early. null: too deep.
function tokensOf(text: string, lines: LineCounter): readonly CST.Token[] | null {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  lines.addNewLine(0);
  for (const source of new Lexer().lex(text)) {
    tokens.push(...parser.next(source));
    if (parser.stack.length > limitDepth) return null;
  }
  return [...tokens, ...parser.end()];
}
