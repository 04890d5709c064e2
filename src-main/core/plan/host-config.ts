import type { DeviceRequest, Model, PortModel, ServiceModel } from '../compose/model.ts';
import { networkMode, sharedWith } from './networking.ts';

/**
 * HostConfig of POST /containers/create, as docker compose 2.40 fills it (create.go; checked against recorded requests).
 * What compose sends as a zero value is left out: the engine reads both alike. Mounts, Binds and ports of a one-off
 * container are decided by the caller.
 */
export function hostConfig(model: Model, service: ServiceModel): Record<string, unknown> {
  return withoutEmpty({
    NetworkMode: networkMode(model, service),
    RestartPolicy: restartPolicy(service),
    LogConfig:
      service.logging === undefined
        ? undefined
        : { Type: service.logging.driver ?? '', Config: service.logging.options },
    CapAdd: service.cap_add?.map(capability),
    CapDrop: service.cap_drop?.map(capability),
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    Dns: service.dns,
    DnsOptions: service.dns_opt,
    DnsSearch: service.dns_search,
    ExtraHosts: service.extra_hosts?.map((entry) => entry.replace('=', ':')),
    GroupAdd: service.group_add,
    IpcMode: namespace(model, service.ipc),
    PidMode: namespace(model, service.pid),
    UTSMode: service.uts,
    UsernsMode: service.userns_mode,
    Isolation: service.isolation,
    Runtime: service.runtime,
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    Init: service.init,
    SecurityOpt: service.security_opt?.map((option) => option.replace('=', ':')),
    StorageOpt: service.storage_opt,
    Sysctls: service.sysctls,
    Annotations: service.annotations,
    Tmpfs: tmpfs(service.tmpfs),
    ShmSize: bytes(service.shm_size),
    OomScoreAdj: service.oom_score_adj,
    OomKillDisable: service.oom_kill_disable,
    VolumesFrom: service.volumes_from?.map((from) => from.replace(/^container:/, '')),
    Ulimits: ulimits(service.ulimits),
    Devices: service.devices?.map((device) => ({
      PathOnHost: device.source,
      PathInContainer: device.target ?? device.source,
      CgroupPermissions: device.permissions ?? 'rwm',
    })),
    DeviceCgroupRules: service.device_cgroup_rules,
    DeviceRequests: deviceRequests(service),
    ...resources(service),
    ...blockIo(service.blkio_config),
  });
}

/** The entry without keys that hold nothing. An empty list of a caller's own stays out too. */
export function withoutEmpty(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).filter(
      ([, item]) => item !== undefined && !(Array.isArray(item) && item.length === 0),
    ),
  );
}

const bytes = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Number(text);
const capability = (name: string): string =>
  name.toUpperCase() === 'ALL' || name.toUpperCase().startsWith('CAP_')
    ? name.toUpperCase()
    : `CAP_${name.toUpperCase()}`;
const namespace = (model: Model, mode: string | undefined): string | undefined =>
  mode?.startsWith('service:') === true ? sharedWith(model, mode) : mode;

function restartPolicy(service: ServiceModel): Record<string, unknown> | undefined {
  const policy = service.deploy?.restart_policy;
  if (policy !== undefined) {
    const names: Readonly<Record<string, string>> = { none: 'no', any: 'always' };
    const name = names[policy.condition ?? 'any'] ?? policy.condition;
    return {
      Name: name,
      ...(policy.max_attempts === undefined ? {} : { MaximumRetryCount: policy.max_attempts }),
    };
  }
  if (service.restart === undefined || service.restart === '') return undefined;
  const [name = '', count] = service.restart.split(':');
  return { Name: name, ...(count === undefined ? {} : { MaximumRetryCount: Number(count) }) };
}

const tmpfs = (entries: readonly string[] | undefined): Record<string, string> | undefined =>
  entries === undefined
    ? undefined
    : Object.fromEntries(
        entries.map((entry) => {
          const cut = entry.indexOf(':');
          return cut === -1 ? [entry, ''] : [entry.slice(0, cut), entry.slice(cut + 1)];
        }),
      );

