import { expect, test } from 'vitest';
import {
  parseLowestVersion,
  parseSize,
  printSize,
  versionIsAtLeast,
} from '../../../src-main/core/profile/quantity.ts';

test('sizes are read in decimal and binary units', () => {
  expect(['4GiB', '1.5 GB', '10MB', '7B', '4', 'GiB', '4gib', '-1GiB'].map(parseSize)).toEqual([
    4 * 1024 ** 3,
    1_500_000_000,
    10_000_000,
    7,
    null,
    null,
    null,
    null,
  ]);
});

test('sizes are printed with at most one decimal', () => {
  expect([0, 1023, 1536, 4 * 1024 ** 3, 4_190_000_000].map(printSize)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KiB',
    '4 GiB',
    '3.9 GiB',
  ]);
});

test('a version is compared by its numbers', () => {
  const lowest = parseLowestVersion('>=24.0.7') ?? [];
  expect(
    ['28.5.2+dfsg4', '24.0.7', '24.1', '24.0.6', '23.9', '24', 'unknown'].map((v) =>
      versionIsAtLeast(v, lowest),
    ),
  ).toEqual([true, true, true, false, false, false, false]);
  expect(['24', '<24', '>=x', '>=24.0.7 <30'].map(parseLowestVersion)).toEqual([null, null, null, null]);
});
