import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { output, root } from './places.ts';

/** Everything that decides what a build makes, and what it has to have made. */
const sources = [
  'src-main',
  'src-renderer',
  'build',
  'electron.vite.config.ts',
  'package-lock.json',
  'package.json',
];
const products = ['main/index.js', 'cli/berth.mjs', 'renderer/index.html'];
const stamp = join(output, '.built-from');

/** A hash over the content of all sources. Content, not time: a fresh checkout of the same commit is fresh too. */
export function sourcesHash(): string {
  const hash = createHash('sha256').update(process.version);
  for (const file of sources.flatMap((source) => filesBelow(join(root, source)))) {
    hash.update(`\0${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** True when the last build was made from sources of this hash and its products are there. */
export function isBuilt(hash: string): boolean {
  return (
    products.every((product) => existsSync(join(output, product))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash
  );
}

export function noteBuilt(hash: string): void {
  mkdirSync(output, { recursive: true });
  writeFileSync(stamp, hash);
}

function filesBelow(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}
