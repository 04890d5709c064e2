import type { Model, ServiceModel } from '../compose/model.ts';
import { type PhysicalVolumes, volumeName } from './mounts.ts';
import { networkName } from './networking.ts';
import type { ObservedContainer, ObservedImage, ObservedNetwork } from './observed.ts';

export type Wanted = {
  readonly model: Model;
  readonly service: ServiceModel;
  readonly configHash: string;
  readonly image: ObservedImage | null;
  readonly physical: PhysicalVolumes;
  /** Those that are at the engine now. */
  readonly networks: readonly ObservedNetwork[];
};

/** Why a container must be made anew, as docker compose 2.40 decides it (convergence.go); null when it may stay. */
export function divergence(wanted: Wanted, container: ObservedContainer): string | null {
  if (container.configHash !== wanted.configHash) return 'its configuration changed';
  if (wanted.image !== null && container.imageId !== wanted.image.id) return 'its image changed';
  return networkDivergence(wanted, container) ?? volumeDivergence(wanted, container);
}

/**
 * A container that ended holds to the network that it was started on, and the engine never starts it again once that one is gone,
 * be there another one of the name: docker compose 2.40 tries and fails (after `docker network prune`).
 */
function networkDivergence(
  { model, service, networks }: Wanted,
  container: ObservedContainer,
): string | null {
  if ((service.network_mode ?? '') !== '') return null;
  const wanted = Object.keys(service.networks ?? {}).map((key) => networkName(model, key));
  const missing = wanted.find((name) => !container.networks.includes(name));
  if (missing !== undefined && container.state === 'running')
    return `it is not attached to network ${missing}`;
  const gone = wanted.find((name) => {
    const id = container.networkIds?.[name];
    return id !== undefined && networks.find((network) => network.name === name)?.id !== id;
  });
  return gone === undefined ? null : `network ${gone} is not the one that it was started on`;
}

function volumeDivergence({ model, service, physical }: Wanted, container: ObservedContainer): string | null {
  const mounted = new Set(
    container.mounts.filter((mount) => mount.type === 'volume').map((mount) => mount.source),
  );
  for (const mount of service.volumes ?? []) {
    if (mount.type !== 'volume' || mount.source === undefined) continue;
    const name = volumeName(model, physical, mount.source);
    if (!mounted.has(name)) return `volume ${name} is not mounted`;
  }
  return null;
}
