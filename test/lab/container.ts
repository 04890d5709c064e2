import { randomBytes } from 'node:crypto';
import { demand, type Outcome, run } from './command.ts';
import { eventually } from './eventually.ts';

/** One throw-away container of the machine's engine; disposing of it removes it with its anonymous volumes. */
export type Container = AsyncDisposable & {
  readonly name: string;
  readonly exec: (args: readonly string[], input?: string) => Promise<Outcome>;
  readonly logs: () => Promise<string>;
  readonly inspect: (format: string) => Promise<string>;
  /** Stops it by its own signal. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  /** Waits until this command succeeds in it; throws with its log when it does not within a minute. */
  readonly until: (args: readonly string[]) => Promise<void>;
};

export type ContainerWish = {
  readonly env?: Readonly<Record<string, string>>;
  /** As `docker run --volume`. */
  readonly volumes?: readonly string[];
  /** As `docker run --publish`. */
  readonly ports?: readonly string[];
  /** The command, in place of the image's. */
  readonly command?: readonly string[];
};

/** A name for something in the engine that cannot meet another one's. */
export const labName = (): string => `berth-lab-${randomBytes(5).toString('hex')}`;

/** Starts a container and returns as soon as the engine has started it. */
export async function startContainer(image: string, wish: ContainerWish = {}): Promise<Container> {
  const name = labName();
  const flags = [
    ...Object.entries(wish.env ?? {}).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
    ...(wish.volumes ?? []).flatMap((volume) => ['--volume', volume]),
    ...(wish.ports ?? []).flatMap((port) => ['--publish', port]),
  ];
  await demand('docker', ['run', '--detach', '--name', name, ...flags, image, ...(wish.command ?? [])]);
  return containerNamed(name);
}

function containerNamed(name: string): Container {
  const exec = (args: readonly string[], input = ''): Promise<Outcome> =>
    run('docker', ['exec', '--interactive', name, ...args], { input });
  const logs = async (): Promise<string> => {
    const { stdout, stderr } = await run('docker', ['logs', name]);
    return stdout + stderr;
  };
  return {
    name,
    exec,
    logs,
    inspect: async (format) => (await demand('docker', ['inspect', '--format', format, name])).trim(),
    stop: async () => void (await demand('docker', ['stop', name])),
    start: async () => void (await demand('docker', ['start', name])),
    until: async (args) => {
      if (await eventually(async () => (await exec(args)).code === 0, 60_000, 200)) return;
      throw new Error(
        `${args.join(' ')} did not succeed within a minute; the end of its log:\n${(await logs()).split('\n').slice(-15).join('\n')}`,
      );
    },
    [Symbol.asyncDispose]: async () => void (await run('docker', ['rm', '--force', '--volumes', name])),
  };
}
