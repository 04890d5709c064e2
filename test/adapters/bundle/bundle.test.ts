import { mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskBundles } from '../../../src-main/adapters/bundle/bundles.ts';
import type { BundlePayload } from '../../../src-main/core/database/bundle.ts';
import type { Bytes } from '../../../src-main/ports/bundles.ts';

const bundles = diskBundles();
const key = bundles.newKey();
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'berth-bundle-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

type Given = Parameters<ReturnType<typeof pack>['entry']>[0] & { readonly content?: string };

const folder: Given = { name: 'data/', type: 'directory', mode: 0o700, uid: 999, gid: 999 };
const some: readonly Given[] = [
  folder,
  { name: 'data/PG_VERSION', mode: 0o600, uid: 999, gid: 999, content: '15\n' },
  { name: 'data/base/', type: 'directory', mode: 0o700 },
  { name: 'data/base/1', mode: 0o600, content: 'rows '.repeat(300) },
  { name: 'data/base/empty', mode: 0o600, content: '' },
  { name: 'data/current', type: 'symlink', linkname: 'base/1' },
  { name: 'data/again', type: 'link', linkname: 'data/base/1' },
];

function archiveOf(entries: readonly Given[]): Bytes {
  const tar = pack();
  for (const { content = '', ...header } of entries)
    tar.entry({ mtime: new Date(1_700_000_000_000), ...header }, content);
  tar.finalize();
  return tar as unknown as Bytes;
}

const manifest = (payload: BundlePayload) => ({
  berth: 1 as const,
  project: 'shop',
  service: 'db',
  volume: 'dbdata',
  snapshot: 'demo',
  note: 'für die Vorführung',
  image: 'postgres:16',
  digest: 'sha256:1',
  server: '15',
  revision: 'a1',
  commit: 'c0ffee',
  takenAt: 1,
  createdAt: 2,
  bytes: 3,
  payload,
  signer: { name: 'ada@laptop', key: key.key },
});

let count = 0;
const wishOf = (archive: Bytes) => {
  count += 1;
  const file = join(dir, `${count}.berth`);
  return { file, part: `${file}.part`, archive, key, manifest };
};

async function made(entries = some) {
  const wish = wishOf(archiveOf(entries));
  const head = await bundles.write(wish);
  if (!head.ok) throw new Error(JSON.stringify(head.error));
  return { file: wish.file, head: head.value };
}

/** Every byte of a bundle; of the thousands of spaces behind its manifest each sixteenth. */
const placesIn = (bytes: Buffer): readonly number[] =>
  [...bytes.keys()].filter((at) => at % 16 === 0 || bytes.readUInt16LE(Math.max(0, at - 1)) !== 0x2020);

/** Reads a bundle to its end: what is wrong with it, or its data. */
async function read(file: string) {
  const head = await bundles.readHead(file);
  if (!head.ok) return { problem: head.error, pieces: 0 };
  const { content, problem } = bundles.openPayload(file, head.value);
  let pieces = 0;
  try {
    for await (const piece of content) pieces += piece.length;
    return { problem: null, pieces };
  } catch {
    return { problem: problem(), pieces };
  }
}

