import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { notUtf8, wasUtf16 } from '../../../src-main/contract/text-marks.ts';
import { diskFiles } from '../../../src-main/adapters/files/files.ts';
import { outputOf } from '../../../src-main/adapters/machine/output-of.ts';

const files = diskFiles();
let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'berth files \u{1F6A2} '));
});
afterEach(() => rmSync(dir, { recursive: true }));

const onPosix = process.platform !== 'win32';
const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test('a file is read as text, a missing one is null', async () => {
  writeFileSync(join(dir, 'a'), 'größe');
  expect(await files.readText(join(dir, 'a'), 100)).toEqual({ ok: true, value: 'größe' });
  expect(await files.readText(join(dir, 'b'), 100)).toEqual({ ok: true, value: null });
  expect(await files.readText(join(dir, 'a', 'below'), 100)).toEqual({ ok: true, value: null });
});

test('what is no UTF-8 is marked, and told from a replacement character that the file has', async () => {
  const read = async (bytes: readonly number[]): Promise<unknown> => {
    writeFileSync(join(dir, 'a'), Buffer.from(bytes));
    return files.readText(join(dir, 'a'), 100);
  };
  expect(await read([0x61, 0xff, 0x62])).toEqual({ ok: true, value: `a${notUtf8}b` });
  expect(await read([0xc3, 0xa4, 0xe9, 0x20, 0xe9])).toEqual({ ok: true, value: `ä${notUtf8} ${notUtf8}` });
  expect(await read([0xff])).toEqual({ ok: true, value: notUtf8 });
  expect(await read([...Buffer.from('\uFFFD')])).toEqual({ ok: true, value: '\uFFFD' });
  const both = [0xe9, ...Buffer.from('\uFFFDa\uFFFD'), 0xe9];
  expect(await read(both)).toEqual({ ok: true, value: `${notUtf8}\uFFFDa\uFFFD${notUtf8}` });
});

test('UTF-16 with its mark is read, and told apart', async () => {
  for (const bytes of [
    [0xff, 0xfe, 0x61, 0, 0xe4, 0],
    [0xfe, 0xff, 0, 0x61, 0, 0xe4],
  ]) {
    writeFileSync(join(dir, 'a'), Buffer.from(bytes));
    expect(await files.readText(join(dir, 'a'), 100)).toEqual({ ok: true, value: `${wasUtf16}aä` });
  }
});