const ulimits = (entries: ServiceModel['ulimits']): unknown =>
  entries === undefined
    ? undefined
    : Object.entries(entries).map(([Name, limit]) =>
        typeof limit === 'number'
          ? { Name, Hard: limit, Soft: limit }
          : { Name, Hard: limit.hard ?? 0, Soft: limit.soft ?? 0 },
      );

function resources(service: ServiceModel): Record<string, unknown> {
  const { limits, reservations } = service.deploy?.resources ?? {};
  const cpus = limits?.cpus ?? service.cpus;
  return {
    Memory: bytes(limits?.memory ?? service.mem_limit),
    MemoryReservation: bytes(reservations?.memory ?? service.mem_reservation),
    MemorySwap: bytes(service.memswap_limit),
    MemorySwappiness: bytes(service.mem_swappiness),
    // compose holds cpus as a 32-bit float and multiplies that
    NanoCpus: cpus === undefined ? undefined : Math.trunc(Math.fround(Number(cpus)) * 1e9),
    PidsLimit: limits?.pids ?? (service.pids_limit === 0 ? undefined : service.pids_limit),
    CpuCount: service.cpu_count,
    CpuPercent: service.cpu_percent === undefined ? undefined : service.cpu_percent * 100,
    CpuPeriod: service.cpu_period,
    CpuQuota: service.cpu_quota,
    CpuRealtimePeriod: service.cpu_rt_period,
    CpuRealtimeRuntime: service.cpu_rt_runtime,
    CpuShares: service.cpu_shares,
    CpusetCpus: service.cpuset,
  };
}

function deviceRequests(service: ServiceModel): unknown {
  const reserved = service.deploy?.resources?.reservations?.devices ?? [];
  const gpus = (service.gpus ?? []).map((gpu) => ({
    ...gpu,
    capabilities: [...(gpu.capabilities ?? []), 'gpu'],
  }));
  return [...reserved, ...gpus].map((device: DeviceRequest) =>
    withoutEmpty({
      Driver: device.driver,
      Count: device.count,
      DeviceIDs: device.device_ids,
      Capabilities: [device.capabilities ?? []],
      Options: device.options,
    }),
  );
}

function blockIo(config: ServiceModel['blkio_config']): Record<string, unknown> {
  if (config === undefined) return {};
  const rates = (key: string): unknown =>
    asList(config[key]).map((entry) => ({ Path: entry['path'], Rate: Number(entry['rate']) }));
  return {
    BlkioWeight: config['weight'],
    BlkioWeightDevice: asList(config['weight_device']).map((entry) => ({
      Path: entry['path'],
      Weight: entry['weight'],
    })),
    BlkioDeviceReadBps: rates('device_read_bps'),
    BlkioDeviceWriteBps: rates('device_write_bps'),
    BlkioDeviceReadIOps: rates('device_read_iops'),
    BlkioDeviceWriteIOps: rates('device_write_iops'),
  };
}

const asList = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value : [];

export type PortMap = Record<string, { readonly HostIp: string; readonly HostPort: string }[]>;

/** `PortBindings` of the published ports; a port without `published` gets one from the engine. */
export function portBindings(ports: readonly PortModel[]): PortMap {
  const map: PortMap = {};
  for (const port of ports) {
    const key = `${port.target}/${port.protocol ?? 'tcp'}`;
    map[key] = [...(map[key] ?? []), { HostIp: port.host_ip ?? '', HostPort: port.published ?? '' }];
  }
  return map;
}

/** `ExposedPorts`: the expose entries as written and the target of every port. */
export function exposedPorts(
  service: ServiceModel,
  ports: readonly PortModel[],
): Record<string, Record<string, never>> {
  const keys = [
    ...(service.expose ?? []),
    ...ports.map((port) => `${port.target}/${port.protocol ?? 'tcp'}`),
  ];
  return Object.fromEntries(keys.map((key) => [key, {}]));
}
