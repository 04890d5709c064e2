import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logTail, startInBackground } from './background.ts';
import { CommandFailed, demand, run } from './command.ts';
import { eventually } from './eventually.ts';
import { canInstallPackages, ensurePackages } from './packages.ts';

/**
 * A throw-away engine that tests may kill, stop and fill: own process, mount and network namespaces, own socket, its data in
 * memory. Nothing of it outlives its disposal, and the machine's own engine never notices. Linux as root.
 */
export type OwnEngine = AsyncDisposable & {
  /** Absolute path of its socket; the same after each start. */
  readonly socket: string;
  /** The environment of programs that are to use it. */
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** The docker command line tool at this engine; standard output without its end. */
  readonly docker: (...words: readonly string[]) => Promise<string>;
  /** Copies images from the machine's own engine. */
  readonly load: (images: readonly string[]) => Promise<void>;
  /** As `kill -<signal>` does to the daemon alone; after SIGKILL and SIGTERM it returns when the daemon has ended. */
  readonly signal: (name: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT') => Promise<void>;
  /** Leaves no room on its disk, or gives it back. */
  readonly fill: (what: 'full' | 'free') => Promise<void>;
  /**
   * Takes away what it has forgotten, for an engine that has no container and no network any more (28.5). One that ends while it
   * makes a network leaves the bridge in the kernel for good, and has no address for a new network after some thirty. One that
   * stands still while it starts a proxy for a port gives that start up, and leaves the proxy with the port.
   */
  readonly dropForgotten: () => Promise<void>;
  /** Starts the daemon again, over the data that it left, and returns when it answers. */
  readonly start: () => Promise<void>;
};

/** Whether this machine can have one. */
export const canOwnEngine = (): boolean => process.platform === 'linux' && process.getuid?.() === 0;

/** Starts one and waits until it answers; `diskMiB` is the size of its disk. Throws CommandFailed with the end of its log. */
export async function openOwnEngine(diskMiB = 512): Promise<OwnEngine> {
  if (canInstallPackages()) await ensurePackages(['iproute2']);
  const folder = mkdtempSync(join(tmpdir(), 'berth-own-engine-'));
  const socket = join(folder, 'engine.sock');
  const { DOCKER_CONTEXT: _context, DOCKER_HOST: _host, ...rest } = process.env;
  const env = { ...rest, DOCKER_HOST: `unix://${socket}` };
  const holder = await hold(folder, diskMiB);
  const docker = async (...words: readonly string[]): Promise<string> =>
    (await demand('docker', words, { env })).trimEnd();
  const place = { folder, holder, env };
  const start = (): Promise<void> => startDaemon(place);
  const engine: OwnEngine = {
    socket,
    env,
    docker,
    start,
    load: async (images) => {
      const file = join(folder, 'images.tar');
      await demand('docker', ['save', '--output', file, ...images]);
      await docker('load', '--quiet', '--input', file);
      rmSync(file);
    },
    signal: (name) => signalDaemon(place, name),
    fill: async (what) => {
      const filler = join(folder, 'disk', 'filler');
      // It ends with an error when there is no room left, which is what it is for.
      const script = what === 'full' ? `cat /dev/zero > ${filler} 2>/dev/null` : `rm -f ${filler}`;
      await inside(holder, script);
    },
    dropForgotten: async () => {
      await inside(holder, 'pkill -KILL docker-proxy');
      const links = await inside(holder, 'ip -brief link show type bridge');
      for (const bridge of links.match(/^br-\S+/gmu) ?? []) await inside(holder, `ip link delete ${bridge}`);
    },
    [Symbol.asyncDispose]: async () => {
      // The first process of the process namespace: all others in it end with it, containers too.
      await run('kill', ['-KILL', String(holder)]);
      await eventually(() => hasEnded(holder), 10_000);
      await run('find', [
        '/sys/fs/cgroup',
        '-depth',
        '-type',
        'd',
        '-path',
        `*${cgroupOf(folder)}*`,
        '-delete',
      ]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    await start();
  } catch (error) {
    await engine[Symbol.asyncDispose]();
    throw error;
  }
  return engine;
}

type Place = {
  readonly folder: string;
  /** Outside of the namespaces. */
  readonly holder: number;
  readonly env: Readonly<NodeJS.ProcessEnv>;
};

const cgroupOf = (folder: string): string => `/${folder.split('/').at(-1) ?? ''}`;

/** Starts the process that holds the namespaces, and makes in them what a daemon needs. Returns its id outside of them. */
async function hold(folder: string, diskMiB: number): Promise<number> {
  const disk = join(folder, 'disk');
  mkdirSync(disk);
  const script = [
    'mount --make-rprivate /',
    `mount -t tmpfs -o size=${diskMiB}m tmpfs ${disk}`,
    'mount -t tmpfs tmpfs /run',
    'mkdir -p /etc/docker',
    'mount -t tmpfs tmpfs /etc/docker',
    'ip link set lo up',
    `echo ready > ${join(folder, 'ready')}`,
    // Adopts what loses its parent in the namespace, and waits for its end: a shell does both.
    'while :; do sleep 3600 & wait $!; done',
  ].join('\n');
  const namespaces = ['--mount', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const holder = startInBackground({
    name: 'holder',
    command: 'unshare',
    args: [...namespaces, 'sh', '-ec', script],
    folder,
  });
  const ready = await eventually(() => textOf(join(folder, 'ready')) !== '' || holder.hasEnded(), 10_000);
  const inner = Number((await run('pgrep', ['-P', String(holder.pid)])).stdout.trim());
  if (!ready || holder.hasEnded() || inner === 0)
    throw new CommandFailed(`no namespaces for an engine:\n${logTail(folder, 'holder')}`);
  return inner;
}

/** Starts the daemon as a child of the holder, so that no process outside waits for it. */
async function startDaemon({ folder, holder, env }: Place): Promise<void> {
  const words = [
    ...['--config-file', join(folder, 'daemon.json')],
    ...['--data-root', join(folder, 'disk', 'data')],
    ...['--exec-root', '/run/own'],
    ...['--pidfile', '/run/own.pid'],
    ...['--cgroup-parent', cgroupOf(folder)],
    ...['--host', `unix://${join(folder, 'engine.sock')}`],
  ];
  writeFileSync(join(folder, 'daemon.json'), '{}');
  // What a killed daemon leaves behind names a process that is gone, or by now another one.
  const script = `rm -f /run/own.pid; dockerd ${words.join(' ')} </dev/null >>${folder}/dockerd.log 2>&1 &`;
  await inside(holder, script);
  const answers = async (): Promise<boolean> =>
    (await run('docker', ['version'], { env, timeoutMs: 2_000 })).code === 0;
  if (!(await eventually(answers, 60_000, 100)))
    throw new CommandFailed(`the engine does not answer:\n${logTail(folder, 'dockerd')}`);
}

async function signalDaemon({ holder }: Place, name: string): Promise<void> {
  await inside(holder, `kill -${name.slice(3)} "$(cat /run/own.pid)"`);
  if (name !== 'SIGKILL' && name !== 'SIGTERM') return;
  const gone = (): Promise<boolean> =>
    inside(holder, 'kill -0 "$(cat /run/own.pid)" 2>/dev/null && echo there').then((said) => said === '');
  if (!(await eventually(gone, 30_000))) throw new CommandFailed('the engine does not end');
}

/** Runs a script in the namespaces; returns what it printed. */
async function inside(holder: number, script: string): Promise<string> {
  const enter = ['--target', String(holder), '--mount', '--net', '--pid', '--wd=/'];
  return (await demand('nsenter', [...enter, 'sh', '-c', `${script}\ntrue`])).trim();
}

/** Also true of one that has ended and whose adopted parent has not noticed yet. */
const hasEnded = (pid: number): boolean => {
  const stat = textOf(`/proc/${pid}/stat`);
  return stat === '' || stat.includes(') Z ');
};

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
