import { isBlank, isBreak, isBreakOrEnd, isDigit } from './yaml-chars.ts';
import {
  columnOf,
  type Cursor,
  push,
  skipBlanks,
  skipComment,
  takeBreak,
  unitAt,
  YamlFault,
} from './yaml-cursor.ts';

/** A block scalar: `|` keeps its line breaks, `>` folds them. */
export function scanBlock(cursor: Cursor): void {
  const at = cursor.at;
  const isLiteral = unitAt(cursor) === 124;
  cursor.at += 1;
  const { chomp, increment } = takeHeader(cursor);
  const body = takeBody(cursor, isLiteral, increment);
  const tail = chomp === '-' ? '' : body.lastBreak + (chomp === '+' ? body.further : '');
  push(cursor, { kind: 'scalar', at, text: body.text + tail });
}

type Header = { readonly chomp: string; readonly increment: number };

const header = /([-+]?)(\d?)([-+]?)/y;

function takeHeader(cursor: Cursor): Header {
  header.lastIndex = cursor.at;
  const [whole = '', before = '', digit = '', after = ''] = header.exec(cursor.text) ?? [];
  // Only one sign: a second one is no part of the header, and refused below.
  const length = before !== '' && after !== '' ? whole.length - 1 : whole.length;
  if (digit === '0') throw new YamlFault(cursor.at, 'a block of text cannot be indented by 0');
  cursor.at += length;
  skipBlanks(cursor);
  skipComment(cursor);
  if (!isBreakOrEnd(unitAt(cursor))) {
    const message = 'the text of a block starts on the next line: found more after its | or >';
    throw new YamlFault(cursor.at, message);
  }
  takeBreak(cursor);
  return { chomp: before || after, increment: isDigit(digit.charCodeAt(0)) ? Number(digit) : 0 };
}

type Body = { readonly text: string; readonly lastBreak: string; readonly further: string };

const line = /[^\n\r\u0085\u2028\u2029\0]*/y;

function takeBody(cursor: Cursor, isLiteral: boolean, increment: number): Body {
  const given = increment > 0 ? Math.max(cursor.indent, 0) + increment : 0;
  let text = '';
  let lastBreak = '';
  let wasBlank = false;
  let { indent, further } = takeEmptyLines(cursor, given);
  while (columnOf(cursor) === indent && unitAt(cursor) !== 0) {
    const startsBlank = isBlank(unitAt(cursor));
    // Lines that are indented further keep their line breaks.
    const isFolded = !isLiteral && !wasBlank && !startsBlank && lastBreak === '\n';
    text += isFolded ? further || ' ' : lastBreak + further;
    wasBlank = startsBlank;
    line.lastIndex = cursor.at;
    line.test(cursor.text);
    text += cursor.text.slice(cursor.at, line.lastIndex);
    cursor.at = line.lastIndex;
    lastBreak = takeBreak(cursor);
    ({ further } = takeEmptyLines(cursor, indent));
  }
  return { text, lastBreak, further };
}

/** Empty lines, and the spaces before the next one up to `indent`; 0: the first line that is not empty decides. */
function takeEmptyLines(
  cursor: Cursor,
  indent: number,
): { readonly indent: number; readonly further: string } {
  let further = '';
  let widest = 0;
  for (;;) {
    const isLeft = (): boolean => indent === 0 || columnOf(cursor) < indent;
    while (isLeft() && unitAt(cursor) === 32) cursor.at += 1;
    widest = Math.max(widest, columnOf(cursor));
    if (isLeft() && unitAt(cursor) === 9)
      throw new YamlFault(cursor.at, 'a tab cannot indent a line of a text block: use spaces');
    if (!isBreak(unitAt(cursor))) break;
    further += takeBreak(cursor);
  }
  return { indent: indent === 0 ? Math.max(widest, cursor.indent + 1, 1) : indent, further };
}
