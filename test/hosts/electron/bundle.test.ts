import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
let out: string;

beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'berth-bundle-'));
  const script = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  await promisify(execFile)(process.execPath, [script, 'build', '--outDir', out, '--logLevel', 'error'], {
    cwd: root,
  });
}, 120_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

const read = (...path: string[]) => readFileSync(join(out, ...path), 'utf8');
const files = (dir: string) => readdirSync(join(out, dir), { recursive: true }).map(String);

test('the preload is one CommonJS file that requires Electron alone', () => {
  expect(files('preload')).toEqual(['preload.cjs']);
  const text = read('preload', 'preload.cjs');
  expect([...text.matchAll(/require\((['"`])(.+?)\1\)/g)].map(([, , name]) => name)).toEqual(['electron']);
  expect(text).not.toMatch(/\bimport\s*[({"'*]|\bexport\s|\bzod\b|import\.meta/);
  expect(text.length).toBeLessThan(2_000);
});

test('the shell finds its keychain process beside it, and leaves native packages packages', () => {
  expect(files('main')).toEqual(expect.arrayContaining(['index.js', 'keychain-child.js']));
  expect(files('main').filter((name) => name.endsWith('.node'))).toEqual([]);
});

test('the window’s pages obey the policy: no inline script, nothing from elsewhere', () => {
  for (const page of ['index.html', 'gallery.html']) {
    const text = read('renderer', page);
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(text).not.toMatch(/\s(on[a-z]+)=/i);
    for (const [, address] of text.matchAll(/\b(?:src|href)="([^"]+)"/g))
      expect(address).toMatch(/^(\.\/|data:)/);
  }
});
