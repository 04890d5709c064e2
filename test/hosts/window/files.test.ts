import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findWindowFile, readWindowFiles } from '../../../src-main/hosts/window/files.ts';

test('the window is every file of a known type under the folder, by its URL path', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'berth-files-'));
  mkdirSync(join(dir, 'assets'));
  for (const name of [
    'index.html',
    'assets/main.js',
    'assets/a.css',
    'assets/f.woff2',
    '.env',
    'assets/main.js.map',
  ]) {
    writeFileSync(join(dir, name), name);
  }
  const files = await readWindowFiles(dir);
  if (!files.ok) throw new Error(files.error.kind);
  expect([...files.value.keys()].toSorted()).toEqual([
    '/assets/a.css',
    '/assets/f.woff2',
    '/assets/main.js',
    '/index.html',
  ]);
  expect(findWindowFile(files.value, '/assets/main.js')).toMatchObject({
    type: 'text/javascript; charset=utf-8',
  });
  expect(findWindowFile(files.value, '/')).toBe(files.value.get('/index.html'));
  rmSync(dir, { recursive: true });
});

test('a folder without the window is a problem that says what to do', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'berth-files-'));
  expect(await readWindowFiles(dir)).toMatchObject({
    ok: false,
    error: { kind: 'file-unreadable', file: join(dir, 'index.html') },
  });
  rmSync(dir, { recursive: true });
  expect(await readWindowFiles(dir)).toMatchObject({
    ok: false,
    error: { kind: 'file-unreadable', file: dir },
  });
});

test.each(['/../x', '/a/../x', '/a\\b', '/a:b', '/a\0b', 'x'])(
  'the path %j is refused even if the map had it',
  (path) => {
    const files = new Map([[path, { type: 'text/html', body: Buffer.from('x') }]]);
    expect(findWindowFile(files, encodeURI(path))).toBeNull();
    expect(findWindowFile(files, path)).toBeNull();
  },
);
