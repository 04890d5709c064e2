import type { At } from '../../contract/names.ts';
import { wasUtf16 } from '../../contract/text-marks.ts';

/** One text of a project: its absolute path and what it says. */
export type Source = { readonly file: string; readonly text: string };

/** A text as it was read from a file: compose takes UTF-16 too. */
export const sourceOf = (file: string, text: string): Source => ({
  file,
  text: text.startsWith(wasUtf16) ? text.slice(wasUtf16.length) : text,
});

/** A place in a text: an offset in UTF-16 code units. Cheap to make; turned into line and column only for a message. */
export type Mark = { readonly source: Source; readonly offset: number };

/** Line and column of a mark, both counted from 1. */
export function printableMark({ source, offset }: Mark): At {
  const starts = lineStarts(source);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { file: source.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

/** Kept with the text: a file with many faults asks for many places. */
const known = new WeakMap<Source, readonly number[]>();

function lineStarts(source: Source): readonly number[] {
  const before = known.get(source);
  if (before !== undefined) return before;
  const starts = [0];
  for (let at = source.text.indexOf('\n'); at >= 0; at = source.text.indexOf('\n', at + 1))
    starts.push(at + 1);
  known.set(source, starts);
  return starts;
}
