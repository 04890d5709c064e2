import type { Model, MountModel, ServiceModel } from './model.ts';

/** Something docker compose does without a word and a person may not expect, in words. */
export type Caution = { readonly service: string; readonly message: string };

/** What a project opens to the network or to the host. Without a profile Berth says it and goes on. `homeDir` is absolute. */
export function cautions(model: Model, homeDir: string): readonly Caution[] {
  return Object.entries(model.services).flatMap(([service, part]) =>
    [...openPorts(part), ...openMounts(part, homeDir), ...openPowers(part)].map((message) => ({
      service,
      message,
    })),
  );
}

function openPorts({ ports = [] }: ServiceModel): readonly string[] {
  const open = ports.filter(
    ({ published, host_ip: ip }) => published !== undefined && ['', '0.0.0.0', '::'].includes(ip ?? ''),
  );
  return open.map(
    ({ published, target }) =>
      `port ${published} (container port ${target}) is open to the network: publish it on 127.0.0.1 to keep it on this machine`,
  );
}

const sockets = ['/var/run/docker.sock', '/run/docker.sock', '\\\\.\\pipe\\docker_engine'];

function openMounts({ volumes = [] }: ServiceModel, homeDir: string): readonly string[] {
  return volumes
    .filter(({ type }) => type === 'bind' || type === 'npipe')
    .flatMap((mount) => mountCaution(mount, homeDir));
}

function mountCaution({ source = '', target }: MountModel, homeDir: string): readonly string[] {
  const bare = source.length > 1 ? source.replace(/[\\/]+$/, '') : source;
  if (sockets.includes(bare))
    return [`the Docker Engine is handed in at ${target}: whoever uses it is root on this machine`];
  if (bare === homeDir) return [`your whole home folder is mounted at ${target}`];
  return bare === '' || bare === '/' || /^[A-Za-z]:$/.test(bare)
    ? [`a whole disk (${source}) is mounted at ${target}`]
    : [];
}

function openPowers({
  use_api_socket: socket,
  privileged,
  pid,
  network_mode: network,
}: ServiceModel): readonly string[] {
  return [
    ...(socket === true ? ['the Docker Engine is handed in: whoever uses it is root on this machine'] : []),
    ...(privileged === true ? ['it is privileged: it may do anything to this machine'] : []),
    ...(pid === 'host' ? ['it sees every process of this machine'] : []),
    ...(network === 'host' ? ['it uses the network of this machine as its own'] : []),
  ];
}
