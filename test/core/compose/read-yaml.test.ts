import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { collectFaults } from '../../../src-main/core/compose/faults.ts';
import { parseDocuments } from '../../../src-main/core/compose/parse.ts';
import type { PathTable } from '../../../src-main/core/compose/path-table.ts';
import { plainValue } from '../../../src-main/core/compose/plain-value.ts';
import { readYaml } from '../../../src-main/core/compose/read-yaml.ts';
import type { YamlNode } from '../../../src-main/core/compose/yaml-node.ts';
import { printYaml } from '../../../src-main/core/compose/yaml-print.ts';
import { caseFiles, readCases } from './golden/cases.ts';

/** Keeps the empty lists that Go would lose. */
const everyList: PathTable<true> = {
  rule: true,
  named: new Map(),
  get any() {
    return everyList;
  },
};

const files = caseFiles
  .flatMap(readCases)
  .flatMap((given) =>
    Object.entries(given.files).flatMap(([name, text]) => (name.endsWith('.yaml') ? [text] : [])),
  );

/** The data of a text of one document; what is wrong with it is an expectation that fails. */
function dataOf(text: string): unknown {
  const faults = collectFaults();
  const documents = parseDocuments({ file: '/p/compose.yaml', text }, faults);
  expect(faults.problems, text).toEqual([]);
  expect(documents, text).toHaveLength(1);
  return documents?.[0] === undefined ? undefined : plainValue(documents[0].root, everyList);
}

function* nodesIn(node: YamlNode | null): Iterable<YamlNode> {
  if (node === null) return;
  yield node;
  if (node.kind === 'list') for (const item of node.items) yield* nodesIn(item);
  if (node.kind !== 'map') return;
  for (const { key, value } of node.pairs) {
    yield* nodesIn(key);
    yield* nodesIn(value);
  }
}

const number = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e5, max: 1e5 });

/** Any data whose texts and keys are of one kind. */
const dataOfTexts = (text: fc.Arbitrary<string>): fc.Arbitrary<unknown> =>
  fc.letrec((tie) => ({
    any: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.integer(),
      number.filter((value) => !Object.is(value, -0)),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('any'), { maxLength: 4 }),
      tie('map'),
    ),
    map: fc.dictionary(text, tie('any'), { maxKeys: 4, noNullPrototype: true }),
  })).map;

const data = dataOfTexts(fc.string({ unit: 'grapheme', maxLength: 12 }));

describe('the reader of YAML', () => {
  it.each([
    ['a:\n\tb: 1\n', 3, /a tab cannot indent/],
    ['a: b: c\n', 4, /a second ":"/],
    ['a: [b\nc: d\n', 7, /expected "," or "\]"/],
    ['a: "b\n', 3, /closing quote is missing/],
    ['a: b\nc\n', 5, /the ":" after this key is missing/],
    ['a: @b\n', 3, /has to be quoted/],
    ['a: "\\/"\n', 4, /means nothing in double quotes/],
    ['a: "\\ud83d"\n', 4, /there is no character U\+D83D/],
    ['a: !e!x b\n', 3, /no %TAG says/],
    ['a: &b.c d\n', 5, /name of an anchor/],
    ['a:\n  - b\n  c: d\n', 11, /expected another item/],
    ['a:\n  b: c\n  - d\n', 12, /expected another key/],
    ['a: |x\n', 4, /starts on the next line/],
    ['%YAML 1.2\n---\na: b\n', 0, /YAML 1\.2 is not read/],
    ['a: b\n...\nc: d\n', 9, /expected ---/],
    ['a: ]\n', 3, /expected a value, found "\]"/],
  ])('says of %j what is wrong and where', (text, offset, message) => {
    const { documents, fault } = readYaml(text);
    expect(documents).toEqual([]);
    expect(fault).toEqual({ offset, message: expect.stringMatching(message) });
  });

  it('keeps the place of every node', () => {
    const [document] = readYaml('# c\na: &x [b, "c"]\n? d\n: !t |\n  e\nf: *x\n').documents;
    const places = [...nodesIn(document ?? null)].map((node) => [node.kind, node.offset]);
    expect(places).toEqual([
      ['map', 4],
      ['scalar', 4],
      ['list', 10],
      ['scalar', 11],
      ['scalar', 14],
      ['scalar', 21],
      ['scalar', 28],
      ['scalar', 34],
      ['alias', 37],
    ]);
  });

  it('reads data that others wrote, in any style', () => {
    const styles = fc.constantFrom('block', 'flow', 'crlf', 'flat', 'folded');
    // Unquoted, and beyond ASCII, that package writes YAML 1.2 which Go reads as something else.
    const quotes = fc.constantFrom('QUOTE_DOUBLE' as const, 'QUOTE_SINGLE' as const);
    fc.assert(
      fc.property(
        dataOfTexts(fc.string({ unit: 'grapheme-ascii', maxLength: 12 })),
        styles,
        quotes,
        (value, style, quote) => {
          const text = stringify(value, {
            collectionStyle: style === 'flow' ? 'flow' : 'any',
            indentSeq: style !== 'flat',
            lineWidth: style === 'folded' ? 20 : 0,
            defaultStringType: quote,
            defaultKeyType: quote,
          });
          expect(dataOf(style === 'crlf' ? text.replaceAll('\n', '\r\n') : text)).toEqual(value);
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('reads back what is printed', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(dataOf(printYaml(value))).toEqual(value);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throws, and keeps its places within the text, whatever slips were made in it', () => {
    const slip = fc.constantFrom(
      ...' \n:-#{}[],"\'&*|>!a%~\\$\t\r@`?',
      '  ',
      '\n  ',
      '- ',
      ': ',
      '? ',
      '\r\n',
      '---\n',
      '\u2028',
      '\ufeff',
    );
    const slips = fc.array(fc.tuple(fc.nat(), slip, fc.nat({ max: 2 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.constantFrom(...files), slips, (whole, made) => {
        const text = made.reduce((before, [place, piece, cut]) => {
          const at = place % (before.length + 1);
          return before.slice(0, at) + piece + before.slice(at + cut);
        }, whole);
        const { documents, fault } = readYaml(text);
        expect(fault === null || documents.length === 0).toBe(true);
        const offsets = [
          fault?.offset ?? 0,
          ...documents.flatMap((document) => [...nodesIn(document)].map(({ offset }) => offset)),
        ];
        expect(offsets.every((offset) => offset >= 0 && offset <= text.length)).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });
});
