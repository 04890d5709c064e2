import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseProject } from './project.ts';

/** One hash over every name, owner, mode and byte of a volume, read on the engine's own disk where it can be seen from here. */
export async function volumeHash(project: DatabaseProject, volume: string): Promise<string> {
  const place = await project.docker('volume', 'inspect', '--format', '{{.Mountpoint}}', volume);
  const seen = await readdir(place).catch(() => null);
  return seen === null ? hashInside(project, volume) : treeHash(place);
}

/** The same of a volume on an engine whose disk is hidden, by a container that only reads. */
async function hashInside(project: DatabaseProject, volume: string): Promise<string> {
  const list =
    'cd /v; { find . -printf "%p %m %U %G\\n"; find . -type f -exec sha256sum {} +; } | sort | sha256sum';
  const image = project.server === 'redis' ? 'redis:7' : 'postgres:16';
  const words = ['--rm', '--entrypoint', 'sh', '--volume', `${volume}:/v:ro`, image, '-c', list];
  return (await project.docker('run', ...words)).slice(0, 64);
}

async function treeHash(root: string): Promise<string> {
  const hash = createHash('sha256');
  const folders = [''];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const name of (await readdir(join(root, folder))).toSorted()) {
      const inside = join(folder, name);
      const found = await lstat(join(root, inside));
      const { mode, uid, gid } = found;
      hash.update(JSON.stringify([inside, mode, uid, gid]));
      if (found.isDirectory()) folders.push(inside);
      if (found.isSymbolicLink()) hash.update(await readlink(join(root, inside)));
      if (found.isFile()) hash.update(await readFile(join(root, inside)));
    }
  }
  return hash.digest('hex');
}
