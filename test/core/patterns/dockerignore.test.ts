import { expect, test } from 'vitest';
import { ignoredBy } from '../../../src-main/core/patterns/dockerignore.ts';

/** Patterns, what they ignore, what they keep; each compared once with `docker build` on engine 28.5. */
const table: readonly (readonly [patterns: string, ignored: string, kept: string])[] = [
  ['*.log', '4.log', 'a/1.log'],
  ['**/*.log', '4.log a/1.log a/b/2.log', 'a/log'],
  ['a/b', 'a/b a/b/c/3.txt', 'a x/a/b'],
  ['/a/b/', 'a/b a/b/2.log', 'a/c'],
  ['**\n!a/b', 'x a/c', 'a/b a/b/c'],
  ['a/*/c', 'a/b/c a/b/c/3.txt', 'a/b/x/c'],
  ['ab[cd].txt', 'abc.txt abd.txt', 'abe.txt'],
  ['ab[^c].txt', 'abd.txt', 'abc.txt'],
  ['ab[a-c].txt', 'abc.txt', 'abd.txt'],
  ['br\\[1\\]', 'br[1] br[1]/f', 'br1'],
  ['br[1]', 'br1', 'br[1]'],
  ['a\n!a/1.log', 'a/2.log', 'a/1.log'],
  ['!a\na', 'a', 'b'],
  ['#a\n\\#b', '#b', 'a #a'],
  ['  sp ace  ', 'sp ace', 'sp'],
  ['./foo/../a', 'a a/b', 'foo'],
  ['foo/**/baz', 'foo/baz foo/x/y/baz', 'foo/bazz'],
  ['?.log', '4.log', '44.log /.log'],
  ['z(1)+.x', 'z(1)+.x', 'z1.x'],
  ['..\n.\n/', '', 'a ..'],
  ['\uFEFFa\r\nb\r', 'a b', 'c'],
];

test.each(table)('%j', (patterns, ignored, kept) => {
  const rules = ignoredBy(patterns);
  const names = (text: string): string[] => text.split(' ').filter((name) => name !== '');
  const list = patterns.includes('sp ace') ? [ignored] : names(ignored);
  expect(list.filter((path) => !rules.ignored(path))).toEqual([]);
  expect(names(kept).filter((path) => rules.ignored(path))).toEqual([]);
});

test('a pattern that cannot be read is refused, as the docker command does', () => {
  expect(() => ignoredBy('[a')).toThrow('syntax error');
  expect(() => ignoredBy('a\\')).toThrow('syntax error');
});
