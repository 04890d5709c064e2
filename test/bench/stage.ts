import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { RunView } from '../../src-main/contract/view.ts';
import type { TimedRun } from './explain.ts';
import { openWindow, type OpenWindow } from './open-window.ts';

const root = join(import.meta.dirname, '../..');
const cli = join(root, 'out/cli/berth.mjs');

/** A copy of the sample under a project name and ports of its own, so that no running sample is touched. */
export type Stage = {
  readonly dir: string;
  readonly berth: (...args: readonly string[]) => Promise<void>;
  readonly compose: (...args: readonly string[]) => Promise<void>;
  /** Berth once more, and what it says of its run. */
  readonly timed: (...args: readonly string[]) => Promise<TimedRun>;
  /** A window on the project. */
  readonly window: () => Promise<OpenWindow>;
  /** Each with further variables of the environment. */
  readonly berthWith: (values: Values, ...args: readonly string[]) => Promise<void>;
  readonly composeWith: (values: Values, ...args: readonly string[]) => Promise<void>;
  readonly dockerWith: (values: Values, ...args: readonly string[]) => Promise<void>;
  /** How often the engine asks the services of the sample while they start. */
  readonly rhythm: (rhythm: Rhythm) => void;
  readonly docker: (...args: readonly string[]) => Promise<void>;
  /** Both sides started in a folder of their own, which is not made yet. */
  readonly outside: (name: string) => Pick<Stage, 'dir' | 'berth' | 'compose'>;
  /** Waits for the copies that Berth began and left to the engine. */
  readonly copied: () => Promise<void>;
  /** Everything of the project gone: containers, networks, volumes, Berth's ledger. Images stay. */
  readonly clear: () => Promise<void>;
};

export const projectName = 'berth-bench';

type Values = Readonly<Record<string, string>>;

/** `written`: as the sample has it, every two seconds; `tuned`: four times a second until it answers. */
export type Rhythm = 'written' | 'tuned';

const plainRetries = '  retries: 20\n';
const tuned = `  retries: 20
  start_period: 20s
  start_interval: 250ms
`;

/** Both sides get the same values the same way: as environment variables. No keychain takes part in the figures. */
export function setStage(): Stage {
  const dir = join(root, 'out/bench/sample');
  const home = join(root, 'out/bench/home');
  rmSync(join(root, 'out/bench'), { recursive: true, force: true });
  mkdirSync(home, { recursive: true });
  cpSync(join(root, 'resources/sample'), dir, { recursive: true });
  for (const file of ['compose.yaml', 'berth.yaml']) {
    const text = readFileSync(join(dir, file), 'utf8');
    writeFileSync(join(dir, file), text.replaceAll('berth-sample', projectName));
  }
  const composeFile = join(dir, 'compose.yaml');
  const written = readFileSync(composeFile, 'utf8');
  if (!written.includes(plainRetries)) throw new Error('the rhythm of the sample is not where it was');
  const env = { ...process.env, ...values, BERTH_HOME: home };
  const runIn =
    (cwd: string, more: Values = {}) =>
    (command: string, args: readonly string[]) =>
      runQuietly(command, args, cwd, { ...env, ...more });
  const run = runIn(dir);
  const docker = (...args: readonly string[]) => run('docker', args);
  const clear = async () => {
    await docker('compose', '-p', projectName, 'down', '--volumes', '--remove-orphans', '--timeout', '2');
    await removeCopiers(run);
    await removeGenerations(run);
    rmSync(home, { recursive: true, force: true });
  };
  return {
    dir,
    berth: (...args) => run(process.execPath, [cli, ...args, '--project', dir]),
    compose: (...args) => run('docker', ['compose', ...args]),
    timed: async (...args) => {
      const beganAt = Date.now();
      const said = await read(process.execPath, [cli, ...args, '--json', '--project', dir], {
        cwd: dir,
        env,
      });
      return { view: JSON.parse(said) as RunView, beganAt, endedAt: Date.now() };
    },
    window: () => openWindow(cli, ['--project', dir], env),
    berthWith: (more, ...args) => runIn(dir, more)(process.execPath, [cli, ...args, '--project', dir]),
    composeWith: (more, ...args) => runIn(dir, more)('docker', ['compose', ...args]),
    dockerWith: (more, ...args) => runIn(dir, more)('docker', args),
    rhythm: (rhythm) =>
      writeFileSync(composeFile, rhythm === 'tuned' ? written.replace(plainRetries, tuned) : written),
    docker,
    outside: (name) => {
      const own = join(root, 'out/bench', name);
      return {
        dir: own,
        berth: (...args) => runIn(own)(process.execPath, [cli, ...args]),
        compose: (...args) => runIn(own)('docker', ['compose', ...args]),
      };
    },
    copied: async () => {
      const running = await read('docker', ['ps', '-q', '--filter', `label=berth.project=${projectName}`]);
      const ids = running.split('\n').filter((id) => id !== '');
      if (ids.length > 0) await docker('wait', ...ids);
    },
    clear,
  };
}

const values = {
  DB__PASSWORD: 'benchmark-only-password',
  API__DATABASE_URL: 'postgresql://app:benchmark-only-password@db:5432/app',
  API_PORT: '18100',
  WEB_PORT: '18101',
};

async function removeCopiers(
  run: (command: string, args: readonly string[]) => Promise<void>,
): Promise<void> {
  const names = await read('docker', ['ps', '-aq', '--filter', `label=berth.project=${projectName}`]);
  const containers = names.split('\n').filter((name) => name !== '');
  if (containers.length > 0) await run('docker', ['rm', '-fv', ...containers]);
}

async function removeGenerations(
  run: (command: string, args: readonly string[]) => Promise<void>,
): Promise<void> {
  const names = await read('docker', [
    'volume',
    'ls',
    '-q',
    '--filter',
    `label=berth.project=${projectName}`,
  ]);
  const volumes = names.split('\n').filter((name) => name !== '');
  if (volumes.length > 0) await run('docker', ['volume', 'rm', '-f', ...volumes]);
}

/** What a command prints, trimmed. */
export async function read(
  command: string,
  args: readonly string[],
  at: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const child = spawn(command, args, { ...at, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  await pipeline(child.stdout, async (source) => {
    for await (const chunk of source) chunks.push(chunk as Buffer);
  });
  return Buffer.concat(chunks).toString('utf8').trim();
}

/** Runs to the end; a failure throws with what the command said. */
async function runQuietly(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  if (code !== 0)
    throw new Error(
      `${command} ${args.join(' ')} ended with ${code}\n${Buffer.concat(said).toString('utf8')}`,
    );
}
