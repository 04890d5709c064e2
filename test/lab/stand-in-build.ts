import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { labFolder } from './cache-folder.ts';
import { CommandFailed, demand } from './command.ts';
import { notice } from './notice.ts';
import { debianMirror } from './packages.ts';
import { registryHolds, registryHost } from './registry.ts';
import {
  baseImage,
  folderBeside,
  nameAndTag,
  nameLabel,
  recipeFolder,
  recipeHash,
  recipeLabel,
  type StandInName,
} from './stand-ins.ts';

/**
 * Makes one stand-in. With a mirror it is pushed to the lab's registry and then really pulled by its plain name, so that
 * it has a digest like an official one; without, it is tagged in place. What the registry holds already is only pulled.
 */
export async function makeStandIn(name: StandInName, throughMirror: boolean): Promise<void> {
  const begun = Date.now();
  const [repository, tag] = nameAndTag(name);
  if (!throughMirror) await build(name, name);
  else if (!(await registryHolds(repository, recipeTag(name))))
    await buildAndPush(name, `${registryHost}/library/${repository}`, tag);
  if (throughMirror) await demand('docker', ['pull', '--quiet', name]);
  notice(`${name} is there (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
}

const recipeTag = (name: StandInName): string => `recipe-${recipeHash(name)}`;

async function buildAndPush(name: StandInName, repository: string, tag: string): Promise<void> {
  const tags = [`${repository}:${recipeTag(name)}`, `${repository}:${tag}`] as const;
  await build(name, tags[0]);
  await demand('docker', ['tag', tags[0], tags[1]]);
  for (const each of tags) await demand('docker', ['push', '--quiet', each]);
  // Without these names the image is gone from the engine, so that the pull by the plain name is a real one.
  await demand('docker', ['image', 'rm', ...tags]);
}

async function build(name: StandInName, tag: string): Promise<void> {
  const labels = [`${recipeLabel}=${recipeHash(name)}`, `${nameLabel}=${name}`];
  if (name === baseImage) return importBase(tag, labels);
  const beside = folderBeside(name);
  await demand('docker', [
    'build',
    '--quiet',
    ...labels.flatMap((label) => ['--label', label]),
    ...(beside === null ? [] : ['--build-context', `beside=${beside}`]),
    '--tag',
    tag,
    recipeFolder(name),
  ]);
}

/** Streams the root file system into the engine; nothing of it stays on the disk beside. */
async function importBase(tag: string, labels: readonly string[]): Promise<void> {
  const script = join(recipeFolder(baseImage), 'make-root.sh');
  const root = join(labFolder('images'), 'debian-root');
  const changes = ['CMD ["bash"]', ...labels.map((label) => `LABEL ${label}`)].flatMap((change) => [
    '--change',
    change,
  ]);
  const make = spawn('sh', [script, await debianMirror(), root], { stdio: ['ignore', 'pipe', 'pipe'] });
  const load = spawn('docker', ['import', ...changes, '-', tag], { stdio: ['pipe', 'ignore', 'pipe'] });
  make.stdout.pipe(load.stdin);
  const said: Buffer[] = [];
  for (const stream of [make.stderr, load.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const codes = await Promise.all(
    [make, load].map((child) => new Promise((resolve) => child.on('close', resolve))),
  );
  if (codes.some((code) => code !== 0)) {
    throw new CommandFailed(
      `the base image could not be made:\n${Buffer.concat(said).toString().split('\n').slice(-10).join('\n')}`,
    );
  }
}
