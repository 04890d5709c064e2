import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';
import type { FileCopy } from '../../core/watch/decide-actions.ts';
import type { Answer } from '../../ports/docker.ts';
import { fail, ok } from '../../contract/result.ts';
import { entryOf, type TreeEntry } from './build-tree.ts';
import { deadlines } from './deadlines.ts';
import { problemOf } from './problems.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * PUT /containers/{id}/archive of one plain tar with files of this machine, each at its absolute path in the container; folders
 * on the way are made, modes are kept, owners are 0:0. A file that is gone by now is left out. Returns how many were copied.
 * Problems: engine-failed 404 where there is no such container, file-unreadable.
 */
export async function copyInto(
  wire: Wire,
  name: string,
  files: readonly FileCopy[],
  signal: AbortSignal,
): Answer<number> {
  const found = await Promise.all(
    files.map(async ({ from, to }) => ({ from, to, entry: await entryOf(from).catch(() => null) })),
  );
  const there = found.flatMap(({ from, to, entry }) =>
    entry === null || entry.kind === 'folder' ? [] : [{ from, to, entry }],
  );
  if (there.length === 0) return ok(0);
  const tar = pack();
  let unread: { readonly file: string; readonly detail: string } | null = null;
  const packing = packAll(tar, there).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    unread = { file: detail.split(': ')[0] ?? '', detail };
    tar.destroy(new Error(detail));
  });
  const ask = {
    method: 'PUT',
    path: pathOf('containers', name, 'archive'),
    query: { path: '/' },
    deadlineMs: deadlines.create,
    archive: Readable.from(tar, { objectMode: false }),
  } as const;
  const answer = await wire.json(ask, signal);
  tar.destroy();
  await packing;
  if (answer.ok) return ok(there.length);
  if (unread !== null)
    return fail({ kind: 'file-unreadable', ...(unread as { file: string; detail: string }) });
  return fail(problemOf(answer.error, { endpoint: wire.endpoint, call: `copy files into ${name}` }));
}

type Packed = { readonly from: string; readonly to: string; readonly entry: TreeEntry };

async function packAll(tar: Pack, files: readonly Packed[]): Promise<void> {
  for (const { from, to, entry } of files) {
    const mtime = new Date(Number(entry.modifiedNs / 1_000_000n));
    const header = { name: to.replace(/^\/+/, ''), mode: entry.mode, mtime, uid: 0, gid: 0 };
    if (entry.kind === 'link')
      await written(tar, { ...header, type: 'symlink', linkname: entry.leadsTo }, null);
    else await written(tar, header, await whole(entry, from));
  }
  tar.finalize();
}

/** Read before its header goes out: a file that is being written changes its size. */
async function whole(entry: TreeEntry, file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of entry.content()) chunks.push(chunk);
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
  return Buffer.concat(chunks);
}

function written(tar: Pack, header: Parameters<Pack['entry']>[0], content: Buffer | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null): void => (error ? reject(error) : resolve());
    if (content === null) tar.entry(header, done);
    else tar.entry(header, content, done);
  });
}
