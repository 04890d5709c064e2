import type { At } from '../../contract/names.ts';

/** One text of a project: its absolute path and what it says. */
export type Source = { readonly file: string; readonly text: string };

/** A place in a text: an offset in UTF-16 code units. Cheap to make; turned into line and column only for a message. */
export type Mark = { readonly source: Source; readonly offset: number };

/** Line and column of a mark, both counted from 1. */
export function printableMark(mark: Mark): At {
  const before = mark.source.text.slice(0, mark.offset);
  const lastBreak = before.lastIndexOf('\n');
  return {
    file: mark.source.file,
    line: before.split('\n').length,
    column: before.length - lastBreak,
  };
}
