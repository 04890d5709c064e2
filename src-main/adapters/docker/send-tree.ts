import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tree, TreeEntry } from './build-tree.ts';
import { hasWildcard, type Patterns, treeWish } from './build-tree-wish.ts';
import type { GrpcCall, GrpcMethod } from './grpc-answerer.ts';
import { bytesField, fieldsOf, messageField, numberField, numberIn, textField } from './protobuf.ts';

/** A tree and, where it is a folder, the folder: the engine may ask for some of its paths and what they lead to. */
export type SentTree = { readonly tree: Tree; readonly folder: string | null };

/** Packet types of fsutil (tonistiigi/fsutil, types/wire.proto). */
const packet = { stat: 0, request: 1, data: 2, fin: 3, error: 4 } as const;

/**
 * FileSync.DiffCopy of a BuildKit session: the names and stats of a tree in order, an empty stat, then the content of the files
 * that the engine asks for by their place in that order. What it has from an earlier build it does not ask for. `failed` gets
 * what kept a file from being read; the build then fails with the same words.
 */
export function sendTrees(
  trees: Readonly<Record<string, SentTree>>,
  failed: (words: string) => void,
): GrpcMethod {
  return async (call) => {
    try {
      const name = headerOf(call, 'dir-name')[0] ?? '';
      const sent = trees[name];
      if (sent === undefined) throw new Error(`there is no build context ${name}`);
      await send(call, sent, await patternsOf(call, sent.folder));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      failed(words);
      await call.send(Buffer.concat([numberField(1, packet.error), textField(4, words)]));
    }
  };
}

async function send(call: GrpcCall, { tree, folder }: SentTree, patterns: Patterns): Promise<void> {
  const entries: TreeEntry[] = [];
  const listed = list(call, tree, patterns, entries);
  const failed = new Promise<never>((_, reject) => void listed.catch(reject));
  // Requests for what is listed already come while the list still goes out.
  await Promise.race([failed, answerRequests(call, { entries, folder }, listed)]);
}

async function answerRequests(call: GrpcCall, sent: Sent, listed: Promise<void>): Promise<void> {
  for await (const message of call.messages) {
    const fields = fieldsOf(message);
    const kind = numberIn(fields, 1);
    if (kind === packet.fin) {
      await listed;
      await call.send(numberField(1, packet.fin));
      return;
    }
    if (kind === packet.request) await sendContent(call, numberIn(fields, 3), sent);
  }
  await listed;
}

async function list(call: GrpcCall, tree: Tree, patterns: Patterns, entries: TreeEntry[]): Promise<void> {
  for await (const entry of tree.entries(treeWish(patterns))) {
    entries.push(entry);
    if (!(await call.send(messageField(2, statOf(entry))))) return;
  }
  await call.send(Buffer.alloc(0));
}

type Sent = { readonly entries: readonly TreeEntry[]; readonly folder: string | null };

async function sendContent(call: GrpcCall, id: number, { entries, folder }: Sent): Promise<void> {
  const entry = entries[id];
  if (entry === undefined) throw new Error(`the engine asked for file ${id} of ${entries.length}`);
  const data = (bytes: Buffer): Buffer =>
    Buffer.concat([numberField(1, packet.data), numberField(3, id), bytesField(4, bytes)]);
  let sent = 0;
  for await (const chunk of entry.content()) {
    sent += chunk.length;
    if (!(await call.send(data(chunk)))) return;
  }
  if (sent < entry.size)
    throw new Error(`${join(folder ?? '', entry.path)}: ${sent} bytes instead of ${entry.size}`);
  await call.send(data(Buffer.alloc(0)));
}

// Bits of Go's os.FileMode beside the permissions.
const goBits = {
  folder: 2 ** 31,
  link: 2 ** 27,
  setUser: 2 ** 23,
  setGroup: 2 ** 22,
  sticky: 2 ** 20,
} as const;

/** Owners are left out, that is 0:0, as the docker command has it. */
function statOf({ path, kind, mode, size, modifiedNs, leadsTo }: TreeEntry): Buffer {
  const go =
    (mode & 0o777) +
    (kind === 'folder' ? goBits.folder : kind === 'link' ? goBits.link : 0) +
    ((mode & 0o4000) === 0 ? 0 : goBits.setUser) +
    ((mode & 0o2000) === 0 ? 0 : goBits.setGroup) +
    ((mode & 0o1000) === 0 ? 0 : goBits.sticky);
  return Buffer.concat([
    textField(1, path),
    numberField(2, go),
    numberField(5, size),
    numberField(6, modifiedNs),
    textField(7, leadsTo),
  ]);
}

async function patternsOf(call: GrpcCall, folder: string | null): Promise<Patterns> {
  const followed = headerOf(call, 'followpaths');
  const include = headerOf(call, 'include-patterns');
  const exclude = headerOf(call, 'exclude-patterns');
  if (followed.length === 0 || folder === null) return { include, exclude };
  const plain = followed
    .map((path) => path.replace(/^\/+|\/+$/g, ''))
    .map((path) => (path === '.' ? '' : path));
  // Where a link is on the way, what it leads to is wanted too: then everything goes, which is right and only slower.
  const narrow = (await Promise.all(plain.map((path) => isPlainPath(folder, path)))).every(Boolean);
  return { include: narrow ? [...include, ...plain] : [], exclude };
}

async function isPlainPath(folder: string, path: string): Promise<boolean> {
  if (path === '' || hasWildcard(path) || /^[#!]|\s$|^\s|(^|\/)\.\.?(\/|$)/.test(path)) return false;
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count += 1) {
    const stat = await lstat(join(folder, ...parts.slice(0, count))).catch(() => null);
    if (stat?.isSymbolicLink() === true) return false;
  }
  return true;
}

/** BuildKit 0.12 and newer encode values that are not ASCII, and say so in a header of their own. */
function headerOf(call: GrpcCall, name: string): string[] {
  const encoded = call.header(`${name}-encoded`)[0] === '1';
  return call.header(name).map((value) => (encoded ? decodeURIComponent(value.replaceAll('+', ' ')) : value));
}
