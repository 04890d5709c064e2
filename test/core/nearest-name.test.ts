import { expect, test } from 'vitest';
import { nearestName } from '../../src-main/core/nearest-name.ts';

const keys = ['ports', 'image', 'command', 'environment'];

test.each([
  ['prots', 'ports'],
  ['imgae', 'image'],
  ['port', 'ports'],
  ['Environmnet', 'environment'],
  ['comand', 'command'],
])('a slip of the hand finds its word: %s', (slip, word) => {
  expect(nearestName(slip, keys)).toBe(word);
});

test.each(['restart', 'x', ''])('a word that is no slip finds none: "%s"', (word) => {
  expect(nearestName(word, keys)).toBeNull();
});
