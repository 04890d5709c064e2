import { expect, it } from 'vitest';
import { byNaturalOrder } from '../../../src-main/core/compose/natural-order.ts';

it.each([
  [
    ['a10', 'a2', 'a1'],
    ['a1', 'a2', 'a10'],
  ],
  [
    ['a01', 'a1', 'a001'],
    ['a1', 'a01', 'a001'],
  ],
  [
    ['b', 'a', 'B'],
    ['B', 'a', 'b'],
  ],
  [
    ['a-b', 'ab', 'a_b', 'a'],
    ['a', 'a-b', 'a_b', 'ab'],
  ],
  [
    ['1a', '1-a', '10'],
    ['1a', '1-a', '10'],
  ],
])('%j is ordered as Go orders keys', (keys, ordered) => {
  expect(keys.toSorted(byNaturalOrder)).toEqual(ordered);
});
