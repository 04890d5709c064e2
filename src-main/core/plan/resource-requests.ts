import type { Model } from '../compose/model.ts';
import { networkLabels, volumeLabels } from './labels.ts';
import type { NetworkRequest, VolumeRequest } from './requests.ts';

/** The network of a key as docker compose 2.40 asks for it. */
export function networkRequest(model: Model, key: string, hash: string): NetworkRequest {
  const network = model.networks[key];
  if (network === undefined) throw new Error(`the model has no network ${key}`);
  const pools = network.ipam?.config ?? [];
  return {
    Name: network.name,
    ...(network.driver === undefined ? {} : { Driver: network.driver }),
    ...(network.driver_opts === undefined ? {} : { Options: network.driver_opts }),
    ...(network.internal === undefined ? {} : { Internal: network.internal }),
    ...(network.attachable === undefined ? {} : { Attachable: network.attachable }),
    ...(network.enable_ipv4 === undefined ? {} : { EnableIPv4: network.enable_ipv4 }),
    ...(network.enable_ipv6 === undefined ? {} : { EnableIPv6: network.enable_ipv6 }),
    ...(network.ipam?.driver === undefined && pools.length === 0
      ? {}
      : {
          IPAM: {
            ...(network.ipam?.driver === undefined ? {} : { Driver: network.ipam.driver }),
            Config: pools.map((pool) => ({
              ...(pool.subnet === undefined ? {} : { Subnet: pool.subnet }),
              ...(pool.gateway === undefined ? {} : { Gateway: pool.gateway }),
              ...(pool.ip_range === undefined ? {} : { IPRange: pool.ip_range }),
              ...(pool.aux_addresses === undefined ? {} : { AuxiliaryAddresses: pool.aux_addresses }),
            })),
          },
        }),
    Labels: networkLabels(model.name, key, network, hash),
  };
}

/** The volume of a key as docker compose 2.40 asks for it. */
export function volumeRequest(model: Model, key: string, hash: string): VolumeRequest {
  const volume = model.volumes[key];
  if (volume === undefined) throw new Error(`the model has no volume ${key}`);
  return {
    Name: volume.name,
    ...(volume.driver === undefined ? {} : { Driver: volume.driver }),
    ...(volume.driver_opts === undefined ? {} : { DriverOpts: volume.driver_opts }),
    Labels: volumeLabels(model.name, key, volume, hash),
  };
}
