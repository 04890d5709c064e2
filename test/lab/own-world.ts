import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demand, run } from './command.ts';
import { eventually } from './eventually.ts';
import { canInstallPackages, ensurePackages } from './packages.ts';

/** A place on this machine where nothing of the lab runs: own /run, own loopback, own cache folder. Linux as root. */
export type OwnWorld = AsyncDisposable & {
  /** Runs the body of a module in it, with the lab's files imported by their names; returns what it printed. */
  readonly run: (code: string) => Promise<string>;
  /** Kills what a `.pid` file of the cache names, e.g. 'engine/dockerd', and waits for its end. */
  readonly kill: (name: string, signal: NodeJS.Signals) => Promise<void>;
};

/**
 * Opens such a place. It exists as long as one process holds its namespaces; `pids` are the background processes that
 * are ended with it.
 */
export async function openOwnWorld(pids: readonly string[]): Promise<OwnWorld> {
  if (canInstallPackages()) await ensurePackages(['iproute2']);
  const cache = mkdtempSync(join(tmpdir(), 'berth-world-'));
  const holder = await hold(cache);
  const kill = async (name: string, signal: NodeJS.Signals): Promise<void> => {
    const pid = readPid(join(cache, 'lab', `${name}.pid`));
    if (pid === null) return;
    await run('kill', [`-${signal.slice(3)}`, String(pid)]);
    await eventually(() => hasEnded(pid), 10_000);
  };
  return {
    run: (code) => {
      // Entering a mount namespace moves to its root, so the folder of relative imports is named again.
      const enter = ['--target', holder, '--mount', '--net', `--wd=${import.meta.dirname}`];
      return demand('nsenter', [...enter, process.execPath, '--input-type=module', '--eval', code], {
        env: inside(cache),
      });
    },
    kill,
    [Symbol.asyncDispose]: async () => {
      for (const name of pids) await kill(name, 'SIGTERM');
      await run('kill', ['-KILL', holder]);
      rmSync(cache, { recursive: true, force: true });
    },
  };
}

/** An environment with this cache folder and without a session of the caller. */
function inside(cache: string): NodeJS.ProcessEnv {
  const {
    DBUS_SESSION_BUS_ADDRESS: _bus,
    XDG_RUNTIME_DIR: _runtime,
    DISPLAY: _display,
    ...env
  } = process.env;
  return { ...env, BERTH_CACHE: cache };
}

/** Starts the process that keeps the namespaces; returns its id. */
async function hold(cache: string): Promise<string> {
  const script = `mount --make-rprivate / && mount -t tmpfs tmpfs /run && ip link set lo up && { sleep 600 >/dev/null 2>&1 & echo $!; }`;
  return (await demand('unshare', ['--mount', '--net', 'sh', '-c', script], { cwd: cache })).trim();
}

/** Also true of one that has ended and whose adopted parent has not noticed yet. */
function hasEnded(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
}

function readPid(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, 'utf8'), 10) || null;
  } catch {
    return null;
  }
}
