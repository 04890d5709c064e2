import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, startInBackground } from './background.ts';
import { labFolder } from './cache-folder.ts';
import { CommandFailed } from './command.ts';
import { askEngine } from './engine-finding.ts';
import { eventually } from './eventually.ts';
import { notice } from './notice.ts';
import { missingPackages } from './packages.ts';
import { ensureRegistry, registryUrl } from './registry.ts';
import { installFromUnstable } from './unstable-packages.ts';

const fromUnstable = ['docker.io', 'docker-cli', 'docker-buildx', 'docker-compose', 'tini-static'];
const fromStable = ['containerd', 'runc', 'iptables', 'ca-certificates'];
const daemonPath = '/usr/sbin/dockerd';

/**
 * Installs Debian's engine where it is missing and starts it at the default socket, with its data and its log in the
 * cache and the lab's registry as its mirror. Returns its version. The daemon outlives this process.
 */
export async function startEngine(): Promise<string> {
  if (!existsSync(daemonPath) || (await missingPackages(fromStable)).length > 0) {
    notice("installing a Docker Engine from Debian's packages");
    await installFromUnstable(fromUnstable, fromStable);
    // Where systemd runs, installing has started it already; that engine is then left as it is.
    const found = await askEngine();
    if (found.kind === 'answers') return found.version;
  }
  await ensureRegistry();
  return startDaemon();
}

async function startDaemon(): Promise<string> {
  const folder = labFolder('engine');
  // Its own file, and a new one: after a crash the old one names a process that is gone, or by now another one. Nobody
  // answers at the socket and this process holds the lock, so no second daemon can be meant.
  const pidFile = join(folder, 'daemon.pid');
  rmSync(pidFile, { force: true });
  const daemon = startInBackground({
    name: 'dockerd',
    command: daemonPath,
    args: [
      '--data-root',
      labFolder('engine', 'data'),
      '--pidfile',
      pidFile,
      '--registry-mirror',
      registryUrl,
    ],
    folder,
  });
  const settled = async (): Promise<boolean> => daemon.hasEnded() || (await askEngine()).kind === 'answers';
  await eventually(settled, 30_000, 200);
  const found = await askEngine();
  if (found.kind !== 'answers') {
    throw new CommandFailed(
      `the engine does not answer; the end of its log in ${folder}:\n${logTail(folder, 'dockerd')}`,
    );
  }
  notice(`engine ${found.version} started; its log and data are in ${folder}`);
  return found.version;
}
