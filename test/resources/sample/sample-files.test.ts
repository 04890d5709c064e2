import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exampleText } from '../../../src-main/core/config/example.ts';
import { readProfile } from '../../../src-main/core/profile/read-profile.ts';
import { SAMPLE } from './sample-stack.ts';

const read = (name: string) => readFile(join(SAMPLE, name), 'utf8');
const profile = wholeProfile(await read('berth.yaml'));
const compose = await read('compose.yaml');
const example = await read('.env.example');

/** `${NAME:-fallback}` and `${NAME:?words}` as compose.yaml has them. */
const references = [...compose.matchAll(/\$\{(\w+):([-?])([^}]*)\}/g)].map(([, name, kind, text]) => ({
  name: name ?? '',
  kind: kind ?? '',
  text: text ?? '',
}));

test('compose.yaml refers to every key of berth.yaml and to no other', () => {
  expect([...new Set(references.map((one) => one.name))].sort()).toEqual(Object.keys(profile.keys).sort());
});

test('a default is the same in compose.yaml and in berth.yaml, so both doors start the same stack', () => {
  for (const { name, text } of references.filter((one) => one.kind === '-'))
    expect([name, text]).toEqual([name, profile.keys[name]?.default]);
});

test('a secret has no default anywhere, and plain docker compose is told that it is missing', () => {
  const secrets = Object.keys(profile.keys).filter((name) => profile.keys[name]?.secret === true);
  expect(secrets).toEqual(['DB__PASSWORD', 'API__DATABASE_URL']);
  for (const { name, kind } of references)
    expect([name, kind === '?']).toEqual([name, secrets.includes(name)]);
  for (const name of secrets) expect([name, profile.keys[name]?.default]).toEqual([name, null]);
});

test('.env.example is what berth.yaml makes of it', () => {
  expect(example).toBe(exampleText(profile));
});

function wholeProfile(text: string) {
  const read = readProfile(text, 'berth.yaml');
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}
