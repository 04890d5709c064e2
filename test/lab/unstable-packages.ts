import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { labFolder } from './cache-folder.ts';
import { demand } from './command.ts';
import { debianMirror, installPackages } from './packages.ts';

/**
 * Installs packages of Debian's unstable suite on a stable machine, from files: apt's own sources are not touched, so
 * nothing else follows them. For packages that only need an old C library. The files are kept in the cache.
 */
export async function installFromUnstable(
  names: readonly string[],
  alsoStable: readonly string[],
): Promise<void> {
  const folder = labFolder('packages');
  if (filesOf(folder, names).length < names.length) await download(folder, names);
  await demand('apt-get', ['update', '-qq']);
  await installPackages([...filesOf(folder, names), ...alsoStable]);
}

function filesOf(folder: string, names: readonly string[]): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.deb'));
  return names
    .flatMap((name) => files.filter((file) => file.startsWith(`${name}_`)).slice(-1))
    .map((file) => join(folder, file));
}

async function download(folder: string, names: readonly string[]): Promise<void> {
  const apt = labFolder('apt');
  mkdirSync(join(apt, 'lists', 'partial'), { recursive: true });
  writeFileSync(join(apt, 'unstable.list'), `deb ${await debianMirror()} sid main\n`);
  const options = [
    `Dir::Etc::sourcelist=${join(apt, 'unstable.list')}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::Lists=${join(apt, 'lists')}`,
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  await demand('apt-get', [...options, 'update', '-qq']);
  await demand('apt-get', [...options, 'download', '-qq', ...names], { cwd: folder });
}
