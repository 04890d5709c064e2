import { demand, run } from '../lab/command.ts';

/** What the engine has whose name begins with a project's name, half-made objects too; and the lock of its runs. */
export type EngineObjects = {
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: readonly string[];
};

export const nothing: EngineObjects = { containers: [], networks: [], volumes: [] };

/** Names, sorted. */
export async function objectsOf(project: string): Promise<EngineObjects> {
  const [containers, networks, volumes] = await Promise.all([
    names(['ps', '--all', '--format', '{{.Names}}'], project),
    names(['network', 'ls', '--format', '{{.Name}}'], project),
    names(['volume', 'ls', '--format', '{{.Name}}'], project),
  ]);
  return { containers, networks, volumes };
}

async function names(list: readonly string[], project: string): Promise<readonly string[]> {
  const lines = (await demand('docker', list)).split('\n');
  // A replacement that has not got its name yet is called after what it replaces too.
  const isIts = (line: string): boolean =>
    line.replace(/^[0-9a-f]{12}_/, '').startsWith(project) || line.startsWith(`berth.lock.${project}`);
  return lines.filter(isIts).toSorted();
}

/** Removes all of it, images that were built for it included. */
export async function removeObjects(project: string): Promise<void> {
  const { containers, networks, volumes } = await objectsOf(project);
  const images = await names(['image', 'ls', '--format', '{{.Repository}}'], project);
  if (containers.length > 0) await run('docker', ['rm', '--force', '--volumes', ...containers]);
  if (networks.length > 0) await run('docker', ['network', 'rm', ...networks]);
  if (volumes.length > 0) await run('docker', ['volume', 'rm', ...volumes]);
  if (images.length > 0) await run('docker', ['image', 'rm', '--no-prune', ...images]);
}

/** `{ db: id, … }` of a project's containers, stopped ones and one-off ones too. */
export async function containerIds(project: string): Promise<Readonly<Record<string, string>>> {
  const filter = ['--filter', `label=com.docker.compose.project=${project}`];
  const format = ['--no-trunc', '--format', '{{.Label "com.docker.compose.service"}} {{.ID}}'];
  const lines = await demand('docker', ['ps', '--all', ...filter, ...format]);
  return Object.fromEntries(
    lines
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ')),
  ) as Record<string, string>;
}

/** One hash over every file of a volume: names, modes, owners and contents. Read by a container, without changing it. */
export async function volumeHash(volume: string): Promise<string> {
  const list =
    'cd /v && { find . -printf "%p %y %m %U:%G %s\\n"; find . -type f -exec sha256sum {} +; } | sort';
  const args = ['run', '--rm', '--volume', `${volume}:/v:ro`, 'debian:bookworm-slim'];
  const hash = await demand('docker', [...args, 'bash', '-c', `${list} | sha256sum`]);
  return hash.slice(0, 64);
}
