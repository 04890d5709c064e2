import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { folderTree, type TreeEntry, type TreeWish } from './build-tree.ts';
import { treeWish } from './build-tree-wish.ts';
import { readRegularFile } from './regular-file.ts';

/** A build context on its way. */
export type Context = {
  /** A plain tar; whoever has it destroys it. */
  readonly archive: Readable;
  /** The Dockerfile's path in it. */
  readonly dockerfile: string;
  /** What kept a file from being read; it ends the archive, and with it the request. */
  readonly failure: () => Error | null;
};

export type ContextWish = {
  /** Absolute folder. */
  readonly folder: string;
  /** Relative to the folder with forward slashes, inside of it. */
  readonly dockerfile: string;
  /** The Dockerfile's own text where it is no file of the folder; it then travels under a name of its own. */
  readonly dockerfileText: string | null;
};

const ownName = '.dockerfile.berth';

/**
 * Packs a folder, read as fast as the engine takes it. `<Dockerfile>.dockerignore` wins over `.dockerignore`. The Dockerfile is
 * sent whatever they say, and `COPY .` copies it then: over a session it is sent beside the context. Owners are 0:0 and names in
 * order, so that equal folders give equal archives. Links are sent as links; sockets and devices are left out. A file that
 * cannot be read ends the archive with an error.
 */
export async function packContext({ folder, dockerfile, dockerfileText }: ContextWish): Promise<Context> {
  const rules =
    (await textOf(folder, `${dockerfile}.dockerignore`)) ?? (await textOf(folder, '.dockerignore')) ?? '';
  const wish = withDockerfile(treeWish({ include: [], exclude: rules.split('\n') }), dockerfile);
  const tar = pack();
  let failure: Error | null = null;
  fill(tar, folder, wish, dockerfileText).catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    tar.destroy(failure);
  });
  return {
    archive: Readable.from(tar, { objectMode: false }),
    dockerfile: dockerfileText === null ? dockerfile : ownName,
    failure: () => failure,
  };
}

const withDockerfile = (wish: TreeWish, dockerfile: string): TreeWish => ({
  wanted: (path) => path === dockerfile || wish.wanted(path),
  mayHold: (path) => dockerfile.startsWith(`${path}/`) || wish.mayHold(path),
});

async function fill(tar: Pack, folder: string, wish: TreeWish, dockerfileText: string | null): Promise<void> {
  if (dockerfileText !== null) await packText(tar, ownName, dockerfileText);
  for await (const entry of folderTree(folder).entries(wish)) await packEntry(tar, folder, entry);
  tar.finalize();
}

type Header = Parameters<Pack['entry']>[0];

async function packEntry(tar: Pack, folder: string, entry: TreeEntry): Promise<void> {
  const mtime = new Date(Number(entry.modifiedNs / 1_000_000n));
  const header = { name: entry.path, mode: entry.mode, mtime, uid: 0, gid: 0 };
  if (entry.kind === 'folder') return written(tar, { ...header, type: 'directory' as const });
  if (entry.kind === 'link')
    return written(tar, { ...header, type: 'symlink' as const, linkname: entry.leadsTo });
  await packFile(tar, { ...header, size: entry.size }, entry.content(), join(folder, entry.path));
}

async function packFile(
  tar: Pack,
  header: Header,
  content: AsyncIterable<Buffer>,
  file: string,
): Promise<void> {
  const entry = tar.entry(header);
  const closed = new Promise<void>((resolve, reject) => {
    entry.once('close', resolve).once('error', ({ message }) => reject(new Error(`${file}: ${message}`)));
  });
  // It may fail while nobody waits for it; whoever waits later still gets the error.
  closed.catch(() => {});
  for await (const chunk of content) {
    const drained = new Promise<void>((resolve) => entry.once('drain', resolve));
    // An archive that nobody wants any more is closed and never drains.
    if (!entry.write(chunk)) await Promise.race([drained, closed]);
    if (entry.destroying) return;
  }
  entry.end(null);
  await closed;
}

function written(tar: Pack, header: Header): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry(header, (error) => (error ? reject(error) : resolve()));
  });
}

function packText(tar: Pack, name: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    tar.entry({ name, mode: 0o644, mtime: new Date(0) }, text, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}

/** Rules that are there and cannot be read are a fault: without them, what they leave out would be sent. */
async function textOf(folder: string, name: string): Promise<string | null> {
  try {
    return (await readRegularFile(join(folder, name))).toString('utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR'].includes(String(error.code)))
      return null;
    throw error;
  }
}
