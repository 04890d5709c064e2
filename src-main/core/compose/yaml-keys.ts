import { columnOf, type Cursor, flowLevel, type KeyGuess, noGuess, push, YamlFault } from './yaml-cursor.ts';

/** Opens a block at a column that is further right than the one around it; false when it is not. */
export function rolls(cursor: Cursor, column: number): boolean {
  if (cursor.indent >= column) return false;
  cursor.indents.push(cursor.indent);
  cursor.indent = column;
  return true;
}

/** As `rolls` at the current column, with a token for what is opened. */
export function rollTo(cursor: Cursor, kind: 'list' | 'map'): void {
  if (rolls(cursor, columnOf(cursor))) push(cursor, { kind, at: cursor.at });
}

/** Closes the blocks that are further right than a column; brackets keep them open. */
export function unrollTo(cursor: Cursor, column: number): void {
  if (flowLevel(cursor) > 0) return;
  while (cursor.indent > column) {
    push(cursor, { kind: 'block-end', at: cursor.at });
    cursor.indent = cursor.indents.pop() ?? -1;
  }
}

/** The guess of the innermost bracket, or of the blocks. */
export const lastGuess = ({ guesses }: Cursor): KeyGuess => guesses.at(-1) ?? noGuess();

/** Takes what starts here for a key that may yet come to its colon. */
export function guessKey(cursor: Cursor): void {
  if (!cursor.allowsKey) return;
  dropGuess(cursor);
  const column = columnOf(cursor);
  const guess = lastGuess(cursor);
  guess.isPossible = true;
  guess.isRequired = flowLevel(cursor) === 0 && cursor.indent === column;
  guess.token = cursor.tokens.length;
  guess.at = cursor.at;
  guess.line = cursor.line;
  guess.column = column;
}

/** Gives the last guess up. Throws YamlFault where a key had to stand. */
export function dropGuess(cursor: Cursor): void {
  const guess = lastGuess(cursor);
  if (guess.isPossible && guess.isRequired) throw missingColon(guess);
  guess.isPossible = false;
}

/** A key and its colon stand on one line, no more than this many characters apart. */
const longestKey = 1024;

/** Whether a colon here belongs to the guess. Throws YamlFault where a key had to stand. */
export function holds(cursor: Cursor, guess: KeyGuess): boolean {
  if (!guess.isPossible) return false;
  if (guess.line === cursor.line && isNear(cursor, guess)) return true;
  if (guess.isRequired) throw missingColon(guess);
  return false;
}

function isNear({ text, at }: Cursor, guess: KeyGuess): boolean {
  if (at - guess.at <= longestKey) return true;
  return at - guess.at <= 2 * longestKey && [...text.slice(guess.at, at)].length <= longestKey;
}

const missingColon = ({ at }: KeyGuess): YamlFault => new YamlFault(at, 'the ":" after this key is missing');
