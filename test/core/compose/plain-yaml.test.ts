import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readPlainYaml } from '../../../src-main/core/compose/plain-yaml.ts';
import { readYaml } from '../../../src-main/core/compose/read-yaml.ts';
import type { YamlNode } from '../../../src-main/core/compose/yaml-node.ts';
import { readCases } from './golden/cases.ts';

const files = [...readCases('micro.jsonl'), ...readCases('written.jsonl')].flatMap((given) =>
  Object.entries(given.files).flatMap(([name, text]) => (name.endsWith('.yaml') ? [text] : [])),
);

/** Nothing written has no place that matters. */
function placeless(node: YamlNode | null): unknown {
  if (node === null) return null;
  if (node.kind === 'alias') return node;
  if (node.kind === 'list') return { ...node, items: node.items.map(placeless) };
  if (node.kind === 'map')
    return { ...node, pairs: node.pairs.map(({ key, value }) => [placeless(key), placeless(value)]) };
  return node.text === '' && node.isPlain ? { ...node, offset: 0 } : node;
}

/** Inside brackets Go's yaml.v3, and the plain reader after it, takes `-` and `a:` before a comma or bracket as text. */
const isReadAsGoDoes = /[-:][,\]}]/;

/** Inside brackets Go's yaml.v3, and the plain reader after it, lets a line start anywhere and a comment follow a comma. */
const isLaxerInGo = /sufficiently indented|comments must be separated/;

/** What the plain reader takes, the full parser takes as the same. */
function agrees(text: string): boolean {
  const plain = readPlainYaml(text);
  if (plain === null || isReadAsGoDoes.test(text)) return true;
  const full = readYaml(text);
  if (full?.errors.some(({ message }) => isLaxerInGo.test(message))) return true;
  expect(full?.errors, text).toEqual([]);
  expect(full?.documents.map(placeless), text).toEqual([placeless(plain)]);
  return true;
}

describe('the plain reader', () => {
  it('agrees with the full parser on every file of the suite', () => {
    for (const text of files) agrees(text);
  });

  it('takes most files that people write', () => {
    const taken = files.filter((text) => readPlainYaml(text) !== null);
    expect(taken.length / files.length).toBeGreaterThan(0.7);
  });

  it.each([
    'a: |\n\n    x\n',
    'a: |\n  x\n\n\n   y\n     \n',
    'a: |+\n  x\n\nb: 1\n',
    'a:\n- - 1\n- 2\n',
    'a:\n- x\nb: y\n',
  ])('agrees on %j, which it once read wrongly or might', (text) => {
    expect(readPlainYaml(text)).not.toBeNull();
    agrees(text);
  });

  it('agrees on files that a mistake was made in', () => {
    const slip = fc.constantFrom(
      ' ',
      '\n',
      ':',
      '-',
      '#',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"',
      "'",
      '&',
      '*',
      '|',
      '>',
      '!',
      'a',
      '  ',
      '\n  ',
      '- ',
      ': ',
      '? ',
      '%',
      '~',
      '\\',
      '$',
      '\r\n',
    );
    const mistake = fc.tuple(fc.constantFrom(...files), fc.nat(), slip, fc.nat({ max: 2 }));
    fc.assert(
      fc.property(mistake, ([text, place, piece, cut]) => {
        const at = place % (text.length + 1);
        return agrees(text.slice(0, at) + piece + text.slice(at + cut));
      }),
      { numRuns: 10_000 },
    );
  });

  it('agrees on data written in other styles', () => {
    const key = fc.stringMatching(/^[a-z$._/][a-z0-9$._/-]{0,6}$/);
    const value = fc.letrec((tie) => ({
      any: fc.oneof(
        { depthSize: 'small' },
        tie('text'),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('map'),
      ),
      text: fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
      list: fc.array(tie('any'), { maxLength: 4 }),
      map: fc.dictionary(key, tie('any'), { maxKeys: 4 }),
    })).map;
    fc.assert(
      fc.property(value, fc.constantFrom('block', 'flow', 'crlf', 'flat'), (data, style) => {
        const text = stringify(data, {
          collectionStyle: style === 'flow' ? 'flow' : 'any',
          indentSeq: style !== 'flat',
        });
        return agrees(style === 'crlf' ? text.replaceAll('\n', '\r\n') : text);
      }),
      { numRuns: 2_000 },
    );
  });
});
