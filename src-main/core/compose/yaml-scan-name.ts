import { isBlank, isBreakOrEnd, isDigit, isGap, isWord } from './yaml-chars.ts';
import { type Cursor, push, skipBlanks, skipComment, takeBreak, unitAt, YamlFault } from './yaml-cursor.ts';

/** `&name` or `*name`. */
export function scanAnchor(cursor: Cursor, kind: 'anchor' | 'alias'): void {
  const at = cursor.at;
  cursor.at += 1;
  const text = takeWord(cursor);
  const unit = unitAt(cursor);
  if (text === '' || !(isGap(unit) || '?:,]}%@`'.includes(String.fromCharCode(unit)))) {
    const message = 'a name of an anchor is made of letters, digits, _ and -';
    throw new YamlFault(cursor.at, message);
  }
  push(cursor, { kind, at, text });
}

function takeWord(cursor: Cursor): string {
  const start = cursor.at;
  while (isWord(unitAt(cursor))) cursor.at += 1;
  return cursor.text.slice(start, cursor.at);
}

/** `!suffix`, `!!suffix`, `!handle!suffix` or `!<whole>`; what the handle stands for is known only to the document. */
export function scanTag(cursor: Cursor): void {
  const at = cursor.at;
  const { handle, text } = unitAt(cursor, 1) === 60 ? takeWhole(cursor) : takeTag(cursor);
  if (!isGap(unitAt(cursor))) throw new YamlFault(cursor.at, 'a space is missing after this tag');
  push(cursor, { kind: 'tag', at, handle, text });
}

type Tag = { readonly handle: string; readonly text: string };

function takeWhole(cursor: Cursor): Tag {
  cursor.at += 2;
  const text = takeUri(cursor, '');
  if (unitAt(cursor) !== 62) throw new YamlFault(cursor.at, 'the > of this tag is missing');
  cursor.at += 1;
  return { handle: '', text };
}

function takeTag(cursor: Cursor): Tag {
  const handle = takeHandle(cursor);
  if (handle.length > 1 && handle.endsWith('!')) return { handle, text: takeUri(cursor, '') };
  const text = takeUri(cursor, handle);
  return text === '' ? { handle: '', text: '!' } : { handle: '!', text };
}

function takeHandle(cursor: Cursor): string {
  const start = cursor.at;
  if (unitAt(cursor) !== 33) throw new YamlFault(cursor.at, 'a tag starts with !');
  cursor.at += 1;
  takeWord(cursor);
  if (unitAt(cursor) === 33) cursor.at += 1;
  return cursor.text.slice(start, cursor.at);
}

const uri = /(?:[\w;/?:@&=+$,.!~*'()[\]-]|%[0-9a-fA-F]{2})*/y;

/** `head`: what was taken for a handle, and is the start of the text. */
function takeUri(cursor: Cursor, head: string): string {
  const start = cursor.at;
  uri.lastIndex = start;
  uri.test(cursor.text);
  cursor.at = uri.lastIndex;
  const text = head.slice(1) + cursor.text.slice(start, cursor.at);
  if (head === '' && text === '') throw new YamlFault(start, 'the name of a tag is missing');
  try {
    return decodeURIComponent(text);
  } catch {
    throw new YamlFault(start, 'this tag holds an escape that is no character');
  }
}

/** `%YAML 1.1` or `%TAG !handle! prefix`, alone on its line. */
export function scanDirective(cursor: Cursor): void {
  const at = cursor.at;
  cursor.at += 1;
  const name = takeWord(cursor);
  if (name === 'YAML') push(cursor, { kind: 'version', at, text: takeVersion(cursor) });
  else if (name === 'TAG') push(cursor, { kind: 'handle', at, ...takeHandleDirective(cursor) });
  else throw new YamlFault(at, 'a line that starts with % has to be %YAML 1.1 or %TAG');
  skipBlanks(cursor);
  skipComment(cursor);
  if (!isBreakOrEnd(unitAt(cursor))) throw new YamlFault(cursor.at, 'found more after this directive');
  takeBreak(cursor);
}

const version = /\d{1,2}\.\d{1,2}/y;

function takeVersion(cursor: Cursor): string {
  skipBlanks(cursor);
  version.lastIndex = cursor.at;
  if (!version.test(cursor.text) || isDigit(cursor.text.charCodeAt(version.lastIndex)))
    throw new YamlFault(cursor.at, 'a version such as 1.1 is missing');
  const text = cursor.text.slice(cursor.at, version.lastIndex);
  cursor.at = version.lastIndex;
  return text;
}

function takeHandleDirective(cursor: Cursor): Tag {
  skipBlanks(cursor);
  const handle = takeHandle(cursor);
  if (handle !== '!' && !handle.endsWith('!')) throw new YamlFault(cursor.at, 'a handle ends with !');
  if (!isBlank(unitAt(cursor))) throw new YamlFault(cursor.at, 'the prefix of this handle is missing');
  skipBlanks(cursor);
  const text = takeUri(cursor, '');
  if (!isGap(unitAt(cursor))) throw new YamlFault(cursor.at, 'a space is missing after this prefix');
  return { handle, text };
}
