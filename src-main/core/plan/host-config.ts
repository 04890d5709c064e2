import type { Model, PortModel, ServiceModel } from '../compose/model.ts';
import { deviceFiles, deviceRequests } from './device-requests.ts';
import { networkMode } from './networking.ts';
import { type RequestTexts, securityOptions } from './security-options.ts';

/**
 * HostConfig of POST /containers/create, as docker compose 2.40 fills it (create.go; checked against recorded requests), for a
 * service whose lenders are resolved (see `withLenders`).
 * What compose sends as a zero value is left out: the engine reads both alike. Mounts, Binds and ports of a one-off
 * container are decided by the caller.
 */
export function hostConfig(
  model: Model,
  service: ServiceModel,
  texts: RequestTexts,
): Record<string, unknown> {
  const { MaskedPaths, ReadonlyPaths, SecurityOpt } = securityOptions(service, texts);
  const filled = withoutEmpty({
    NetworkMode: networkMode(model, service),
    RestartPolicy: restartPolicy(service),
    LogConfig:
      service.logging === undefined
        ? undefined
        : { Type: service.logging.driver ?? '', Config: service.logging.options },
    CapAdd: capabilities(service.cap_add),
    CapDrop: capabilities(service.cap_drop),
    CgroupnsMode: service.cgroup,
    CgroupParent: service.cgroup_parent,
    Dns: service.dns,
    DnsOptions: service.dns_opt,
    DnsSearch: service.dns_search,
    GroupAdd: service.group_add,
    IpcMode: service.ipc,
    PidMode: service.pid,
    UTSMode: service.uts,
    UsernsMode: service.userns_mode,
    Isolation: service.isolation,
    Runtime: service.runtime,
    Privileged: service.privileged,
    ReadonlyRootfs: service.read_only,
    Init: service.init,
    SecurityOpt,
    StorageOpt: service.storage_opt,
    Sysctls: service.sysctls,
    Annotations: service.annotations,
    Tmpfs: tmpfs(service.tmpfs),
    ShmSize: bytes(service.shm_size),
    OomScoreAdj: service.oom_score_adj,
    OomKillDisable: service.oom_kill_disable,
    VolumesFrom: service.volumes_from,
    Ulimits: ulimits(service.ulimits),
    Devices: deviceFiles(service),
    DeviceCgroupRules: service.device_cgroup_rules,
    DeviceRequests: deviceRequests(service),
    ...resources(service),
    ...blockIo(service.blkio_config),
  });
  // `docker inspect` tells an empty list from none.
  const ExtraHosts = (service.extra_hosts ?? []).map((entry) => entry.replace('=', ':'));
  // Empty lists that say something: without them the engine masks the paths it masks of itself.
  return MaskedPaths === undefined
    ? { ...filled, ExtraHosts }
    : { ...filled, ExtraHosts, MaskedPaths, ReadonlyPaths };
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

/** As the docker client sends them: by their full names, each once, sorted. */
const capabilities = (names: readonly string[] | undefined): readonly string[] =>
  [...new Set((names ?? []).map(capability))].sort();

function restartPolicy(service: ServiceModel): Record<string, unknown> | undefined {
  const policy = service.deploy?.restart_policy;
  if (policy !== undefined) {
    const names: Readonly<Record<string, string>> = { none: 'no', any: 'always' };
    return {
      Name: names[policy.condition ?? ''] ?? policy.condition ?? '',
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
    // compose holds cpus as a 32-bit float, and multiplies as one
    NanoCpus: cpus === undefined ? undefined : Math.trunc(Math.fround(Math.fround(Number(cpus)) * 1e9)),
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

function blockIo(config: ServiceModel['blkio_config']): Record<string, unknown> {
  if (config === undefined) return {};
  const rates = (key: string): unknown =>
    asList(config[key]).map((entry) => ({ Path: entry['Path'], Rate: Number(entry['Rate']) }));
  return {
    BlkioWeight: config['weight'],
    BlkioWeightDevice: asList(config['weight_device']).map((entry) => ({
      Path: entry['Path'],
      Weight: entry['Weight'],
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
