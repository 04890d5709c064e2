import { dictOf, listOf, recordOf } from './shape.ts';

const texts = listOf('text');
const labels = 'labels';

const fileReference = recordOf({ source: 'text', target: 'text', uid: 'text', gid: 'text', 'mode?': 'mode' });

const deviceRequest = recordOf({
  capabilities: texts,
  driver: 'text',
  count: 'count',
  device_ids: texts,
  options: labels,
});

const hook = recordOf({
  'command!': 'words',
  user: 'text',
  privileged: 'flag',
  working_dir: 'text',
  environment: 'variables',
});

const build = recordOf({
  context: 'text',
  dockerfile: 'text',
  dockerfile_inline: 'text',
  entitlements: texts,
  args: 'variables',
  provenance: 'text',
  sbom: 'text',
  ssh: 'ssh',
  labels,
  cache_from: texts,
  cache_to: texts,
  no_cache: 'flag',
  additional_contexts: labels,
  pull: 'flag',
  extra_hosts: 'hosts',
  isolation: 'text',
  network: 'text',
  target: 'text',
  secrets: listOf(fileReference),
  shm_size: 'bytes',
  tags: texts,
  ulimits: dictOf('ulimit'),
  platforms: texts,
  privileged: 'flag',
});

const trigger = recordOf({
  'path!': 'text',
  'action!': 'text',
  target: 'text',
  'exec!': hook,
  include: 'texts',
  ignore: 'texts',
  initial_sync: 'flag',
});

const throttle = listOf(recordOf({ 'Path!': 'text', 'Rate!': 'bytes' }));

const blkio = recordOf({
  weight: 'amount',
  weight_device: listOf(recordOf({ 'Path!': 'text', 'Weight!': 'amount' })),
  device_read_bps: throttle,
  device_read_iops: throttle,
  device_write_bps: throttle,
  device_write_iops: throttle,
});

const update = recordOf({
  'parallelism?': 'retries',
  delay: 'span',
  failure_action: 'text',
  monitor: 'span',
  max_failure_ratio: 'float32',
  order: 'text',
});

const resource = recordOf({
  cpus: 'float32',
  memory: 'bytes',
  pids: 'whole',
  devices: listOf(deviceRequest),
  generic_resources: listOf(
    recordOf({ 'discrete_resource_spec?': recordOf({ 'kind!': 'text', 'value!': 'whole' }) }),
  ),
});

const deploy = recordOf({
  mode: 'text',
  'replicas?': 'whole',
  labels,
  'update_config?': update,
  'rollback_config?': update,
  'resources!': recordOf({ 'limits?': resource, 'reservations?': resource }),
  'restart_policy?': recordOf({
    condition: 'text',
    'delay?': 'duration',
    'max_attempts?': 'retries',
    'window?': 'duration',
  }),
  'placement!': recordOf({
    constraints: texts,
    preferences: listOf(recordOf({ spread: 'text' })),
    max_replicas_per_node: 'retries',
  }),
  endpoint_mode: 'text',
});

const healthcheck = recordOf({
  test: 'test',
  'timeout?': 'duration',
  'interval?': 'duration',
  'retries?': 'retries',
  'start_period?': 'duration',
  'start_interval?': 'duration',
  disable: 'flag',
});

const attachedNetwork = recordOf({
  aliases: texts,
  driver_opts: dictOf('loose'),
  gw_priority: 'whole',
  interface_name: 'text',
  ipv4_address: 'text',
  ipv6_address: 'text',
  link_local_ips: texts,
  mac_address: 'text',
  priority: 'whole',
});

const port = recordOf({
  name: 'text',
  mode: 'text',
  host_ip: 'text',
  target: 'retries',
  published: 'text',
  protocol: 'text',
  app_protocol: 'text',
});

const mount = recordOf({
  type: 'text',
  source: 'text',
  target: 'text',
  read_only: 'flag',
  consistency: 'text',
  'bind?': recordOf({ selinux: 'text', propagation: 'text', 'create_host_path~': 'flag', recursive: 'text' }),
  'volume?': recordOf({ labels, nocopy: 'flag', subpath: 'text' }),
  'tmpfs?': recordOf({ size: 'bytes', mode: 'amount' }),
  'image?': recordOf({ subpath: 'text' }),
});

/** One service in the order in which docker compose 2.40 writes it (compose-go 2.9.1, types.ServiceConfig). */
export const serviceShape = recordOf({
  profiles: texts,
  annotations: labels,
  'attach?': 'flag',
  'build?': build,
  'develop?': recordOf({ watch: listOf(trigger) }),
  'blkio_config?': blkio,
  cap_add: texts,
  cap_drop: texts,
  cgroup_parent: 'text',
  cgroup: 'text',
  cpu_count: 'whole',
  cpu_percent: 'float32',
  cpu_period: 'whole',
  cpu_quota: 'whole',
  cpu_rt_period: 'whole',
  cpu_rt_runtime: 'whole',
  cpus: 'float32',
  cpuset: 'text',
  cpu_shares: 'whole',
  'command!': 'words',
  configs: listOf(fileReference),
  container_name: 'text',
  'credential_spec?': recordOf({ config: 'text', file: 'text', registry: 'text' }),
  depends_on: dictOf(recordOf({ condition: 'text', restart: 'flag', 'required!': 'flag' })),
  'deploy?': deploy,
  device_cgroup_rules: texts,
  devices: listOf(recordOf({ source: 'text', target: 'text', permissions: 'text' })),
  dns: texts,
  dns_opt: texts,
  dns_search: 'texts',
  dockerfile: 'text',
  domainname: 'text',
  'entrypoint!': 'words',
  'provider?': recordOf({ type: 'text', options: dictOf('texts') }),
  environment: 'variables',
  env_file: listOf('envFile'),
  expose: texts,
  'extends?': recordOf({ file: 'text', service: 'text' }),
  external_links: texts,
  extra_hosts: 'hosts',
  group_add: texts,
  gpus: listOf(deviceRequest),
  hostname: 'text',
  'healthcheck?': healthcheck,
  image: 'text',
  'init?': 'flag',
  ipc: 'text',
  isolation: 'text',
  labels,
  label_file: texts,
  links: texts,
  'logging?': recordOf({ driver: 'text', options: dictOf('loose') }),
  mem_limit: 'bytes',
  mem_reservation: 'bytes',
  memswap_limit: 'bytes',
  mem_swappiness: 'bytes',
  mac_address: 'text',
  'models?': dictOf(recordOf({ endpoint_var: 'text', model_var: 'text' })),
  network_mode: 'text',
  networks: dictOf(attachedNetwork),
  oom_kill_disable: 'flag',
  oom_score_adj: 'whole',
  pid: 'text',
  pids_limit: 'whole',
  platform: 'text',
  ports: listOf(port),
  privileged: 'flag',
  pull_policy: 'text',
  read_only: 'flag',
  restart: 'text',
  runtime: 'text',
  'scale?': 'whole',
  secrets: listOf(fileReference),
  security_opt: texts,
  shm_size: 'bytes',
  stdin_open: 'flag',
  'stop_grace_period?': 'duration',
  stop_signal: 'text',
  storage_opt: dictOf('text'),
  sysctls: labels,
  tmpfs: 'texts',
  tty: 'flag',
  ulimits: dictOf('ulimit'),
  use_api_socket: 'flag',
  user: 'text',
  userns_mode: 'text',
  uts: 'text',
  volumes: listOf(mount),
  volumes_from: texts,
  working_dir: 'text',
  post_start: listOf(hook),
  pre_stop: listOf(hook),
});
