import { readFileSync } from 'node:fs';
import { CommandFailed, demand, run } from './command.ts';
import { alone } from './lock.ts';
import { notice } from './notice.ts';

/** True on Debian as root: the one place where the lab may install what is missing. */
export function canInstallPackages(): boolean {
  return process.platform === 'linux' && process.getuid?.() === 0 && /^ID=debian$/m.test(osRelease());
}

/** Of these Debian packages, those that are not installed. */
export async function missingPackages(names: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await run('dpkg-query', ['-W', '-f', '${db:Status-Abbrev}${Package}\n', ...names]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.startsWith('ii '))
      .map((line) => line.slice(3)),
  );
  return names.filter((name) => !installed.has(name));
}

/** Installs what is missing of these packages, without their recommendations. Does nothing when none is. */
export async function ensurePackages(names: readonly string[]): Promise<void> {
  if ((await missingPackages(names)).length === 0) return;
  await alone('apt', async () => {
    const missing = await missingPackages(names);
    if (missing.length === 0) return;
    notice(`installing ${missing.join(' ')}`);
    await demand('apt-get', ['update', '-qq']);
    await installPackages(missing);
  });
}

/** apt-get install of names or paths of .deb files; waits for another apt, and starts no daemon from a package. */
export async function installPackages(what: readonly string[]): Promise<void> {
  await demand(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...what],
    {
      // RUNLEVEL=1: where there is no systemd, the init script of a package does not start it either.
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
    },
  );
}

/** The address of the Debian mirror that this machine uses for its own release. */
export async function debianMirror(): Promise<string> {
  const targets = await demand('apt-get', [
    'indextargets',
    '--format',
    '$(REPO_URI) $(RELEASE)',
    'Created-By: Packages',
  ]);
  const main = targets.split('\n').find((line) => line !== '' && !/security|updates|backports/.test(line));
  if (main === undefined)
    throw new CommandFailed('apt knows no Debian mirror: apt-get indextargets names none');
  return main.split(' ')[0] ?? '';
}

function osRelease(): string {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}
