import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printModel } from '../../../src-main/core/compose/print.ts';
import { printYaml } from '../../../src-main/core/compose/yaml-print.ts';
import { caseFiles, readCases, withPlaces } from './golden/cases.ts';
import { homeDir, loadGiven } from './project.ts';

type Printed = { readonly id: string; readonly yaml: string };

const parent = '/home/tester/work';
const cases = new Map(caseFiles.flatMap(readCases).map((given) => [given.id, given]));
const printed = readFileSync(join(import.meta.dirname, 'golden', 'printed.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Printed);

/**
 * The model keeps no date of an extension, no whole number of it that JavaScript has no exact form for, and no bytes that are
 * no text. Where a text would not be read back, a `<<` or a line separator, Berth puts it in double quotes.
 */
const isInexact = ({ yaml }: Printed): boolean =>
  /[:-] \d{4}-\d\d-\d\dT|\b\d{17,}\b|\d{15}e\+18|!!binary|[\u2028\u2029]|(?:^|\s)<<(?::|$)/m.test(yaml);

describe('config prints the YAML of docker compose 2.40 to the byte', () => {
  it.each(printed.filter((one) => !isInexact(one)).map((one) => [one.id, one] as const))('%s', (_, one) => {
    const given = cases.get(one.id);
    if (given === undefined) return expect.fail('record.ts --printed was not run');
    const places = { dir: `${parent}/${given.dirname ?? 'p'}`, parent, home: homeDir };
    const { model } = loadGiven({ ...withPlaces(given, places), files: given.files, dir: places.dir });
    expect(printModel(model ?? expect.fail(), 'yaml')).toBe(withPlaces(one.yaml, places));
  });

  it('and leaves out few of them', () => {
    expect(printed.filter(isInexact).length).toBeLessThan(printed.length / 20);
  });
});

it.each([
  [{ a: 'yes', n: '1' }, 'a: "yes"\n"n": "1"\n'],
  [{ a: "it's: so" }, "a: 'it''s: so'\n"],
  [{ a: 'l1\nl2\n' }, 'a: |\n  l1\n  l2\n'],
  [{ a: ' l1\n\n' }, 'a: |2+\n   l1\n\n'],
  [{ a: 'l1 \nl2' }, 'a: "l1 \\nl2"\n'],
  [{ a: 'x\u0007\u{1F600}' }, 'a: "x\\a\\U0001F600"\n'],
  [{ a: [[1, [2]], { b: [], c: {} }] }, 'a:\n  - - 1\n    - - 2\n  - b: []\n    c: {}\n'],
  [
    { a: [1e6, 1.5, 1e21, 1.25e-7, null, true] },
    'a:\n  - 1000000\n  - 1.5\n  - 1e+21\n  - 1.25e-07\n  - null\n  - true\n',
  ],
  [[], '[]\n'],
  [{}, '{}\n'],
  [{ ['k'.repeat(129)]: { a: 1 } }, `? ${'k'.repeat(129)}\n: a: 1\n`],
])('%j is printed as Go prints it', (value, text) => {
  expect(printYaml(value)).toBe(text);
});
