import { isBlank, isBreak, isGap } from './yaml-chars.ts';
import { dropGuess, guessKey, holds, lastGuess, rolls, rollTo, unrollTo } from './yaml-keys.ts';
import {
  atDocumentMark,
  columnOf,
  type Cursor,
  cursorOn,
  flowLevel,
  noGuess,
  push,
  skipComment,
  takeBreak,
  unitAt,
  YamlFault,
} from './yaml-cursor.ts';
import { scanBlock } from './yaml-scan-block.ts';
import { scanAnchor, scanDirective, scanTag } from './yaml-scan-name.ts';
import { scanPlain, scanQuoted } from './yaml-scan-scalar.ts';
import type { Token } from './yaml-token.ts';

/**
 * The tokens of a YAML text, as Go's yaml.v3 tells them apart (its rules are those of YAML 1.1 with a few liberties, which the
 * tests name). Throws YamlFault. `deepest`: blocks or brackets inside one another.
 */
export function scanYaml(text: string, deepest: number): readonly Token[] {
  const cursor = cursorOn(text);
  for (;;) {
    skipGap(cursor);
    unrollTo(cursor, columnOf(cursor));
    if (unitAt(cursor) === 0) return ended(cursor);
    scanToken(cursor);
    if (cursor.indents.length > deepest || cursor.guesses.length > deepest)
      throw new YamlFault(cursor.at, `the file is nested deeper than ${deepest} levels`);
    skipGluedComment(cursor);
  }
}

function ended(cursor: Cursor): readonly Token[] {
  unrollTo(cursor, -1);
  dropGuess(cursor);
  push(cursor, { kind: 'end', at: cursor.at });
  return cursor.tokens;
}

