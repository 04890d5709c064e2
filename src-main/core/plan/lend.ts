import type { ServiceName } from '../../contract/names.ts';
import type { ServiceModel } from '../compose/model.ts';
import type { ContainerRequest } from './requests.ts';

/**
 * The service with containers in place of the services that lend it something, as docker compose 2.40 has it before it hashes
 * and creates (convergence.go): `network_mode`, `ipc` and `pid` become `container:<id>`, `volumes_from` the bare id, its mode
 * lost. `ids`: the first container of each lender. A lender without one stays as it is written.
 */
export function withLenders(service: ServiceModel, ids: Readonly<Record<ServiceName, string>>): ServiceModel {
  const { network_mode: network, ipc, pid, volumes_from: volumes } = service;
  const mode = (text: string): string => {
    const id = text.startsWith('service:') ? ids[text.slice('service:'.length)] : undefined;
    return id === undefined ? text : `container:${id}`;
  };
  return {
    ...service,
    ...(network === undefined ? {} : { network_mode: mode(network) }),
    ...(ipc === undefined ? {} : { ipc: mode(ipc) }),
    ...(pid === undefined ? {} : { pid: mode(pid) }),
    ...(volumes === undefined ? {} : { volumes_from: volumes.map((from) => volumesFrom(from, ids)) }),
  };
}

function volumesFrom(from: string, ids: Readonly<Record<ServiceName, string>>): string {
  const [name = '', container = ''] = from.split(':');
  return name === 'container' ? container : (ids[name] ?? from);
}

/** A request whose lenders were made since it was planned: their ids in place of their names. By container name. */
export function withLenderIds(
  request: ContainerRequest,
  ids: Readonly<Record<string, string>>,
): ContainerRequest {
  const host = request.body.HostConfig;
  const mode = (value: unknown): unknown => {
    const id =
      typeof value === 'string' && value.startsWith('container:')
        ? ids[value.slice('container:'.length)]
        : undefined;
    return id === undefined ? value : `container:${id}`;
  };
  const modes = ['NetworkMode', 'IpcMode', 'PidMode'].filter((key) => host[key] !== undefined);
  const from = host['VolumesFrom'];
  const volumes = Array.isArray(from) ? from.map((name: unknown) => ids[String(name)] ?? name) : null;
  const HostConfig = {
    ...host,
    ...Object.fromEntries(modes.map((key) => [key, mode(host[key])])),
    ...(volumes === null ? {} : { VolumesFrom: volumes }),
  };
  return { ...request, body: { ...request.body, HostConfig } };
}
