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
  'postgres:17': 'postgres-17',
  'mariadb:10.11': 'mariadb',
} as const;

export type StandInName = keyof typeof standIns;

/** Made only where a test asks for them by name. */
const onDemand: ReadonlySet<string> = new Set<StandInName>(['postgres:17', 'mariadb:10.11']);

/** Those that the sample and most tests need. */
export const standInNames = (Object.keys(standIns) as readonly StandInName[]).filter(
  (name) => !onDemand.has(name),
);

/** The image that all the others are built on. */
export const baseImage: StandInName = 'debian:bookworm-slim';

/** On every stand-in: the recipe it was made from, and the name it stands for. */
export const recipeLabel = 'dev.berth.stand-in.recipe';
export const nameLabel = 'dev.berth.stand-in.of';

export const recipeFolder = (name: StandInName): string =>
  join(import.meta.dirname, 'stand-ins', standIns[name]);

/** The folder of another recipe that this one takes files from, as build context `beside`; null: none. */
export const folderBeside = (name: StandInName): string | null =>
  name === 'postgres:17' ? recipeFolder('postgres:16') : null;

/** A hash over every file of the recipe and, as all are built on it, of the base's: 12 hex digits. */
export function recipeHash(name: StandInName): string {
  const hash = createHash('sha256');
  const beside = folderBeside(name);
  const folders = [recipeFolder(baseImage), recipeFolder(name), ...(beside === null ? [] : [beside])];
  for (const folder of new Set(folders)) {
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
