import type { Model, ServiceModel } from '../compose/model.ts';
import { type PhysicalVolumes, volumeName } from './mounts.ts';
import { networkName } from './networking.ts';
import type { ObservedContainer, ObservedImage } from './observed.ts';

export type Wanted = {
  readonly model: Model;
  readonly service: ServiceModel;
  readonly configHash: string;
  readonly image: ObservedImage | null;
  readonly physical: PhysicalVolumes;
};

/** Why a container must be made anew, as docker compose 2.40 decides it (convergence.go); null when it may stay. */
export function divergence(wanted: Wanted, container: ObservedContainer): string | null {
  if (container.configHash !== wanted.configHash) return 'its configuration changed';
  if (wanted.image !== null && container.imageId !== wanted.image.id) return 'its image changed';
  return networkDivergence(wanted, container) ?? volumeDivergence(wanted, container);
}

function networkDivergence({ model, service }: Wanted, container: ObservedContainer): string | null {
  if (container.state !== 'running' || (service.network_mode ?? '') !== '') return null;
  const missing = Object.keys(service.networks ?? {}).find(
    (key) => !container.networks.includes(networkName(model, key)),
  );
  return missing === undefined ? null : `it is not attached to network ${networkName(model, missing)}`;
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
