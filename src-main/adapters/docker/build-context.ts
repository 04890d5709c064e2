import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import { type Ignored, ignoredBy } from './dockerignore.ts';

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
 * sent whatever they say, and `COPY .` copies it then: the docker command sends it beside the context, over a session. Owners
 * are 0:0 and names in order, so that equal folders give equal archives. Links are sent as links; sockets and devices are left
 * out. A file that cannot be read ends the archive with an error.
 */
export async function packContext({ folder, dockerfile, dockerfileText }: ContextWish): Promise<Context> {
  const rules = ignoredBy(
    (await textOf(folder, `${dockerfile}.dockerignore`)) ?? (await textOf(folder, '.dockerignore')) ?? '',
  );
  const ignored: Ignored = (path) => path !== dockerfile && rules.ignored(path);
  const tar = pack();
  let failure: Error | null = null;
  const walk = { tar, folder, dockerfile, ignored, prune: !rules.hasExceptions };
  fill(walk, dockerfileText).catch((error: unknown) => {
    failure = error instanceof Error ? error : new Error(String(error));
    tar.destroy(failure);
  });
  return {
    archive: Readable.from(tar, { objectMode: false }),
    dockerfile: dockerfileText === null ? dockerfile : ownName,
    failure: () => failure,
  };
}

async function fill(walk: Walk, dockerfileText: string | null): Promise<void> {
  if (dockerfileText !== null) await packText(walk.tar, ownName, dockerfileText);
  await packFolder(walk, '');
  walk.tar.finalize();
}

type Header = Parameters<Pack['entry']>[0];

type Walk = {
  readonly tar: Pack;
  readonly folder: string;
  readonly dockerfile: string;
  readonly ignored: Ignored;
  /** Nothing below an ignored folder can be kept, so it need not be read. */
  readonly prune: boolean;
};

async function packFolder(walk: Walk, at: string): Promise<void> {
  const names = (await readdir(join(walk.folder, at))).sort();
  for (const name of names) {
    const path = at === '' ? name : `${at}/${name}`;
    const stays = walk.ignored(path);
    const stat = await lstat(join(walk.folder, path));
    if (!stays) await packEntry(walk, path, stat);
    if (stat.isDirectory() && (!stays || !walk.prune || walk.dockerfile.startsWith(`${path}/`)))
      await packFolder(walk, path);
  }
}

async function packEntry(
  { tar, folder }: Walk,
  name: string,
  stat: Awaited<ReturnType<typeof lstat>>,
): Promise<void> {
  const mode = process.platform === 'win32' ? 0o755 : Number(stat.mode) & 0o7777;
  const header = { name, mode, mtime: stat.mtime, uid: 0, gid: 0 };
  if (stat.isDirectory()) return written(tar, { ...header, type: 'directory' as const });
  if (stat.isSymbolicLink()) {
    const linkname = (await readlink(join(folder, name))).replaceAll('\\', '/');
    return written(tar, { ...header, type: 'symlink' as const, linkname });
  }
  if (!stat.isFile()) return;
  await packFile(tar, { ...header, size: Number(stat.size) }, join(folder, name));
}

async function packFile(tar: Pack, header: Header & { readonly size: number }, file: string): Promise<void> {
  const entry = tar.entry(header);
  const closed = new Promise<void>((resolve, reject) => {
    entry.once('close', resolve).once('error', ({ message }) => reject(new Error(`${file}: ${message}`)));
  });
  // It may fail while nobody waits for it; whoever waits later still gets the error.
  closed.catch(() => {});
  // A file that grows while it is read would break the archive: exactly the announced bytes are read.
  const content = header.size === 0 ? [] : createReadStream(file, { start: 0, end: header.size - 1 });
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

async function textOf(folder: string, name: string): Promise<string | null> {
  return readFile(join(folder, name), 'utf8').catch(() => null);
}