describe('a bundle on the disk', () => {
  it('is a plain tar for its owner alone, and carries its data as it weighs', async () => {
    const { file, head } = await made();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file)).subarray(257, 262).toString()).toBe('ustar');
    expect(await bundles.readHead(file)).toEqual({ ok: true, value: head });
    expect(head.keyId).toBe(key.id);
    expect(await bundles.weigh(archiveOf(some))).toEqual({ ok: true, value: head.manifest.payload });
    expect(await read(file)).toEqual({ problem: null, pieces: head.manifest.payload.bytes });
  });

  it('that is changed at any one byte is refused before all of its data was given out', async () => {
    const { file, head } = await made();
    const bytes = await readFile(file);
    await using handle = await open(file, 'r+');
    const accepted: number[] = [];
    for (const at of placesIn(bytes)) {
      await handle.write(Uint8Array.of((bytes[at] ?? 0) ^ 0x41), 0, 1, at);
      const { problem, pieces } = await read(file);
      if (problem?.kind !== 'bundle-invalid' || pieces >= head.manifest.payload.bytes) accepted.push(at);
      await handle.write(bytes, at, 1, at);
    }
    expect(accepted).toEqual([]);
    expect((await read(file)).problem).toBeNull();
  });

  it('that is cut off at any byte, or goes on behind its end, is refused', async () => {
    const { file } = await made();
    const bytes = await readFile(file);
    await writeFile(file, Buffer.concat([bytes, Buffer.alloc(512)]));
    expect((await read(file)).problem).toMatchObject({ kind: 'bundle-invalid' });
    const accepted: number[] = [];
    for (const size of placesIn(bytes).toReversed()) {
      await truncate(file, size);
      if ((await read(file)).problem?.kind !== 'bundle-invalid') accepted.push(size);
    }
    expect(accepted).toEqual([]);
  });

  it.each<readonly [string, Given]>([
    ['path upwards', { name: 'data/../etc/passwd', content: 'x' }],
    ['absolute path', { name: '/etc/passwd', content: 'x' }],
    ['other folder', { name: 'other/passwd', content: 'x' }],
    ['link to the root', { name: 'data/a', type: 'symlink', linkname: '/' }],
    ['link upwards', { name: 'data/base/a', type: 'symlink', linkname: '../../etc' }],
    ['second name for what is outside', { name: 'data/a', type: 'link', linkname: 'etc/passwd' }],
    ['device', { name: 'data/a', type: 'block-device' }],
    ['pipe', { name: 'data/a', type: 'fifo' }],
    ['owner that the format cannot hold', { name: 'data/a', pax: { uid: '300000000' }, content: 'x' }],
  ])('takes no %s', async (_, entry) => {
    const wish = wishOf(archiveOf([folder, entry]));
    expect(await bundles.write(wish)).toMatchObject({
      ok: false,
      error: { kind: 'bundle-invalid', expected: 'files, folders and links within one folder' },
    });
    expect((await readdir(dir)).filter((name) => name.startsWith(`${count}.`))).toEqual([]);
  });

  it.each<readonly [string, readonly Given[]]>([
    [
      'link that leads out by way of another',
      [
        { name: 'data/d/', type: 'directory' },
        { name: 'data/d/up', type: 'symlink', linkname: '..' },
        { name: 'data/out', type: 'symlink', linkname: 'd/up/..' },
      ],
    ],
    [
      'second name of a link that leads out from there',
      [
        { name: 'data/d/', type: 'directory' },
        { name: 'data/d/up', type: 'symlink', linkname: '..' },
        { name: 'data/out', type: 'link', linkname: 'data/d/up' },
      ],
    ],
    [
      'file by way of a link',
      [
        { name: 'data/d/', type: 'directory' },
        { name: 'data/here', type: 'symlink', linkname: 'd' },
        { name: 'data/here/file', content: 'x' },
      ],
    ],
    [
      'second name by way of a link',
      [
        { name: 'data/d/', type: 'directory' },
        { name: 'data/d/file', content: 'x' },
        { name: 'data/here', type: 'symlink', linkname: 'd' },
        { name: 'data/again', type: 'link', linkname: 'data/here/file' },
      ],
    ],
    [
      'path twice',
      [
        { name: 'data/d', type: 'symlink', linkname: 'e' },
        { name: 'data/d', content: 'x' },
      ],
    ],
  ])('takes no %s', async (_, entries) => {
    expect(await bundles.write(wishOf(archiveOf([folder, ...entries])))).toMatchObject({
      ok: false,
      error: { kind: 'bundle-invalid', expected: 'files, folders and links within one folder' },
    });
  });

  it('that Git LFS has not fetched yet is told as such', async () => {
    const file = join(dir, 'pointer.berth');
    await writeFile(file, 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n');
    expect(await bundles.readHead(file)).toMatchObject({
      ok: false,
      error: { kind: 'bundle-invalid', file, found: expect.stringContaining('git lfs pull') },
    });
  });

  it('is not made of an archive without its end, nor where reading it fails, nor over another file', async () => {
    const whole: Uint8Array[] = [];
    for await (const piece of archiveOf(some)) whole.push(piece);
    async function* cut(): AsyncGenerator<Uint8Array> {
      yield* whole.slice(0, -1);
    }
    async function* torn(): AsyncGenerator<Uint8Array> {
      yield* whole.slice(0, 3);
      throw new Error('the connection was cut');
    }
    expect(await bundles.write(wishOf(cut()))).toMatchObject({ error: { kind: 'bundle-invalid' } });
    expect(await bundles.write(wishOf(torn()))).toMatchObject({
      error: { kind: 'file-unwritable', detail: 'the connection was cut' },
    });
    const wish = wishOf(archiveOf(some));
    await writeFile(wish.file, 'mine');
    expect(await bundles.write(wish)).toMatchObject({ error: { detail: 'it is there already' } });
    expect(await readFile(wish.file, 'utf8')).toBe('mine');
    expect((await readdir(dir)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
