import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  endOfOutput,
  nothingPending,
  type Piece,
  type RawLine,
  splitPiece,
} from '../../../src-main/core/logs/lines.ts';

function split(pieces: readonly Piece[]): RawLine[] {
  let pending = nothingPending;
  const lines = pieces.flatMap((piece) => {
    const step = splitPiece(pending, piece);
    pending = step.pending;
    return step.lines;
  });
  return [...lines, ...endOfOutput(pending)];
}

const out = (text: string, at: number | null = null): Piece => ({ stream: 'stdout', at, text });
const err = (text: string, at: number | null = null): Piece => ({ stream: 'stderr', at, text });

test('a line that comes in pieces is one line with the time of its first piece', () => {
  expect(split([out('a', 1), out('b\nc', 2), out('\n', 3)])).toEqual([
    { stream: 'stdout', at: 1, text: 'ab', lost: 0 },
    { stream: 'stdout', at: 2, text: 'c', lost: 0 },
  ]);
});

test('the streams do not mix', () => {
  expect(
    split([out('o1'), err('e1'), out('o2\n'), err('e2\n')]).map(({ stream, text }) => `${stream} ${text}`),
  ).toEqual(['stdout o1o2', 'stderr e1e2']);
});

test('a last line without a break is a line, and nothing is none', () => {
  expect(split([out('a\nb')]).map(({ text }) => text)).toEqual(['a', 'b']);
  expect(split([out('')])).toEqual([]);
  expect(split([out('a\n\n')]).map(({ text }) => text)).toEqual(['a', '']);
});

test('a Windows line break leaves no carriage return', () => {
  expect(split([out('a\r'), out('\nb\r\n')]).map(({ text }) => text)).toEqual(['a', 'b']);
});

test('of a line of 10 MB the beginning is kept and the rest counted', () => {
  const pieces = Array.from({ length: 640 }, () => out('x'.repeat(16_384)));
  const [line, ...others] = split([...pieces, out('\nnext\n')]);
  expect(line?.text.length).toBe(81_920);
  expect((line?.text.length ?? 0) + (line?.lost ?? 0)).toBe(640 * 16_384);
  expect(others.map(({ text }) => text)).toEqual(['next']);
});

test('the lines are the same however the output was cut', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\n', '\u{1F600}'), maxLength: 60 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(5), { maxLength: 40 }), (whole, cuts) => {
      const pieces: Piece[] = [];
      let at = 0;
      for (const size of cuts) {
        pieces.push(out(whole.slice(at, at + size)));
        at += size;
      }
      pieces.push(out(whole.slice(at)));
      expect(split(pieces).map((line) => line.text)).toEqual(
        whole
          .replace(/\n$/u, '')
          .split('\n')
          .slice(whole === '' ? 1 : 0),
      );
    }),
  );
});
