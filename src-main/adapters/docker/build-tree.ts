import { createReadStream } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** A file, folder or link of a build context. Sockets and devices are not among them. */
export type TreeEntry = {
  /** Relative to the tree's root, with forward slashes. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  /** Permissions with set-user, set-group and sticky bit, as the file system has them. */
  readonly mode: number;
  readonly size: number;
  readonly modifiedNs: bigint;
  /** Where a link leads; '' for anything else. */
  readonly leadsTo: string;
  /** The content of a file: exactly `size` bytes, or less where it was cut since. */
  content(): AsyncIterable<Buffer>;
};

/** Something that is sent to the engine as a folder. */
export type Tree = {
  /** Each entry after the folder that holds it, names in the order of their bytes. */
  entries(wish: TreeWish): AsyncIterable<TreeEntry>;
};

export type TreeWish = {
  wanted(path: string): boolean;
  /** Whether something below this folder may be wanted: else it need not be read. */
  mayHold(path: string): boolean;
};

/** A folder of this machine. Throws while it is read for what cannot be read, naming it. */
export const folderTree = (root: string): Tree => ({ entries: (wish) => entriesBelow(root, '', wish, []) });

/** A folder of one level that is nowhere but here. Always with the same times, so that equal texts are equal to the engine. */
export const paperTree = (texts: Readonly<Record<string, string>>): Tree => ({
  entries: async function* ({ wanted }) {
    for (const [path, text] of Object.entries(texts).sort(([a], [b]) => byBytes(a, b))) {
      const bytes = Buffer.from(text);
      const entry = { path, kind: 'file', mode: 0o644, modifiedNs: 0n, leadsTo: '' } as const;
      if (wanted(path))
        yield {
          ...entry,
          size: bytes.length,
          content: async function* () {
            yield bytes;
          },
        };
    }
  },
});

/** `held`: folders on the way that are not wanted themselves; they are sent once something in them is. */
async function* entriesBelow(
  root: string,
  at: string,
  wish: TreeWish,
  held: TreeEntry[],
): AsyncIterable<TreeEntry> {
  const names = (await readdir(join(root, at))).sort(byBytes);
  for (const name of names) {
    const path = at === '' ? name : `${at}/${name}`;
    const entry = await entryAt(root, path);
    if (entry === null) continue;
    if (wish.wanted(path)) yield* [...held.splice(0), entry];
    else held.push(entry);
    if (entry.kind === 'folder' && wish.mayHold(path)) yield* entriesBelow(root, path, wish, held);
    if (held.at(-1) === entry) held.pop();
  }
}

const entryAt = (root: string, path: string): Promise<TreeEntry | null> => entryOf(join(root, path), path);

/** What is at a path of this machine; null for a socket or device. Throws where there is nothing. */
export async function entryOf(file: string, path: string = file): Promise<TreeEntry | null> {
  const stat = await lstat(file, { bigint: true });
  const kind = stat.isFile() ? 'file' : stat.isDirectory() ? 'folder' : stat.isSymbolicLink() ? 'link' : null;
  if (kind === null) return null;
  const size = kind === 'file' ? Number(stat.size) : 0;
  return {
    path,
    kind,
    // Windows knows no such permissions; the docker command sends these.
    mode: process.platform === 'win32' ? 0o755 : Number(stat.mode & 0o7777n),
    size,
    modifiedNs: stat.mtimeNs,
    leadsTo: kind === 'link' ? (await readlink(file)).replaceAll('\\', '/') : '',
    content: () => contentOf(file, size),
  };
}

// A file that grows while it is read is sent as long as it was announced.
async function* contentOf(file: string, size: number): AsyncIterable<Buffer> {
  if (size === 0) return;
  yield* createReadStream(file, { start: 0, end: size - 1, highWaterMark: 32 * 1024 });
}

/** Go sorts by bytes; by UTF-16 units, a few characters would stand elsewhere. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
