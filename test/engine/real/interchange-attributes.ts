import type { ProjectFiles } from './interchange-projects.ts';

const sleeps = 'image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s';

/** One project for each family of attributes; small, so that many can be brought up by both tools. */
export const attributeProjects: Readonly<Record<string, ProjectFiles>> = {
  'names, user and place': {
    'compose.yaml': `
services:
  app: { ${sleeps}, hostname: host-a, domainname: example.test, user: "1000:1000", working_dir: /tmp, group_add: ["44"] }
  named: { ${sleeps}, container_name: "\${COMPOSE_PROJECT_NAME}-own-name" }
`,
  },
  'an entrypoint': {
    'compose.yaml': `
services:
  app: { image: "busybox:1.36", entrypoint: [sleep], command: ["600"], init: true, stop_grace_period: 0s }
  text: { image: "busybox:1.36", entrypoint: sleep 600, init: true, stop_grace_period: 0s }
`,
  },
  'environment in every form': {
    'compose.yaml': `
services:
  list: { ${sleeps}, environment: ["A=1", "B=\${FROM_DOT_ENV}", C, "D="] }
  map: { ${sleeps}, environment: { A: 1, B: true, C: null, D: "with \\"quotes\\" and $$dollar", E: 1.50 } }
`,
    '.env': 'FROM_DOT_ENV="two words"\n',
  },
  'env files and label files': {
    'compose.yaml': `
services:
  app:
    ${sleeps.replaceAll(', ', '\n    ').replace('[sleep\n    "600"]', '[sleep, "600"]')}
    env_file: [one.env, { path: two.env, required: false }, { path: none.env, required: false }]
    environment: { OVER: file }
    label_file: [labels.env]
`,
    'one.env': 'ONE=1\nOVER=env\nJOINED=${ONE}2\n',
    'two.env': 'ONE="again"\n',
    'labels.env': 'from.file=yes\n',
  },
  'published ports': {
    'compose.yaml': `
services:
  app: { ${sleeps}, ports: ["127.0.0.1::80", { target: 81, host_ip: 127.0.0.1, protocol: udp, name: metrics, app_protocol: http }], expose: ["9000", "9100/udp"] }
`,
  },
  'health checks': {
    'compose.yaml': `
services:
  ok: { ${sleeps}, healthcheck: { test: ["CMD", "true"], interval: 2s, timeout: 1s, retries: 2, start_period: 5s, start_interval: 1s } }
  shell: { ${sleeps}, healthcheck: { test: "exit 0", interval: 2s }, depends_on: { ok: { condition: service_healthy } } }
  off: { ${sleeps}, healthcheck: { disable: true } }
`,
  },
  'dependencies of every kind': {
    'compose.yaml': `
services:
  db: { ${sleeps}, healthcheck: { test: ["CMD", "true"], interval: 2s } }
  api: { ${sleeps}, depends_on: { db: { condition: service_healthy, restart: true }, gone: { condition: service_started, required: false } } }
  web: { ${sleeps}, depends_on: [api] }
  gone: { ${sleeps}, profiles: [never] }
`,
  },
  'extends and include': {
    'compose.yaml': `
include: [more/compose.yaml]
services:
  app: { extends: { file: base.yaml, service: base }, environment: { B: "2" }, depends_on: [included] }
`,
    'base.yaml': `services: { base: { ${sleeps}, environment: { A: "1", B: "1" }, labels: { from: base } } }\n`,
    'more/': '',
    'more/compose.yaml': `services: { included: { ${sleeps}, volumes: ["./data:/data"] } }\n`,
    'more/data/': '',
  },
  'anchors, merge keys and documents': {
    'compose.yaml': `
x-base: &base { ${sleeps} }
services:
  a: { <<: *base, labels: { multi: "line\\none" } }
  b:
    <<: *base
    environment:
      TEXT: |
        two
        lines
`,
  },
  'names of its own for networks and volumes': {
    'compose.yaml': `
services:
  app: { ${sleeps}, networks: { one: { aliases: [x] }, two: null }, volumes: ["kept:/kept"] }
networks: { one: { name: "\${COMPOSE_PROJECT_NAME}_custom", labels: { a: b } }, two: { driver: bridge, driver_opts: { com.docker.network.bridge.enable_icc: "true" } } }
volumes: { kept: { name: "\${COMPOSE_PROJECT_NAME}_own", driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m" } } }
`,
  },
  'network modes': {
    'compose.yaml': `
services:
  host: { ${sleeps}, network_mode: host }
  bridge: { ${sleeps}, network_mode: bridge }
  none: { ${sleeps}, network_mode: none }
`,
  },
  'logging and restarts': {
    'compose.yaml': `
services:
  json: { ${sleeps}, logging: { driver: json-file, options: { max-size: 1m, max-file: "2" } }, restart: unless-stopped }
  quiet: { ${sleeps}, logging: { driver: none }, restart: "on-failure:3", attach: false }
  policy: { ${sleeps}, deploy: { restart_policy: { condition: on-failure, max_attempts: 2, delay: 1s } } }
`,
  },
  'limits of resources': {
    'compose.yaml': `
services:
  old: { ${sleeps}, mem_limit: 32m, mem_reservation: 16m, cpus: 0.25, cpu_shares: 512, pids_limit: 50, oom_score_adj: 100 }
  new: { ${sleeps}, deploy: { resources: { limits: { memory: 32M, cpus: "0.25", pids: 50 }, reservations: { memory: 16M } } } }
  swap: { ${sleeps}, mem_limit: 32m, memswap_limit: 64m, ulimits: { nproc: 100, nofile: { soft: 100, hard: 200 } } }
`,
  },
  'devices and powers': {
    'compose.yaml': `
services:
  app: { ${sleeps}, devices: ["/dev/null:/dev/other:r"], device_cgroup_rules: ["c 1:3 mr"], cap_add: [NET_ADMIN], cap_drop: [MKNOD], read_only: true }
`,
  },
  'names of other machines': {
    'compose.yaml': `
services:
  app: { ${sleeps}, dns: [9.9.9.9], dns_opt: ["ndots:1"], dns_search: [a.test, b.test], extra_hosts: { one: 10.0.0.1, two: [10.0.0.2, 10.0.0.3] } }
`,
  },
  'namespaces of the machine': {
    'compose.yaml': `
services:
  app: { ${sleeps}, ipc: private, uts: host, cgroup: private }
  pid: { ${sleeps}, pid: host, ipc: host }
`,
  },
  'labels and annotations': {
    'compose.yaml': `
services:
  app: { ${sleeps}, labels: ["plain", "empty=", "sum=a=b", "text=ü <&> \\"'"], annotations: { com.example.note: "yes" } }
`,
  },
  'terminals and signals': {
    'compose.yaml': `
services:
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, tty: true, stdin_open: true, stop_signal: SIGINT, stop_grace_period: 1m30s }
  plain: { image: "busybox:1.36", command: [sleep, "600"], init: false, stop_signal: SIGKILL, platform: linux/amd64, pull_policy: never }
`,
  },
  'secrets and configs of every kind': {
    'compose.yaml': `
services:
  app:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    stop_grace_period: 0s
    configs: [{ source: inline, target: /etc/inline, mode: 0440, uid: "1000" }, { source: variable, target: /etc/variable }]
    secrets: [{ source: variable, target: renamed }, file]
configs: { inline: { content: "hello \${COMPOSE_PROJECT_NAME}" }, variable: { environment: FROM_DOT_ENV } }
secrets: { variable: { environment: FROM_DOT_ENV }, file: { file: ./key } }
`,
    '.env': 'FROM_DOT_ENV=value\n',
    key: 'not secret\n',
  },
  'mounts of every kind': {
    'compose.yaml': `
services:
  app:
    ${sleeps.replaceAll(', ', '\n    ').replace('[sleep\n    "600"]', '[sleep, "600"]')}
    tmpfs: ["/run1", "/run2:size=1m,mode=755"]
    volumes:
      - data:/data
      - data:/read:ro
      - ./files:/labelled:z
      - { type: bind, source: ./files, target: /flat, read_only: true, bind: { create_host_path: false, recursive: disabled } }
      - { type: bind, source: ./files, target: /writable, read_only: true, bind: { recursive: writable } }
      - { type: bind, source: ./files, target: /own, bind: { selinux: Z } }
      - { type: bind, source: ./files, target: /cached, consistency: cached }
      - { type: volume, target: /unnamed }
      - { type: volume, source: data, target: /described, read_only: true, volume: { nocopy: true, labels: { a: b } } }
      - { type: tmpfs, target: /tmpfs, tmpfs: { size: 10m, mode: 0700 } }
volumes: { data: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m" } } }
`,
    'files/': '',
  },
  'commands in every form': {
    'compose.yaml': `
services:
  cleared: { image: "redis:7", entrypoint: [], command: [sleep, "600"], stop_grace_period: 0s }
  empty: { image: "redis:7", command: [], stop_grace_period: 0s }
  none: { image: "redis:7", command: null, entrypoint: null, stop_grace_period: 0s }
  text: { image: "busybox:1.36", entrypoint: sh -c, command: ["sleep 600"], stop_grace_period: 1500ms }
  quoted:
    image: busybox:1.36
    command: sh -c 'echo $$HOME "q"; sleep 600'
    stop_grace_period: 0s
    tty: true
`,
  },
  'networks with details': {
    'compose.yaml': `
services:
  app:
    ${sleeps.replaceAll(', ', '\n    ').replace('[sleep\n    "600"]', '[sleep, "600"]')}
    mac_address: "02:42:ac:11:65:43"
    networks:
      one: { priority: 10, link_local_ips: [169.254.34.1] }
      two: { priority: 100, gw_priority: 3, interface_name: eth7, driver_opts: { com.docker.network.endpoint.sysctls: "net.ipv4.conf.IFNAME.log_martians=1" } }
      six:
networks:
  one: { ipam: { config: [{ subnet: 10.232.SUBNET.0/24, gateway: 10.232.SUBNET.1, ip_range: 10.232.SUBNET.128/25, aux_addresses: { h: 10.232.SUBNET.5 } }] } }
  two: { attachable: true, labels: [k=v] }
  six: { enable_ipv4: false, enable_ipv6: true }
`,
  },
  'the socket of the engine': {
    'compose.yaml': `
services:
  app: { ${sleeps}, use_api_socket: true, volumes: [/anonymous] }
  own: { ${sleeps}, use_api_socket: true, environment: { DOCKER_CONFIG: /own } }
`,
  },
  'names of --compatibility': {
    'compose.yaml': `
services:
  app: { ${sleeps}, scale: 2, links: [other] }
  other: { ${sleeps} }
`,
    '.env': 'COMPOSE_COMPATIBILITY=true\nCOMPOSE_IGNORE_ORPHANS=1\n',
  },
  'no containers and many': {
    'compose.yaml': `
services:
  none: { ${sleeps}, scale: 0 }
  two: { ${sleeps}, scale: 2, networks: { a: { gw_priority: 1 }, b: { priority: 5 } } }
  done: { image: "busybox:1.36", command: ["true"], scale: 2 }
networks: { a: {}, b: { internal: true } }
`,
  },
};
