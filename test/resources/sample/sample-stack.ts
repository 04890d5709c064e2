import { createServer } from 'node:net';
import { join } from 'node:path';
import { demand, run } from '../../lab/command.ts';

/** The folder of the sample. */
export const SAMPLE = join(import.meta.dirname, '../../../resources/sample');

/** Small enough to be exceeded in a test; no test but that one comes near it. */
export const RATE_LIMIT = 150;

const DATABASE_PASSWORD = 'onlyForThisTest1';

export type SampleStack = {
  readonly project: string;
  /** Base addresses, without a slash at the end. */
  readonly api: string;
  readonly web: string;
  /** Runs `docker compose` for this stack; throws when it fails. */
  readonly compose: (...args: readonly string[]) => Promise<string>;
  /** One service's log as parsed JSON lines; lines that are no JSON are left out. */
  readonly log: (service: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  readonly down: () => Promise<void>;
};

/** The sample under a project name and on ports of its own, brought up by `docker compose`, the reference. */
export async function startSample(name: string): Promise<SampleStack> {
  const stack = sampleStack(`berth-test-${name}-${process.pid}`, await freePort(), await freePort());
  try {
    await stack.compose('up', '--detach', '--wait', '--build');
  } catch (error) {
    await stack.down();
    throw error;
  }
  return stack;
}

function sampleStack(project: string, apiPort: number, webPort: number): SampleStack {
  const options = { cwd: SAMPLE, env: { ...process.env, ...settings(apiPort, webPort) } };
  const compose = (...args: readonly string[]) =>
    demand('docker', ['compose', '--project-name', project, ...args], options);
  return {
    project,
    api: `http://127.0.0.1:${apiPort}`,
    web: `http://127.0.0.1:${webPort}`,
    compose,
    log: async (service) => jsonLines(await compose('logs', '--no-log-prefix', service)),
    down: async () => {
      const args = ['down', '--volumes', '--rmi', 'local', '--timeout', '2'];
      await run('docker', ['compose', '--project-name', project, ...args], options);
    },
  };
}

function settings(apiPort: number, webPort: number): NodeJS.ProcessEnv {
  return {
    DB__PASSWORD: DATABASE_PASSWORD,
    API__DATABASE_URL: `postgresql://app:${DATABASE_PASSWORD}@db:5432/app`,
    API__CORS_ORIGINS: 'http://pages.example',
    API__RATE_LIMIT_PER_MINUTE: String(RATE_LIMIT),
    API_PORT: String(apiPort),
    WEB_PORT: String(webPort),
    SCHEDULER__INTERVAL_SECONDS: '2',
    GIT_SHA: 'feedbeef',
    BUILD_DATE: '2026-01-02T03:04:05Z',
    APP_VERSION: '9.8.7',
  };
}

function jsonLines(text: string): readonly Readonly<Record<string, unknown>>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
