import { Readable } from 'node:stream';
import { type Extract, extract, type Header, type Pack, pack } from 'tar-stream';
import type { Bytes } from '../../ports/bundles.ts';
import { BundleFault } from './fault.ts';
import { pathJudge } from './links.ts';

/**
 * An archive written anew, entry by entry: files, folders and links of one folder, owners, modes and whole seconds, and nothing
 * else. The same content makes the same bytes, whoever archived it; and what comes out cannot be anything but a plain tar, nor
 * name a place outside of its folder. Throws BundleFault.
 */
export async function* judged(archive: Bytes, origin: string): AsyncGenerator<Buffer, void> {
  const parsed = extract();
  const written = pack();
  const source = Readable.from(ended(archive, origin), { objectMode: false });
  source.on('error', (error) => parsed.destroy(error));
  source.pipe(parsed);
  // Each is told by what is awaited below; unheard, it would end the process.
  parsed.on('error', () => {});
  written.on('error', () => {});
  const writing = writeAll(parsed, written, origin).catch((error: unknown) => {
    written.destroy(error instanceof Error ? error : new Error(String(error)));
    return error;
  });
  try {
    for await (const chunk of written) yield chunk as Buffer;
    const failed = await writing;
    if (failed !== undefined) throw failed;
  } finally {
    source.destroy();
    parsed.destroy();
    written.destroy();
  }
}

/** The same bytes. An engine that meets a fault on its way ends the answer well, and the archive in its midst. */
async function* ended(archive: Bytes, origin: string): AsyncGenerator<Uint8Array, void> {
  let zeros = 0;
  for await (const piece of archive) {
    const last = piece.findLastIndex((byte) => byte !== 0);
    zeros = last === -1 ? zeros + piece.length : piece.length - 1 - last;
    yield piece;
  }
  if (zeros >= endSize) return;
  const expected = 'an archive with its end';
  throw new BundleFault({ kind: 'bundle-invalid', file: origin, expected, found: 'one that was cut off' });
}

// Two empty blocks.
const endSize = 1024;

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never;

async function writeAll(parsed: Extract, written: Pack, origin: string): Promise<void> {
  const paths = pathJudge();
  for await (const entry of parsed) {
    const { header } = entry;
    const { name, type } = header;
    const linkname = header.linkname ?? '';
    const fault = faultOf(header) ?? paths.faultOf({ name, type, linkname });
    if (fault !== null) {
      const expected = 'files, folders and links within one folder';
      throw new BundleFault({ kind: 'bundle-invalid', file: origin, expected, found: fault });
    }
    await writeEntry(entry, written);
  }
  written.finalize();
}

async function writeEntry(entry: Entry, written: Pack): Promise<void> {
  const { type, size } = entry.header;
  const header = cleaned(entry.header);
  if (type !== 'file' || size === 0) {
    written.entry(header, Buffer.alloc(0));
    // What is not read keeps the next entry waiting.
    entry.resume();
    return;
  }
  const sink = written.entry(header);
  sink.on('error', () => {});
  const closed = new Promise<void>((resolve) => void sink.on('close', resolve));
  const drained = (): Promise<void> => new Promise((resolve) => void sink.once('drain', resolve));
  for await (const chunk of entry) if (!sink.write(chunk)) await Promise.race([drained(), closed]);
  sink.end(null);
  await closed;
}

// The user's and the group's bit to run as the owner have no place in data.
const modeBits = 0o1777;

function cleaned({
  name,
  type,
  size,
  mode,
  uid,
  gid,
  mtime,
  linkname,
}: Header): Pick<Header, 'name'> & Partial<Header> {
  const seconds = Math.max(0, Math.floor(mtime.getTime() / 1000));
  return {
    name,
    type,
    size: type === 'file' ? size : 0,
    mode: mode & modeBits,
    uid,
    gid,
    mtime: new Date(seconds * 1000),
    ...(type === 'link' || type === 'symlink' ? { linkname } : {}),
  };
}

// What six octal digits hold: beyond it the format would change the number without a word.
const highestId = 0o777777;

function faultOf({ name, type, uid, gid, pax }: Header): string | null {
  if (uid > highestId || gid > highestId || hasOwner(pax)) return `an owner of ${name} beyond ${highestId}`;
  return known.has(type) ? null : `${name}, which is a ${type}`;
}

const known: ReadonlySet<string> = new Set(['file', 'directory', 'link', 'symlink']);

/** Numbers that the plain header cannot hold stand beside it. */
const hasOwner = (pax: unknown): boolean =>
  typeof pax === 'object' && pax !== null && ('uid' in pax || 'gid' in pax);
