import { expect, test } from 'vitest';
import { aligned, cell } from '../../../src-main/hosts/cli/output/columns.ts';

test('columns stand below one another by what a terminal shows, not by how many characters there are', () => {
  const rows = [
    ['数据库', 'green'],
    ['cafe\u0301', 'green'],
    ['🐳', 'green'],
    ['db', 'green'],
  ];
  expect(aligned(rows.map((row) => row.map((text) => cell(text))))).toEqual([
    '数据库  green',
    'cafe\u0301    green',
    '🐳      green',
    'db      green',
  ]);
});
