import { docker, type Place } from './real-desk.ts';

type Entry = {
  readonly Id: string;
  readonly Name: string;
  readonly Image: string;
  readonly Path: string;
  readonly Args: readonly string[];
  readonly Config: Readonly<Record<string, unknown>> & { readonly Hostname: string };
  readonly HostConfig: Readonly<Record<string, unknown>>;
  readonly Mounts: readonly Readonly<Record<string, unknown>>[];
  readonly NetworkSettings: {
    readonly Networks: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
};

/** What `docker inspect` tells of the containers of a project, by name, without what no two containers share. */
export async function inspected(at: Place): Promise<Record<string, unknown>> {
  const containers = Object.entries(await at.containers());
  if (containers.length === 0) return {};
  let text = await docker('container', 'inspect', ...containers.map(([, id]) => id));
  for (const [name, id] of containers)
    text = text.replaceAll(id, `id of ${name}`).replaceAll(id.slice(0, 12), `short id of ${name}`);
  const entries = JSON.parse(text.replaceAll(/\b[0-9a-f]{64}\b(?=[/"])/g, 'a random name')) as Entry[];
  return Object.fromEntries(entries.map((entry) => [entry.Name, telling(entry)]));
}

const telling = ({ Image, Path, Args, Config, HostConfig, Mounts, NetworkSettings }: Entry): unknown =>
  sorted({
    Image,
    Path,
    Args,
    Config: ownConfig(Config),
    HostConfig,
    Mounts,
    networks: endpoints(NetworkSettings),
  });

/** The hash of one that shares a namespace holds the id of the other, which differs. */
function ownConfig(config: Entry['Config']): unknown {
  const labels = { ...(config['Labels'] as Record<string, string>) };
  const dependsOn = (labels['com.docker.compose.depends_on'] ?? '').split(',').toSorted().join();
  const { 'com.docker.compose.config-hash': _hash, 'com.docker.compose.replace': _replace, ...own } = labels;
  return { ...config, Labels: { ...own, 'com.docker.compose.depends_on': dependsOn } };
}

/** What was asked for, not what came of it: addresses are the engine's choice. */
const endpoints = ({ Networks }: Entry['NetworkSettings']): unknown =>
  Object.fromEntries(
    Object.entries(Networks).map(([name, { IPAMConfig, Links, Aliases, DriverOpts, GwPriority }]) => [
      name,
      { IPAMConfig, Links, Aliases, DriverOpts, GwPriority },
    ]),
  );

// Compose gathers these from maps, so that their order differs from one run to the next.
const sets = new Set(['Env', 'Ulimits', 'Mounts', 'Binds', 'ExtraHosts', 'Links']);

function sorted(value: unknown, under = ''): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => sorted(item));
    return sets.has(under)
      ? items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, sorted(item, key)]));
}
