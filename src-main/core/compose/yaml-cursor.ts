import { isBlank, isBreak } from './yaml-chars.ts';
import type { Token } from './yaml-token.ts';

/** What is wrong with a YAML text, thrown from wherever it is met and caught where the text was handed in. */
export class YamlFault extends Error {
  readonly offset: number;

  constructor(offset: number, message: string) {
    super(message);
    this.offset = offset;
  }
}

/** A token that may turn out to be the first of a key. `required`: without its colon the text is no YAML. */
export type KeyGuess = {
  isPossible: boolean;
  isRequired: boolean;
  token: number;
  at: number;
  line: number;
  column: number;
};

/** Where a scanner stands in a text, which ends with a unit 0. Columns count from 0. */
export type Cursor = {
  readonly text: string;
  at: number;
  line: number;
  lineStart: number;
  readonly tokens: Token[];
  /** The column of the innermost block, -1 outside of all; those around it below. */
  indent: number;
  readonly indents: number[];
  /** Whether a key may start here without a question mark. */
  allowsKey: boolean;
  /** One for the block context, and one for each open bracket. */
  readonly guesses: KeyGuess[];
};

export const noGuess = (): KeyGuess => ({
  isPossible: false,
  isRequired: false,
  token: 0,
  at: 0,
  line: 0,
  column: 0,
});

const hasMark = (text: string): boolean => text.charCodeAt(0) === 0xfeff;

/** At the start of a text, past its byte order mark. */
export const cursorOn = (text: string): Cursor => ({
  text: `${text}\0`,
  at: hasMark(text) ? 1 : 0,
  line: 0,
  lineStart: hasMark(text) ? 1 : 0,
  tokens: [],
  indent: -1,
  indents: [],
  allowsKey: true,
  guesses: [noGuess()],
});

export const unitAt = ({ text, at }: Cursor, ahead = 0): number => text.charCodeAt(at + ahead);

export const columnOf = ({ at, lineStart }: Cursor): number => at - lineStart;

/** Brackets that are open. */
export const flowLevel = ({ guesses }: Cursor): number => guesses.length - 1;

export function push(cursor: Cursor, token: Partial<Token> & Pick<Token, 'kind' | 'at'>): void {
  const { kind, at, text = '', handle = '', isPlain = false } = token;
  cursor.tokens.push({ kind, at, text, handle, isPlain, opensKey: false, opensMap: false });
}

export function skipBlanks(cursor: Cursor): void {
  while (isBlank(unitAt(cursor))) cursor.at += 1;
}

/** Past the end of a line, and what it stands for in a text: a line feed, unless it is a separator of its own. */
export function takeBreak(cursor: Cursor): string {
  const unit = unitAt(cursor);
  if (!isBreak(unit)) return '';
  cursor.at += unit === 13 && unitAt(cursor, 1) === 10 ? 2 : 1;
  cursor.line += 1;
  cursor.lineStart = cursor.at;
  return unit === 0x2028 || unit === 0x2029 ? String.fromCharCode(unit) : '\n';
}

const comment = /#[^\n\r\u0085\u2028\u2029\0]*/y;

/** Past a comment that starts here. */
export function skipComment(cursor: Cursor): void {
  comment.lastIndex = cursor.at;
  if (comment.test(cursor.text)) cursor.at = comment.lastIndex;
}

/** Whether `---` or `...` stands here, at the start of a line and on its own. */
export function atDocumentMark(cursor: Cursor): boolean {
  if (cursor.at !== cursor.lineStart) return false;
  const { text, at } = cursor;
  if (!text.startsWith('---', at) && !text.startsWith('...', at)) return false;
  const unit = text.charCodeAt(at + 3);
  return isBlank(unit) || isBreak(unit) || unit === 0;
}
