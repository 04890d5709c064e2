import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { diskWatcher } from '../../../src-main/adapters/files/watch.ts';
import type { WatcherNews } from '../../../src-main/ports/watcher.ts';
import { eventually } from '../../support/eventually.ts';

const root = await mkdtemp(join(tmpdir(), 'berth-watch-'));
afterAll(() => rm(root, { recursive: true }));

type Watched = AsyncDisposable & {
  readonly news: WatcherNews[];
  readonly last: (path: string) => boolean | undefined;
};

/** Watches and collects until it is disposed of; resolves once everything is watched. */
async function watching(paths: readonly string[], leftOut: readonly string[] = []): Promise<Watched> {
  const stop = new AbortController();
  const news: WatcherNews[] = [];
  const leavesOut = (folder: string): boolean => leftOut.includes(folder);
  const done = (async () => {
    for await (const item of diskWatcher().watch({ paths, leavesOut }, stop.signal)) news.push(item);
  })();
  await eventually(() => expect(news.some(({ kind }) => kind === 'ready')).toBe(true));
  return {
    news,
    last: (path) =>
      news.flatMap((item) => (item.kind === 'changed' && item.path === path ? [item.isThere] : [])).at(-1),
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await done;
    },
  };
}

const folder = async (name: string): Promise<string> => {
  await mkdir(join(root, name), { recursive: true });
  return join(root, name);
};

test('tells of files that are written, moved and removed, at any depth', async () => {
  const dir = await folder('deep/er');
  await using seen = await watching([join(root, 'deep')]);
  await writeFile(join(dir, 'a'), '1');
  await eventually(() => expect(seen.last(join(dir, 'a'))).toBe(true));
  await rename(join(dir, 'a'), join(dir, 'b'));
  await eventually(() =>
    expect([seen.last(join(dir, 'a')), seen.last(join(dir, 'b'))]).toEqual([false, true]),
  );
  await rm(join(dir, 'b'));
  await eventually(() => expect(seen.last(join(dir, 'b'))).toBe(false));
});

test('tells of every file of a folder that appears, and goes on watching it', async () => {
  const dir = await folder('grows');
  await using seen = await watching([dir]);
  const other = await folder('elsewhere/x/y');
  await writeFile(join(other, 'file'), '');
  await rename(join(root, 'elsewhere'), join(dir, 'moved'));
  await eventually(() => expect(seen.last(join(dir, 'moved/x/y/file'))).toBe(true));
  await writeFile(join(dir, 'moved/x/y/later'), '');
  await eventually(() => expect(seen.last(join(dir, 'moved/x/y/later'))).toBe(true));
  await rm(join(dir, 'moved'), { recursive: true });
  await eventually(() => expect(seen.last(join(dir, 'moved'))).toBe(false));
  await folder('grows/moved');
  await writeFile(join(dir, 'moved/again'), '');
  await eventually(() => expect(seen.last(join(dir, 'moved/again'))).toBe(true));
});

test('misses no file of many that are made at once in new folders', async () => {
  const dir = await folder('many');
  await using seen = await watching([dir]);
  const paths = Array.from({ length: 200 }, (_, index) =>
    join(dir, `d${index % 20}`, `e${index % 5}`, `${index}`),
  );
  for (const path of paths) {
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, '');
  }
  await eventually(() => expect(paths.filter((path) => seen.last(path) !== true)).toEqual([]), 10_000);
});

test('sees what is written into a folder that was removed and made again in one go', async () => {
  const dir = await folder('again/out');
  await using seen = await watching([join(root, 'again')]);
  for (let round = 0; round < 20; round += 1) {
    await rm(dir, { recursive: true });
    await mkdir(dir);
  }
  await writeFile(join(dir, 'x'), '');
  await eventually(() => expect(seen.last(join(dir, 'x'))).toBe(true));
});

test('watches one file and not its neighbours, also when it is replaced', async () => {
  const dir = await folder('single');
  await writeFile(join(dir, 'one'), '');
  await using seen = await watching([join(dir, 'one')]);
  await writeFile(join(dir, 'two'), 'x');
  await rename(join(dir, 'two'), join(dir, 'one'));
  await eventually(() => expect(seen.last(join(dir, 'one'))).toBe(true));
  expect(seen.last(join(dir, 'two'))).toBeUndefined();
});

test('watches a folder and a file in it at the same time', async () => {
  const dir = await folder('both');
  await writeFile(join(dir, 'one'), '');
  await using seen = await watching([join(dir, 'one'), dir]);
  await writeFile(join(dir, 'two'), 'x');
  await eventually(() => expect(seen.last(join(dir, 'two'))).toBe(true));
});

test('does not look into folders that are left out', async () => {
  const dir = await folder('left');
  const out = await folder('left/node_modules');
  await using seen = await watching([dir], [out]);
  await writeFile(join(out, 'x'), '');
  await writeFile(join(dir, 'y'), '');
  await eventually(() => expect(seen.last(join(dir, 'y'))).toBe(true));
  expect(seen.last(join(out, 'x'))).toBeUndefined();
});

test('does not follow a link out of the tree', async () => {
  const dir = await folder('linked');
  const outside = await folder('outside');
  await symlink(outside, join(dir, 'link'));
  await using seen = await watching([dir]);
  await writeFile(join(outside, 'x'), '');
  await writeFile(join(dir, 'y'), '');
  await eventually(() => expect(seen.last(join(dir, 'y'))).toBe(true));
  expect(seen.news.filter(({ kind }) => kind === 'changed')).toHaveLength(
    seen.news.filter((item) => item.kind === 'changed' && item.path === join(dir, 'y')).length,
  );
});

test('says which path it cannot watch', async () => {
  await using seen = await watching([join(root, 'nowhere')]);
  expect(seen.news[0]).toMatchObject({ kind: 'blind', path: join(root, 'nowhere') });
});

test('watches each of several files in one folder', async () => {
  const dir = await folder('pair');
  const paths = ['package.json', 'package-lock.json'].map((name) => join(dir, name));
  for (const path of paths) await writeFile(path, '');
  await using seen = await watching(paths);
  for (const path of paths) await writeFile(path, 'x');
  await eventually(() => expect(paths.map(seen.last)).toEqual([true, true]));
});

test('goes on watching a folder of its own that is removed and made again', async () => {
  const dir = await folder('branch/src');
  await writeFile(join(dir, 'old'), '');
  await using seen = await watching([dir]);
  await rm(dir, { recursive: true });
  await eventually(() => expect(seen.last(join(dir, 'old'))).toBe(false));
  await folder('branch/src/deep');
  await writeFile(join(dir, 'deep/new'), '');
  await eventually(() => expect(seen.last(join(dir, 'deep/new'))).toBe(true));
  await writeFile(join(dir, 'deep/later'), '');
  await eventually(() => expect(seen.last(join(dir, 'deep/later'))).toBe(true));
  const strangers = seen.news.filter((item) => item.kind === 'changed' && item.path === join(dir, 'src'));
  expect(strangers).toEqual([]);
});
