import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '../../../src-main/contract/result.ts';
import { composeVerb } from '../../../src-main/hosts/cli/commands/compose-verb.ts';
import { testWorld } from './test-world.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'berth-compose-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

/** Stands for the docker program: writes its words and its input to a file, and ends with 7. */
const recorder = `
const { writeFileSync, readFileSync } = require('node:fs');
const input = process.argv[2] === 'piped' ? readFileSync(0, 'utf8') : null;
writeFileSync(process.argv[1], JSON.stringify({ words: process.argv.slice(3), input, env: process.env }));
process.exit(7);`;

async function handOver(stdin: string | null, ...words: string[]) {
  const record = join(dir, `record-${Math.random()}.json`);
  const at = testWorld();
  at.desk.session1.composeHandover = async (verb) => {
    at.desk.session1.asked.push(['compose', verb]);
    const first = ['-e', recorder, record, stdin === null ? 'own' : 'piped', 'compose', '-p', 'demo'];
    return ok({ docker: process.execPath, arguments: first, stdin });
  };
  const code = await at.run('compose', '--project', dir, ...words);
  return {
    code,
    at,
    ...(JSON.parse(readFileSync(record, 'utf8')) as { words: string[]; input: string | null; env: object }),
  };
}

test('compose hands the words over unchanged and ends with the code of the child', async () => {
  const words = [
    'exec',
    '-T',
    'db',
    'sh',
    '-c',
    'echo "$HOME; rm -rf $(x)" `y` %PATH%',
    '--json',
    '-f',
    '--',
    'last',
  ];
  const { code, words: seen, at } = await handOver(null, '--', ...words);
  expect(code).toBe(7);
  expect(seen).toEqual(['compose', '-p', 'demo', ...words]);
  expect(at.desk.session1.asked).toContainEqual(['compose', 'exec']);
});

test('compose gives values on standard input, in no word and no variable', async () => {
  const { words, input, env } = await handOver('{"canary":"c4nary"}', '--', 'up', '-d');
  expect(input).toBe('{"canary":"c4nary"}');
  expect(JSON.stringify([words, env])).not.toContain('c4nary');
});

describe('the verb', () => {
  test.each([
    ['up -d', 'up'],
    ['--profile dev up', 'up'],
    ['-f a.yaml --file b.yaml --ansi never run --rm api', 'run'],
    ['--profile=dev --verbose ps', 'ps'],
    ['', ''],
    ['--help', ''],
  ])('of "%s" is "%s"', (words, verb) => expect(composeVerb(words.split(' ').filter(Boolean))).toBe(verb));
});
