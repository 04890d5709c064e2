import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, startInBackground } from './background.ts';
import { labFolder } from './cache-folder.ts';
import { CommandFailed } from './command.ts';
import { eventually } from './eventually.ts';
import { alone } from './lock.ts';
import { ensurePackages } from './packages.ts';

/** The lab's registry: loopback only, and the mirror of Docker Hub for the engine that the lab starts. */
export const registryHost = '127.0.0.1:5117';
export const registryUrl = `http://${registryHost}`;

/** Starts Debian's docker-registry unless it answers. Its store, configuration and log are in the cache. */
export async function ensureRegistry(): Promise<void> {
  if (await answers()) return;
  await ensurePackages(['docker-registry']);
  await alone('registry', async () => {
    if (!(await answers())) await start();
  });
}

/** True when the registry holds this image under this tag, e.g. ('postgres', '16'). */
export async function registryHolds(name: string, tag: string): Promise<boolean> {
  const accept =
    'application/vnd.docker.distribution.manifest.v2+json, application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json';
  const answer = await fetch(`${registryUrl}/v2/library/${name}/manifests/${tag}`, {
    method: 'HEAD',
    headers: { accept },
  });
  return answer.status === 200;
}

async function answers(): Promise<boolean> {
  try {
    const answer = await fetch(`${registryUrl}/v2/`, { signal: AbortSignal.timeout(2000) });
    return answer.headers.has('docker-distribution-api-version');
  } catch {
    return false;
  }
}

async function start(): Promise<void> {
  const folder = labFolder('registry');
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify(configuration(labFolder('registry', 'data')), null, 2)); // JSON is YAML too
  startInBackground({ name: 'registry', command: 'docker-registry', args: ['serve', config], folder });
  if (!(await eventually(answers, 15_000))) {
    throw new CommandFailed(
      `no registry answers at ${registryHost}; the end of its log:\n${logTail(folder, 'registry')}`,
    );
  }
}

const configuration = (data: string): object => ({
  version: '0.1',
  log: { level: 'warn' },
  storage: { filesystem: { rootdirectory: data }, delete: { enabled: true } },
  http: { addr: registryHost },
});