const commentsBelow =
  /(?:(?:\r\n|[\n\r\u0085\u2028\u2029])[ \t\n\r\u0085\u2028\u2029]{0,500}#[^\n\r\u0085\u2028\u2029\0]*)*/y;

/** To the next token: past blanks, comments and ends of lines. Tabs count only where they cannot be taken for indentation. */
function skipGap(cursor: Cursor): void {
  for (;;) {
    const takesTabs = flowLevel(cursor) > 0 || !cursor.allowsKey;
    for (let unit = unitAt(cursor); unit === 32 || (takesTabs && unit === 9); unit = unitAt(cursor))
      cursor.at += 1;
    if (unitAt(cursor) === 35) skipComments(cursor);
    if (!isBreak(unitAt(cursor))) return;
    takeBreak(cursor);
    if (flowLevel(cursor) === 0) cursor.allowsKey = true;
  }
}

/** Comments on lines below one another, whatever stands between them and the start of their line. */
function skipComments(cursor: Cursor): void {
  skipComment(cursor);
  commentsBelow.lastIndex = cursor.at;
  commentsBelow.test(cursor.text);
  const end = commentsBelow.lastIndex;
  while (cursor.at < end) {
    if (isBreak(unitAt(cursor))) takeBreak(cursor);
    else cursor.at += 1;
  }
}

/** After any token but a dash a comment needs no space before it. */
function skipGluedComment(cursor: Cursor): void {
  let at = cursor.at;
  while (isBlank(cursor.text.charCodeAt(at))) at += 1;
  if (cursor.text.charCodeAt(at) !== 35 || cursor.tokens.at(-1)?.kind === 'item') return;
  // On a line of its own a comment belongs to no token.
  if (cursor.text.slice(cursor.lineStart, at).trim() === '') return;
  cursor.at = at;
  skipComment(cursor);
}

// biome-ignore format: one line to compare
const indicators = new Set([...'-?:,[]{}#&*!|>\'"%@`'].map((char) => char.charCodeAt(0)));

function scanToken(cursor: Cursor): void {
  const unit = unitAt(cursor);
  if (cursor.at === cursor.lineStart && (unit === 37 || atDocumentMark(cursor)))
    return scanDocumentLine(cursor, unit);
  if (unit === 9) throw new YamlFault(cursor.at, 'a tab cannot indent a line: use spaces');
  if (!indicators.has(unit)) return scanKeyable(cursor, scanPlain);
  const isFlow = flowLevel(cursor) > 0;
  const isAlone = isGap(unitAt(cursor, 1));
  switch (String.fromCharCode(unit)) {
    case '[':
    case '{':
      return openBracket(cursor);
    case ']':
    case '}':
      return closeBracket(cursor);
    case ',':
      return addEntry(cursor);
    case '-':
      return isAlone ? addItem(cursor) : scanKeyable(cursor, scanPlain);
    case '?':
      return isFlow || isAlone ? addKey(cursor) : scanKeyable(cursor, scanPlain);
    case ':':
      return isFlow || isAlone ? addValue(cursor) : scanKeyable(cursor, scanPlain);
    case '*':
      return scanKeyable(cursor, () => scanAnchor(cursor, 'alias'));
    case '&':
      return scanKeyable(cursor, () => scanAnchor(cursor, 'anchor'));
    case '!':
      return scanKeyable(cursor, scanTag);
    case '"':
    case "'":
      return scanKeyable(cursor, scanQuoted);
    case '|':
    case '>':
      if (!isFlow) return addBlock(cursor);
      break;
    default:
  }
  throw new YamlFault(
    cursor.at,
    `a text that starts with ${JSON.stringify(String.fromCharCode(unit))} has to be quoted`,
  );
}

function scanDocumentLine(cursor: Cursor, unit: number): void {
  unrollTo(cursor, -1);
  dropGuess(cursor);
  cursor.allowsKey = false;
  if (unit === 37) return scanDirective(cursor);
  push(cursor, { kind: unit === 45 ? 'document-start' : 'document-end', at: cursor.at });
  cursor.at += 3;
}

/** A token that a key may start with. */
function scanKeyable(cursor: Cursor, scan: (cursor: Cursor) => void): void {
  guessKey(cursor);
  cursor.allowsKey = false;
  scan(cursor);
}

function addBlock(cursor: Cursor): void {
  dropGuess(cursor);
  cursor.allowsKey = true;
  scanBlock(cursor);
}

function openBracket(cursor: Cursor): void {
  guessKey(cursor);
  cursor.guesses.push(noGuess());
  cursor.allowsKey = true;
  addSign(cursor, unitAt(cursor) === 91 ? '[' : '{');
}

function closeBracket(cursor: Cursor): void {
  dropGuess(cursor);
  if (flowLevel(cursor) > 0) cursor.guesses.pop();
  cursor.allowsKey = false;
  addSign(cursor, unitAt(cursor) === 93 ? ']' : '}');
}

function addEntry(cursor: Cursor): void {
  dropGuess(cursor);
  cursor.allowsKey = true;
  addSign(cursor, 'entry');
}

function addItem(cursor: Cursor): void {
  if (flowLevel(cursor) === 0) {
    if (!cursor.allowsKey) throw new YamlFault(cursor.at, 'an item of a list has to start on its own line');
    rollTo(cursor, 'list');
  }
  dropGuess(cursor);
  cursor.allowsKey = true;
  addSign(cursor, 'item');
}

function addKey(cursor: Cursor): void {
  const isBlock = flowLevel(cursor) === 0;
  if (isBlock) {
    if (!cursor.allowsKey) throw new YamlFault(cursor.at, 'a key cannot stand here');
    rollTo(cursor, 'map');
  }
  dropGuess(cursor);
  cursor.allowsKey = isBlock;
  addSign(cursor, 'key');
}

function addValue(cursor: Cursor): void {
  const isBlock = flowLevel(cursor) === 0;
  const guess = lastGuess(cursor);
  if (holds(cursor, guess)) {
    const token = cursor.tokens[guess.token];
    if (token !== undefined) {
      token.opensKey = true;
      token.opensMap = isBlock && rolls(cursor, guess.column);
    }
    guess.isPossible = false;
    cursor.allowsKey = false;
  } else {
    if (isBlock) {
      if (!cursor.allowsKey)
        throw new YamlFault(cursor.at, 'a second ":" on this line: quote the text that it belongs to');
      rollTo(cursor, 'map');
    }
    cursor.allowsKey = isBlock;
  }
  addSign(cursor, 'value');
}

function addSign(cursor: Cursor, kind: Token['kind']): void {
  push(cursor, { kind, at: cursor.at });
  cursor.at += 1;
}
