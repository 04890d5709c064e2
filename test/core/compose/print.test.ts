import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printModel } from '../../../src-main/core/compose/print.ts';
import type { Loaded } from '../../../src-main/core/compose/load.ts';
import { loadGiven } from './project.ts';

const load = (text: string): Loaded =>
  loadGiven({ dir: '/p', files: { 'compose.yaml': text }, use: ['compose.yaml'], args: [], env: {} });

const labelled = (labels: Readonly<Record<string, string>>): Loaded =>
  load(
    JSON.stringify({
      services: {
        a: {
          image: 'i',
          labels: Object.fromEntries(
            Object.entries(labels).map(([key, text]) => [key, text.replaceAll('$', '$$$$')]),
          ),
        },
      },
    }),
  );

function printedAndRead(labels: Readonly<Record<string, string>>, format: 'yaml' | 'json'): unknown {
  const { model, problems } = labelled(labels);
  expect(problems).toEqual([]);
  const again = load(printModel(model ?? expect.fail(), format));
  expect(again.problems).toEqual([]);
  return again.model?.services['a']?.labels;
}

describe('a printed model', () => {
  it.each([
    'yes',
    'no',
    'on',
    'off',
    'y',
    'null',
    '~',
    'true',
    '0755',
    '0o17',
    '0b11',
    '0x1F',
    '1_000',
    '1:30',
    '1e3',
    '.5',
    '.inf',
    '2020-01-01',
    '',
    ' ',
    'a: b',
    '# c',
    "it's",
    '"q"',
    'l1\nl2\n',
    '$X',
    '$$',
    '${Y}',
    '<&>',
    '- a',
    '!tag',
    '*a',
    '&a',
    '|',
    '\u2028',
    'é😀',
  ])('reads back the text %j as it was', (text) => {
    expect(printedAndRead({ k: text }, 'yaml')).toEqual({ k: text });
    expect(printedAndRead({ k: text }, 'json')).toEqual({ k: text });
  });

  it('reads back any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 30 }),
        fc.constantFrom('yaml', 'json'),
        (text, format) => {
          expect(printedAndRead({ k: text }, format)).toEqual({ k: text });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('has the order of docker compose and escapes what it escapes', () => {
    const { model } = load(
      'services: {b: {image: "<i>"}, a: {volumes: ["/xy"], image: i, build: .}}\nx-z: {b: 1, a: 2}\nnetworks: {default: {driver: d}}\n',
    );
    expect(printModel(model ?? expect.fail(), 'json')).toBe(`{
  "name": "p",
  "networks": {
    "default": {
      "name": "p_default",
      "driver": "d",
      "ipam": {}
    }
  },
  "services": {
    "a": {
      "build": {
        "context": "/p",
        "dockerfile": "Dockerfile"
      },
      "command": null,
      "entrypoint": null,
      "image": "i",
      "networks": {
        "default": null
      },
      "volumes": [
        {
          "type": "volume",
          "target": "/xy",
          "volume": {}
        }
      ]
    },
    "b": {
      "command": null,
      "entrypoint": null,
      "image": "\\u003ci\\u003e",
      "networks": {
        "default": null
      }
    }
  },
  "x-z": {
    "a": 2,
    "b": 1
  }
}`);
  });
});
