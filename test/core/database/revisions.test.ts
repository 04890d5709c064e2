import { expect, it } from 'vitest';
import { revisionsIn } from '../../../src-main/core/database/revisions.ts';

it.each<[string, string, readonly string[]]>([
  ['one head', '0002 (head)\n', ['0002']],
  ['two heads', '0002 (head)\n0003 (head)\n', ['0002', '0003']],
  ['the same one twice', '0002 (head)\n0002 (effective head)\n', ['0002']],
  ['none', '\n', []],
  [
    'what the tool says beside it',
    'INFO  [alembic.runtime] Context impl\n{"level": "info"}\n0002 (head)\n',
    ['0002'],
  ],
])('reads %s', (_, output, expected) => {
  expect(revisionsIn(output)).toEqual(expected);
});
