import { isBlank, isBreak, isGap } from './yaml-chars.ts';
import {
  atDocumentMark,
  columnOf,
  type Cursor,
  flowLevel,
  push,
  takeBreak,
  unitAt,
  YamlFault,
} from './yaml-cursor.ts';
import { unescapeAt } from './yaml-escape.ts';

const tab = 9;

/** Ends of lines and blanks inside a scalar: one line break reads as a space, more of them as one less. */
type Fold = { blanks: string; isBroken: boolean; first: string; further: string };

const folded = ({ blanks, isBroken, first, further }: Fold): string => {
  if (!isBroken) return blanks;
  return first === '\n' ? further || ' ' : first + further;
};

/** Past blanks and ends of lines. `isBroken`: a line was ended already, by a backslash. `check` sees each blank at the start of a line. */
function takeFold(cursor: Cursor, isBroken: boolean, check: ((unit: number) => void) | null): Fold {
  const fold: Fold = { blanks: '', isBroken, first: '', further: '' };
  for (let unit = unitAt(cursor); isBlank(unit) || isBreak(unit); unit = unitAt(cursor)) {
    if (isBreak(unit)) {
      const text = takeBreak(cursor);
      if (fold.isBroken) fold.further += text;
      else fold.first = text;
      fold.isBroken = true;
    } else {
      if (fold.isBroken) check?.(unit);
      else fold.blanks += cursor.text.charAt(cursor.at);
      cursor.at += 1;
    }
  }
  return fold;
}

/** Past the words of a plain scalar up to a blank; false where nothing is taken. */
function skipWord(cursor: Cursor, isFlow: boolean): boolean {
  const { text } = cursor;
  const start = cursor.at;
  let at = start;
  for (let unit = text.charCodeAt(at); !isGap(unit); unit = text.charCodeAt(at)) {
    if (unit === 58 && isGap(text.charCodeAt(at + 1))) break;
    // , ? [ ] { }
    if (isFlow && (unit === 44 || unit === 63 || unit === 91 || unit === 93 || unit === 123 || unit === 125))
      break;
    at += 1;
  }
  cursor.at = at;
  return at > start;
}

/** An unquoted scalar, which may go on over lines that are indented further than its parent. */
export function scanPlain(cursor: Cursor): void {
  const at = cursor.at;
  const indent = cursor.indent + 1;
  const isFlow = flowLevel(cursor) > 0;
  let text = '';
  let fold: Fold = { blanks: '', isBroken: false, first: '', further: '' };
  const refuseTab = (unit: number): void => {
    if (unit === tab && columnOf(cursor) < indent)
      throw new YamlFault(cursor.at, 'a tab cannot indent a line: use spaces');
  };
  while (!atDocumentMark(cursor) && unitAt(cursor) !== 35) {
    const start = cursor.at;
    if (skipWord(cursor, isFlow)) {
      text += folded(fold) + cursor.text.slice(start, cursor.at);
      fold = { blanks: '', isBroken: false, first: '', further: '' };
    }
    if (!isBlank(unitAt(cursor)) && !isBreak(unitAt(cursor))) break;
    fold = takeFold(cursor, false, refuseTab);
    if (!isFlow && columnOf(cursor) < indent) break;
  }
  if (fold.isBroken) cursor.allowsKey = true;
  push(cursor, { kind: 'scalar', at, text, isPlain: true });
}

/** A scalar in single or double quotes. */
export function scanQuoted(cursor: Cursor): void {
  const at = cursor.at;
  const quote = unitAt(cursor);
  cursor.at += 1;
  let text = '';
  for (;;) {
    if (atDocumentMark(cursor))
      throw new YamlFault(cursor.at, 'a line of a quoted text cannot start with --- or ...');
    if (unitAt(cursor) === 0) throw new YamlFault(at, 'the closing quote is missing');
    const part = takeQuoted(cursor, quote);
    text += part.text;
    if (unitAt(cursor) === quote) break;
    text += folded(takeFold(cursor, part.isBroken, null));
  }
  cursor.at += 1;
  push(cursor, { kind: 'scalar', at, text });
}

const inSingle = /[^'\s\u0085\0]+/y;
const inDouble = /[^"\\\s\u0085\0]+/y;

/** Up to a blank or the closing quote. `isBroken`: a backslash at the end of the line joins it with the next one. */
function takeQuoted(cursor: Cursor, quote: number): { readonly text: string; readonly isBroken: boolean } {
  const run = quote === 39 ? inSingle : inDouble;
  let text = '';
  for (let unit = unitAt(cursor); !isGap(unit); unit = unitAt(cursor)) {
    run.lastIndex = cursor.at;
    if (run.test(cursor.text)) {
      text += cursor.text.slice(cursor.at, run.lastIndex);
      cursor.at = run.lastIndex;
    } else if (unit === quote) {
      if (quote !== 39 || unitAt(cursor, 1) !== 39) break;
      text += "'";
      cursor.at += 2;
    } else if (quote === 34 && unit === 92 && isBreak(unitAt(cursor, 1))) {
      cursor.at += 1;
      takeBreak(cursor);
      return { text, isBroken: true };
    } else if (quote === 34 && unit === 92) text += unescapeAt(cursor);
    else {
      text += cursor.text.charAt(cursor.at);
      cursor.at += 1;
    }
  }
  return { text, isBroken: false };
}
