import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { scopeOf } from '../../../src-main/hosts/cli/scope.ts';

let top = '';
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'berth-scope-'));
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const put = (...files: readonly string[]): void => {
  for (const file of files) {
    mkdirSync(dirname(join(top, file)), { recursive: true });
    writeFileSync(join(top, file), '');
  }
};
const placeFrom = (folder: string) => {
  const scope = scopeOf({}, { variables: {}, workingDir: join(top, folder) });
  return scope.ok ? { dir: scope.value.dir.slice(top.length + 1), found: scope.value.found } : null;
};

describe('the project of a command', () => {
  test('is the nearest folder above that holds a project', () => {
    put('app/compose.yaml', 'app/src/deep/x');
    expect(placeFrom('app/src/deep')).toEqual({ dir: 'app', found: true });
  });

  test('is the one profile among two levels below, where there is none above', () => {
    put('resources/sample/berth.yaml', 'resources/other/compose.yaml');
    expect(placeFrom('')).toEqual({ dir: join('resources', 'sample'), found: true });
  });

  test('is not guessed among several below, nor in hidden folders, node_modules or deeper ones', () => {
    put('.cache/berth.yaml', 'node_modules/berth.yaml', 'a/b/c/berth.yaml');
    expect(placeFrom('')).toEqual({ dir: '', found: false });
    put('one/berth.yaml', 'two/berth.yaml');
    expect(placeFrom('')).toEqual({ dir: '', found: false });
  });
});