test.runIf(onPosix)('a file that is written over keeps its mode, and a link leads where it led', async () => {
  writeFileSync(join(dir, 'own'), 'old');
  chmodSync(join(dir, 'own'), 0o644);
  symlinkSync('own', join(dir, 'link'));
  symlinkSync('none', join(dir, 'loose'));
  expect(await files.writeAtomic(join(dir, 'link'), 'new')).toEqual({ ok: true, value: undefined });
  expect(await files.writeAtomic(join(dir, 'loose'), 'new')).toEqual({ ok: true, value: undefined });
  expect(lstatSync(join(dir, 'link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(dir, 'own'), 'utf8')).toBe('new');
  expect(readFileSync(join(dir, 'none'), 'utf8')).toBe('new');
  expect(mode(join(dir, 'own'))).toBe('644');
  expect(readdirSync(dir).toSorted()).toEqual(['link', 'loose', 'none', 'own']);
});

test('a file that is read-only is not replaced', async () => {
  writeFileSync(join(dir, 'own'), 'old');
  chmodSync(join(dir, 'own'), 0o444);
  expect(await files.writeAtomic(join(dir, 'own'), 'new')).toMatchObject({
    error: { kind: 'file-unreadable', detail: 'it is read-only' },
  });
  expect(readFileSync(join(dir, 'own'), 'utf8')).toBe('old');
  expect(readdirSync(dir)).toEqual(['own']);
});

test('a file of exactly the limit is read, a larger one refused', async () => {
  writeFileSync(join(dir, 'a'), 'x'.repeat(100));
  expect((await files.readText(join(dir, 'a'), 100)).ok).toBe(true);
  expect(await files.readText(join(dir, 'a'), 99)).toEqual({
    ok: false,
    error: { kind: 'file-unreadable', file: join(dir, 'a'), detail: 'it is larger than 99 bytes' },
  });
});

test('a folder is refused by name', async () => {
  expect(await files.readText(dir, 100)).toMatchObject({ ok: false, error: { detail: 'it is a folder' } });
});

test.runIf(onPosix)('a pipe is refused at once, not waited for', async () => {
  await outputOf('/usr/bin/mkfifo', [join(dir, 'pipe')]);
  expect(await files.readText(join(dir, 'pipe'), 100)).toMatchObject({
    ok: false,
    error: { detail: 'it is not a regular file' },
  });
});

test.runIf(process.platform === 'linux')('a file without a size is read up to the limit', async () => {
  expect((await files.readText('/proc/self/status', 100_000)).ok).toBe(true);
  expect(await files.readText('/dev/zero', 100)).toMatchObject({ ok: false });
});

test('a written file replaces the old one whole, is private, and leaves nothing beside it', async () => {
  const path = join(dir, 'new', 'folder', 'a.json');
  expect(await files.writeAtomic(path, 'one')).toEqual({ ok: true, value: undefined });
  expect(await files.writeAtomic(path, 'two')).toEqual({ ok: true, value: undefined });
  expect(readFileSync(path, 'utf8')).toBe('two');
  expect(readdirSync(join(dir, 'new', 'folder'))).toEqual(['a.json']);
  if (onPosix) expect([mode(path), mode(join(dir, 'new', 'folder'))]).toEqual(['600', '700']);
});

test('a write that cannot be done is a problem and leaves the old file', async () => {
  const path = join(dir, 'a');
  mkdirSync(path);
  expect(await files.writeAtomic(path, 'x')).toMatchObject({
    ok: false,
    error: { kind: 'file-unreadable', file: path },
  });
  expect(await files.writeAtomic(join(dir, 'a', '\0'), 'x')).toMatchObject({ ok: false });
  expect(readdirSync(dir)).toEqual(['a']);
});

test('many writers at once leave one whole text', async () => {
  const path = join(dir, 'a');
  const texts = Array.from({ length: 20 }, (_, n) => `${n}`.repeat(5000));
  await Promise.all(texts.map((text) => files.writeAtomic(path, text)));
  expect(texts).toContain(readFileSync(path, 'utf8'));
  expect(readdirSync(dir)).toEqual(['a']);
});

test('appended texts stand one after the other in a private file', async () => {
  const path = join(dir, 'sub', 'journal');
  for (const text of ['one\n', 'two\n']) expect((await files.appendFlushed(path, text)).ok).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  if (onPosix) expect(mode(path)).toBe('600');
});

test('of many who create the same file exactly one does, and whoever reads it reads all of it', async () => {
  const path = join(dir, 'sub', 'lock');
  const texts = Array.from({ length: 20 }, (_, n) => `holder ${n}`);
  const outcomes = await Promise.all(texts.map((text) => files.createExclusive(path, text)));
  expect(outcomes.filter((outcome) => outcome.ok && outcome.value).length).toBe(1);
  const winner = outcomes.findIndex((outcome) => outcome.ok && outcome.value);
  expect(readFileSync(path, 'utf8')).toBe(`holder ${winner}`);
  expect(readdirSync(join(dir, 'sub'))).toEqual(['lock']);
});

test('a file is removed, a missing one and a folder are left alone', async () => {
  writeFileSync(join(dir, 'a'), '');
  mkdirSync(join(dir, 'b'));
  for (const name of ['a', 'b', 'c']) await files.remove(join(dir, name));
  expect(readdirSync(dir)).toEqual(['b']);
});

test('folders, files, lists and real paths are told', async () => {
  writeFileSync(join(dir, 'b'), '');
  mkdirSync(join(dir, 'a'));
  expect([
    await files.isFolder(join(dir, 'a')),
    await files.isFolder(join(dir, 'b')),
    await files.isFolder(join(dir, 'c')),
  ]).toEqual([true, false, false]);
  expect([await files.isFile(join(dir, 'a')), await files.isFile(join(dir, 'b'))]).toEqual([false, true]);
  expect(await files.list(dir)).toEqual(['a', 'b']);
  expect(await files.list(join(dir, 'c'))).toEqual([]);
  expect(await files.realPath(join(dir, 'c'))).toBeNull();
  if (onPosix) {
    symlinkSync(join(dir, 'a'), join(dir, 'link'));
    expect(await files.realPath(join(dir, 'link'))).toBe(await files.realPath(join(dir, 'a')));
  }
  expect(files.resolve(dir, '..', 'x')).toBe(join(tmpdir(), 'x'));
  expect(files.baseName(join(dir, 'x.yaml'))).toBe('x.yaml');
});

test('a path that the disk refuses is a problem in words', async () => {
  const path = join(dir, 'x'.repeat(300));
  expect(await files.writeAtomic(path, 'x')).toMatchObject({
    ok: false,
    error: { kind: 'file-unreadable', file: path },
  });
  if (onPosix)
    expect(await files.appendFlushed(path, 'x')).toMatchObject({ error: { detail: 'the path is too long' } });
});
