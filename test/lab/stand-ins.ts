import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The official images that the lab has a stand-in for, and the folder of each recipe. See README.md for what each promises. */
const standIns = {
  'debian:bookworm-slim': 'debian',
  'busybox:1.36': 'busybox',
  'postgres:16': 'postgres',
  'redis:7': 'redis',
  'python:3.11-slim': 'python',
  'nginx:1.27': 'nginx',
} as const;

export type StandInName = keyof typeof standIns;

export const standInNames = Object.keys(standIns) as readonly StandInName[];

/** The image that all the others are built on. */
export const baseImage: StandInName = 'debian:bookworm-slim';

/** On every stand-in: the recipe it was made from, and the name it stands for. */
export const recipeLabel = 'dev.berth.stand-in.recipe';
export const nameLabel = 'dev.berth.stand-in.of';

export const recipeFolder = (name: StandInName): string =>
  join(import.meta.dirname, 'stand-ins', standIns[name]);

/** A hash over every file of the recipe and, as all are built on it, of the base's: 12 hex digits. */
export function recipeHash(name: StandInName): string {
  const hash = createHash('sha256');
  for (const folder of new Set([recipeFolder(baseImage), recipeFolder(name)])) {
    for (const file of readdirSync(folder).toSorted())
      hash.update(`${file}\n`).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex').slice(0, 12);
}

/** 'postgres:16' → ['postgres', '16'] */
export function nameAndTag(image: StandInName): readonly [name: string, tag: string] {
  const [name = '', tag = ''] = image.split(':');
  return [name, tag];
}
