import type { DeviceRequest, ServiceModel } from '../compose/model.ts';

type Device = NonNullable<ServiceModel['devices']>[number];

/** `vendor/class=name`, which only a device of the Container Device Interface is called. */
const isInterfaceName = ({ source, target }: Device): boolean =>
  (target === undefined || target === source) && /^[\w.-]+\/[\w.-]+=[\w.:-]+$/.test(source);

/** Devices that are files of the host. */
export const deviceFiles = (service: ServiceModel): readonly Record<string, string>[] =>
  (service.devices ?? [])
    .filter((device) => !isInterfaceName(device))
    .map(({ source, target, permissions }) => ({
      PathOnHost: source,
      PathInContainer: target ?? source,
      CgroupPermissions: permissions ?? 'rwm',
    }));

/** Devices by what they can do, in compose's order: reserved ones, those of the Container Device Interface, `gpus`. */
export function deviceRequests(service: ServiceModel): readonly Record<string, unknown>[] {
  const names = (service.devices ?? []).filter(isInterfaceName).map(({ source }) => source);
  const gpus = (service.gpus ?? []).map((gpu) => ({
    ...gpu,
    capabilities: [...(gpu.capabilities ?? []), 'gpu'],
  }));
  return [
    ...(service.deploy?.resources?.reservations?.devices ?? []).map(deviceRequest),
    ...(names.length === 0 ? [] : [{ Driver: 'cdi', DeviceIDs: names }]),
    ...gpus.map(deviceRequest),
  ];
}

const deviceRequest = (device: DeviceRequest): Record<string, unknown> => ({
  ...(device.driver === undefined ? {} : { Driver: device.driver }),
  ...(device.count === undefined ? {} : { Count: device.count }),
  ...(device.device_ids === undefined ? {} : { DeviceIDs: device.device_ids }),
  Capabilities: [device.capabilities ?? []],
  ...(device.options === undefined ? {} : { Options: device.options }),
});
