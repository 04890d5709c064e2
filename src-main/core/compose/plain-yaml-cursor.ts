/** Where a reader stands in a text. `hasReturns`: spaces at ends of lines were carriage returns. */
export type Cursor = { readonly text: string; at: number; readonly hasReturns: boolean };

/** Thrown where the plain reader is not sure: the whole text then goes to the full parser. Never leaves readPlainYaml. */
export const unsure = Symbol('unsure');

export const charAt = ({ text, at }: Cursor): string => text.charAt(at);

/** A match of a sticky pattern here, and past it; null when it does not match. */
export function take(cursor: Cursor, pattern: RegExp): string | null {
  const start = cursor.at;
  pattern.lastIndex = start;
  // `test` makes no array for the match, as `exec` does.
  if (!pattern.test(cursor.text)) return null;
  cursor.at = pattern.lastIndex;
  return cursor.text.slice(start, cursor.at);
}

const spaces = / */y;
const endOfLine = / *(?: #[^\n]*)?(?:\n|$)/y;
const emptyLines = /(?: *(?:#[^\n]*)?\n)*/y;

export const skipSpaces = (cursor: Cursor): void => void take(cursor, spaces);

/** Past the end of this line, which may hold nothing more than a comment; false, and no step taken, when there is more. */
export const takeLineEnd = (cursor: Cursor): boolean => take(cursor, endOfLine) !== null;

/** From the start of a line to the next text on a line; its column, or -1 at the end of the file. */
export function nextText(cursor: Cursor): number {
  take(cursor, emptyLines);
  const start = cursor.at;
  skipSpaces(cursor);
  if (cursor.at >= cursor.text.length) return -1;
  if (charAt(cursor) === '#') return lastComment(cursor);
  return cursor.at - start;
}

/** A comment on the last line, which has no line break. */
function lastComment(cursor: Cursor): number {
  cursor.at = cursor.text.length;
  return -1;
}
