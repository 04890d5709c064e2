import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { printProfileJsonSchema, profileJsonSchema } from '../../../src-main/core/profile/json-schema.ts';

test('the JSON Schema closes every mapping and describes the keys', () => {
  const schema = profileJsonSchema() as {
    additionalProperties?: unknown;
    required?: unknown;
    properties: object;
  };
  expect(schema.additionalProperties).toBe(false);
  expect(schema.required).toEqual(['berth', 'project']);
  expect(Object.keys(schema.properties)).toEqual([
    'berth',
    'project',
    'compose',
    'keys',
    'services',
    'database',
    'environments',
    'needs',
  ]);
});

test('its text is the same every time', () => {
  expect(printProfileJsonSchema()).toBe(printProfileJsonSchema());
  expect(printProfileJsonSchema().endsWith('}\n')).toBe(true);
});

test('resources/berth.schema.json is what the schema generates', async () => {
  const written = await readFile(new URL('../../../resources/berth.schema.json', import.meta.url), 'utf8');
  expect(JSON.parse(written)).toEqual(profileJsonSchema());
});
