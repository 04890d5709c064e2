import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { mendEnvironment } from '../../../src-main/hosts/cli/mend-environment.ts';

const dir = mkdtempSync(join(tmpdir(), 'berth-mend-'));
const file = join(dir, 'v.env');
writeFileSync(file, 'ADDED=1\nGIVEN=of the file\n');
afterAll(() => rmSync(dir, { recursive: true }));

const started = { PATH: '/bin', GIVEN: 'of the process' };
/** As Node leaves it: what was there stays, the rest of the file is added. */
const polluted = () => ({ ...started, ADDED: '1' });

test.each([
  ['where the system tells what was given', new Set(Object.keys(started))],
  ['where it does not', null],
])('what Node added for --env-file is taken back, %s', (_, given) => {
  for (const words of [
    ['config', '--env-file', file],
    [`--env-file=${file}`, 'up'],
    ['--env-file', join(dir, 'none'), '--env-file', file],
  ]) {
    const variables = polluted();
    mendEnvironment(words, variables, given);
    expect(variables).toEqual(started);
  }
});

test('without the option, and behind --, nothing is touched', () => {
  for (const words of [['up'], ['compose', '--', '--env-file', file]]) {
    const variables = polluted();
    mendEnvironment(words, variables, new Set());
    expect(variables).toEqual(polluted());
  }
});
