/** Texts by path in the project's folder; a path that ends with a slash is an empty folder. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** What of a project must come out alike whoever brings it up: Berth or docker compose. By what it is about. */
export const interchangeProjects: Readonly<Record<string, ProjectFiles>> = {
  'shared namespaces': {
    'compose.yaml': `
services:
  base: { image: "busybox:1.36", command: [sleep, "600"], init: true, ipc: shareable, stop_grace_period: 0s, volumes: [/lent] }
  net: { image: "busybox:1.36", command: [sleep, "600"], network_mode: "service:base", stop_grace_period: 0s }
  rest: { image: "busybox:1.36", command: [sleep, "600"], ipc: "service:base", pid: "service:base", volumes_from: [base:ro], stop_grace_period: 0s }
`,
  },
  links: {
    'compose.yaml': `
services:
  db: { image: "busybox:1.36", command: [sleep, "600"], init: true, scale: 2, stop_grace_period: 0s }
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, links: [db, "db:database"], stop_grace_period: 0s }
`,
  },
  scale: {
    'compose.yaml': `
services:
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, scale: 3, stop_grace_period: 0s, ports: ["127.0.0.1::80"] }
  more: { image: "busybox:1.36", command: [sleep, "600"], init: true, deploy: { replicas: 2, resources: { limits: { cpus: "0.35", memory: 32M } } }, stop_grace_period: 0s }
`,
  },
  profiles: {
    'compose.yaml': `
services:
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s }
  debug: { image: "busybox:1.36", command: [sleep, "600"], profiles: [debug], depends_on: [app] }
`,
  },
  'an override file': {
    'compose.yaml': `
services:
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, environment: { A: "1", B: "2" }, stop_grace_period: 0s }
`,
    'compose.override.yaml': `
services:
  app: { environment: { B: "3" }, labels: { over: ridden }, ulimits: { nofile: { soft: 1000, hard: 2000 } } }
  added: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s, sysctls: { net.core.somaxconn: "1024" } }
`,
  },
  'volumes and tmpfs': {
    'compose.yaml': `
services:
  app:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    read_only: true
    stop_grace_period: 0s
    tmpfs: [/run, "/tmp:size=1m"]
    shm_size: 16m
    volumes:
      - data:/data
      - data:/plain:nocopy
      - /anonymous
      - ./files:/files:ro
      - { type: bind, source: ./files, target: /long, bind: { propagation: rprivate } }
      - { type: tmpfs, target: /memory, tmpfs: { size: 1m } }
volumes: { data: { labels: { kept: "yes" } } }
`,
    'files/': '',
  },
  hooks: {
    'compose.yaml': `
services:
  app:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    user: "1000"
    stop_grace_period: 0s
    post_start: [{ command: [sh, -c, "echo $$WORD > /word"], user: root, environment: { WORD: hello }, working_dir: /tmp }]
    pre_stop: [{ command: ["true"] }]
  next: { image: "busybox:1.36", command: [sleep, "600"], init: true, depends_on: [app], stop_grace_period: 0s }
`,
  },
  networks: {
    'compose.yaml': `
services:
  app:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    stop_grace_period: 0s
    extra_hosts: ["outside=10.0.0.1"]
    dns_search: [example.test]
    networks:
      back: { aliases: [backend, api], ipv4_address: 10.231.SUBNET.20, priority: 10, mac_address: "02:42:0a:e7:4d:14" }
      default:
  side: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s, networks: [back] }
  alone: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s, network_mode: none }
networks: { back: { internal: true, ipam: { config: [{ subnet: 10.231.SUBNET.0/24 }] } } }
`,
  },
  'one-shot jobs': {
    'compose.yaml': `
services:
  job: { image: "busybox:1.36", command: ["true"] }
  second: { image: "busybox:1.36", command: [sh, -c, "exit 0"], depends_on: { job: { condition: service_completed_successfully } } }
  app: { image: "busybox:1.36", command: [sleep, "600"], init: true, stop_grace_period: 0s, depends_on: { second: { condition: service_completed_successfully } } }
`,
  },
  'files and security': {
    'compose.yaml': `
services:
  app:
    image: busybox:1.36
    command: [sleep, "600"]
    init: true
    stop_grace_period: 0s
    security_opt: ["seccomp=./seccomp.json", "no-new-privileges:true", "systempaths=unconfined"]
    cap_drop: [ALL]
    cap_add: [chown]
    env_file: [app.env]
    configs: [{ source: inline, target: /etc/inline }, fromfile]
    secrets: [key]
configs: { inline: { content: hello }, fromfile: { file: ./app.env } }
secrets: { key: { file: ./key } }
`,
    'app.env': 'FROM_FILE=yes\n',
    key: 'not secret\n',
    'seccomp.json': '{\n  "defaultAction": "SCMP_ACT_ALLOW"\n}\n',
  },
};
