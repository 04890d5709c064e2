import { existsSync } from 'node:fs';
import { logTail, startInBackground } from './background.ts';
import { labFolder } from './cache-folder.ts';
import { askEngine } from './engine-finding.ts';
import { eventually } from './eventually.ts';
import { notice } from './notice.ts';
import { missingPackages } from './packages.ts';
import { ensureRegistry, registryUrl } from './registry.ts';
import { installFromUnstable } from './unstable-packages.ts';

const fromUnstable = ['docker.io', 'docker-cli', 'docker-buildx', 'docker-compose', 'tini-static'];
const fromStable = ['containerd', 'runc', 'iptables', 'ca-certificates'];
const daemon = '/usr/sbin/dockerd';

/**
 * Installs Debian's engine where it is missing and starts it at the default socket, with its data and its log in the
 * cache and the lab's registry as its mirror. Returns its version. The daemon outlives this process.
 */
export async function startEngine(): Promise<string> {
  if (!existsSync(daemon) || (await missingPackages(fromStable)).length > 0) {
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
  startInBackground({
    name: 'dockerd',
    command: daemon,
    args: ['--data-root', labFolder('engine', 'data'), '--registry-mirror', registryUrl],
    folder,
  });
  if (!(await eventually(async () => (await askEngine()).kind === 'answers', 30_000, 200))) {
    throw new Error(
      `the engine did not answer within 30 s; the end of its log in ${folder}:\n${logTail(folder, 'dockerd')}`,
    );
  }
  const found = await askEngine();
  const version = found.kind === 'answers' ? found.version : 'unknown';
  notice(`engine ${version} started; its log and data are in ${folder}`);
  return version;
}
