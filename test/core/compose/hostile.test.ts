import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Loaded, loadModel } from '../../../src-main/core/compose/load.ts';
import { loadGiven } from './project.ts';
import { notUtf8, wasUtf16 } from '../../../src-main/contract/text-marks.ts';
import { substitute } from '../../../src-main/core/compose/template.ts';

const load = (text: string): Loaded =>
  loadModel({
    files: [{ path: '/p/compose.yaml', text }],
    workingDir: '/p',
    projectName: null,
    values: {},
    hasProfile: false,
    profiles: [],
    platform: 'posix',
    homeDir: '/h',
  });

const filled = (piece: string, length = 500_000): string => piece.repeat(Math.floor(length / piece.length));
const numbered = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('');
const service = (body: string): string => `services: {a: {image: i, ${body}}}\n`;

const hostile: Readonly<Record<string, string>> = {
  'larger than allowed': filled('# x\n', 2_000_000),
  'open brackets': filled('['),
  'open braces': filled('{'),
  'nested dashes': filled('- '),
  'nested mappings': numbered(900, (index) => `${' '.repeat(index)}a:\n`),
  quotes: filled('"'),
  anchors: filled('&a '),
  'list bomb': `a0: &a0 [x, x]\n${numbered(40, (index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]\n`)}`,
  'map bomb': `x-0: &a0 {p: q}\n${numbered(40, (index) => `x-${index + 1}: &a${index + 1} {p: *a${index}, q: *a${index}}\n`)}`,
  'tall aliases': `x-0: &a0 {p: q}\n${numbered(900, (index) => `x-${index + 1}: &a${index + 1} {p: *a${index}}\n`)}`,
  'one key again and again': filled('a: 1\n'),
  'unknown keys': numbered(30_000, (index) => `k${index}: 1\n`),
  'open variables': service(`command: '${filled('${a:-')}'`),
  'nested variables': service(`command: '${'${a:-'.repeat(40_000)}${'}'.repeat(40_000)}'`),
  'a long chain of dependencies': `services:\n${numbered(5_000, (index) => `  s${index}: {image: i, depends_on: [s${index + 1}]}\n`)}`,
  'a long chain of extends': `services:\n${numbered(5_000, (index) => `  s${index}: {extends: s${index + 1}}\n`)}`,
  'more ports than there are': service(
    `ports: [${numbered(500, (index) => `"127.0.0.${index % 250}:1-65535:1-65535",`)}]`,
  ),
  'a long duration': service(`stop_grace_period: '${filled('1')}'`),
  'a long size': service(`mem_limit: '${filled('1')}'`),
  'a long number': service(`scale: ${filled('9')}`),
  'many undefined volumes': service(`volumes: [${numbered(20_000, (index) => `"v${index}x:/x${index}",`)}]`),
};

it.each(Object.keys(hostile))(
  '%s: refused with a text, without a throw, in seconds',
  { timeout: 20_000 },
  (name) => {
    const { model, problems } = load(hostile[name] ?? '');
    expect(model).toBeNull();
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.length).toBeLessThanOrEqual(100);
  },
);

it('names of JavaScript objects are names like any other', () => {
  const text =
    'services: {__proto__: {image: i}, constructor: {image: j, depends_on: [__proto__], environment: {__proto__: x}}}\n';
  const { model, problems } = load(text);
  expect(problems).toEqual([]);
  expect(Object.keys(model?.services ?? {})).toEqual(['__proto__', 'constructor']);
  expect(Object.entries(model?.services['constructor']?.environment ?? {})).toEqual([['__proto__', 'x']]);
});

it('interpolation never throws, and leaves a text without dollar signs alone', () => {
  const piece = fc.constantFrom(
    '$',
    '{',
    '}',
    ':',
    '-',
    '?',
    '+',
    'A',
    'b',
    '\n',
    '"',
    '$$',
    '${A',
    ':-',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const made = substitute(text, (name) => (name === 'A' ? 'value' : undefined));
      return typeof made.text === 'string' && (text.includes('$') || made.text === text);
    }),
    { numRuns: 2_000 },
  );
});

it('no text makes the loader throw', () => {
  const piece = fc.constantFrom(
    'services:',
    ' a:',
    ' image: i',
    '\n',
    '  ',
    '- ',
    '{',
    '}',
    '[',
    ']',
    ',',
    ': ',
    '"',
    "'",
    '&x ',
    '*x',
    '<<: ',
    '!reset ',
    '|',
    '>',
    '#',
    '80',
    'ports',
    'volumes: ',
    '\t',
    '---\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { model, problems } = load(pieces.join(''));
      return (model === null) === problems.length > 0;
    }),
    { numRuns: 3_000 },
  );
});

it('a text that is not UTF-8 is refused where it breaks, even within a comment', () => {
  const { problems } = load(`services: {a: {image: i}}\n# caf${notUtf8} au lait\n`);
  expect(problems).toMatchObject([{ kind: 'compose-invalid', at: { line: 2, column: 6 } }]);
});

it('a text that was UTF-16 is read as any other', () => {
  expect(load(`${wasUtf16}services: {a: {image: i, 1: x}}\n`).problems).toMatchObject([
    { at: { line: 1, column: 26 } },
  ]);
  expect(load(`${wasUtf16}services: {a: {image: i}}\n`).model?.services).toHaveProperty('a');
});

it('a raw file of variables that is not UTF-8 is refused at its line', () => {
  const files = {
    'compose.yaml': 'services: {a: {image: i, env_file: [{path: e.env, format: raw}]}}\n',
    'e.env': `A=1\nB=${notUtf8}\n`,
  };
  const { problems } = loadGiven({ dir: '/p', files, use: ['compose.yaml'], args: [], env: {} });
  expect(problems).toMatchObject([{ message: 'the line is not UTF-8', at: { file: '/p/e.env', line: 2 } }]);
});
