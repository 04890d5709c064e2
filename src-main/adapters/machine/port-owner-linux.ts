import { readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

// proc(5): the fourth field of /proc/net/tcp is the state, 0A is LISTEN; the tenth is the inode of the socket, which stands as
// `socket:[inode]` among the descriptors of the process that has it. Those of other users can be read by root alone.
const listening = '0A';

/** The process that listens on a TCP port, from `/proc`. */
export async function linuxPortOwner(port: number, proc: string): Promise<string | null> {
  const tables = await Promise.all(['net/tcp', 'net/tcp6'].map((name) => textOf(join(proc, name))));
  const inodes = tables.flatMap((table) => listenersOf(table, port));
  if (inodes.length === 0) return null;
  const links = new Set(inodes.map((inode) => `socket:[${inode}]`));
  const pids = (await namesIn(proc)).filter((name) => /^\d+$/u.test(name));
  for (const pid of pids) {
    if (!(await holdsAny(join(proc, pid, 'fd'), links))) continue;
    const name = (await textOf(join(proc, pid, 'comm'))).trim();
    return name === '' ? `process ${pid}` : `${name}, process ${pid}`;
  }
  return null;
}

function listenersOf(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/u);
    const [, local = '', , state, , , , , , inode] = fields;
    return local.endsWith(suffix) && state === listening && inode !== undefined ? [inode] : [];
  });
}

async function holdsAny(folder: string, links: ReadonlySet<string>): Promise<boolean> {
  for (const name of await namesIn(folder)) {
    const target = await readlink(join(folder, name)).catch(() => '');
    if (links.has(target)) return true;
  }
  return false;
}

// A process may end, or be somebody else's, between one look and the next: then it has nothing to say.
const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
const namesIn = (folder: string): Promise<readonly string[]> => readdir(folder).catch(() => []);
