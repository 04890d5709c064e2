import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demand } from '../lab/command.ts';
import type { StandInName } from '../lab/stand-ins.ts';

/** A project that is brought up on an engine that may be broken, and how that engine looks when all is as wanted. */
export type StageProject = {
  /** What the machine's own engine has to have before `provide`. */
  readonly images: readonly StandInName[];
  readonly diskMiB: number;
  /** Lays the project out in an empty folder. */
  readonly lay: (dir: string) => void;
  /** Returns the images that the engine needs, by name, at the machine's own engine. */
  readonly provide: (dir: string) => Promise<readonly string[]>;
  /** Removes from the machine's own engine what `provide` made there. */
  readonly withdraw: () => Promise<void>;
  readonly env: Readonly<Record<string, string>>;
  /** `name state health-or-exit-code` of each container, in order of their names. */
  readonly containers: readonly string[];
  readonly networks: readonly string[];
  readonly volumes: RegExp;
};

const check = '{ test: [CMD, test, -e, /tmp/ready], interval: 1s, timeout: 2s, retries: 5 }';
const serves = 'command: [sh, -c, "touch /tmp/ready; sleep 600"]\n    init: true\n    stop_grace_period: 1s';
const compose = `
name: shop
services:
  db:
    image: busybox:1.36
    ${serves}
    volumes: ["data:/data", "/scratch"]
    healthcheck: ${check}
  job:
    image: busybox:1.36
    command: ["true"]
    depends_on: { db: { condition: service_healthy } }
  api:
    image: busybox:1.36
    ${serves}
    depends_on: { db: { condition: service_healthy }, job: { condition: service_completed_successfully } }
    healthcheck: ${check}
    networks: [default, back]
  web:
    image: busybox:1.36
    ${serves}
    depends_on: { api: { condition: service_healthy } }
volumes: { data: }
networks: { back: { internal: true } }
`;

/** Small, with every kind of wait. */
export const shop: StageProject = {
  images: ['busybox:1.36'],
  diskMiB: 512,
  lay: (dir) => {
    mkdirSync(dir);
    writeFileSync(join(dir, 'compose.yaml'), compose);
  },
  provide: async () => ['busybox:1.36'],
  withdraw: async () => undefined,
  env: {},
  containers: [
    'shop-api-1 running healthy',
    'shop-db-1 running healthy',
    'shop-job-1 exited 0',
    'shop-web-1 running none',
  ],
  networks: ['shop_back', 'shop_default'],
  volumes: /^shop_data$/,
};

const sampleDir = join(import.meta.dirname, '..', '..', 'resources', 'sample');
const name = 'berth-faults-sample';
const built = ['api', 'scheduler', 'worker'].map((service) => `${name}-${service}`);
const sampleEnv = {
  DB__PASSWORD: 'onlyForThisTest1',
  API__DATABASE_URL: 'postgresql://app:onlyForThisTest1@db:5432/app',
  API_PORT: '28000',
  WEB_PORT: '25173',
};

/** The sample as it is delivered, under a name of its own. */
export const sample: StageProject = {
  images: ['postgres:16', 'redis:7', 'python:3.11-slim', 'nginx:1.27'],
  // The disk is in memory, and takes only what is written to it.
  diskMiB: 4_096,
  lay: (dir) => {
    cpSync(sampleDir, dir, { recursive: true });
    const file = join(dir, 'compose.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^name: .*$/m, `name: ${name}`));
    const profile = join(dir, 'berth.yaml');
    writeFileSync(profile, readFileSync(profile, 'utf8').replace(/^project: .*$/m, `project: ${name}`));
  },
  // An engine of one's own has no network to build with.
  provide: async (dir) => {
    const env = { ...process.env, ...sampleEnv };
    await demand('docker', ['compose', 'build', '--quiet'], { cwd: dir, env });
    return ['postgres:16', 'redis:7', 'nginx:1.27', ...built];
  },
  withdraw: async () => void (await demand('docker', ['image', 'rm', ...built])),
  env: sampleEnv,
  containers: ['api', 'cache', 'db', 'scheduler', 'web', 'worker'].map(
    (service) => `${name}-${service}-1 running healthy`,
  ),
  networks: [`${name}_back`, `${name}_front`],
  volumes: new RegExp(`^${name}_dbdata$`),
};
