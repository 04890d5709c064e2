import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { busHasName, keyringIsOpen, secretsName, writeBusConfiguration } from './session-bus.ts';

/** What to start a program with so that it meets this keyring and no other. */
export type KeyringEnv = {
  readonly DBUS_SESSION_BUS_ADDRESS: string;
  readonly XDG_RUNTIME_DIR: string;
  readonly XDG_DATA_HOME: string;
};

/** True where the programs that make a private keyring are installed. */
export const canRunKeyring = (): boolean =>
  process.platform === 'linux' &&
  ['gnome-keyring-daemon', 'dbus-daemon', 'dbus-send', 'setpriv'].every((name) =>
    existsSync(`/usr/bin/${name}`),
  );

/** The environment of a program, its keyring in place of the one that this process has. */
export const withEnv = (env: KeyringEnv): NodeJS.ProcessEnv => ({ ...process.env, ...env });

type Use<T> = (env: KeyringEnv) => Promise<T>;
const password = 'lab';

/** Does the work beside a private session bus with an empty, unlocked keyring. Linux only. */
export function withKeyring<T>(use: Use<T>): Promise<T> {
  return withBus(async (bus) => {
    await startKeyring(bus, password);
    return use(bus.env);
  });
}

/** Does the work beside a keyring that exists and is locked, with nobody there to answer its prompt. */
export function withLockedKeyring<T>(use: Use<T>): Promise<T> {
  return withBus(async (bus) => {
    await end(await startKeyring(bus, password));
    await eventually(async () => !(await busHasName(bus.env.DBUS_SESSION_BUS_ADDRESS, secretsName)), 5000);
    await startKeyring(bus, null);
    return use(bus.env);
  });
}

/** Does the work beside a session bus on which nobody keeps secrets. */
export function withoutKeyring<T>(use: Use<T>): Promise<T> {
  return withBus((bus) => use(bus.env));
}

type Bus = { readonly env: KeyringEnv; readonly children: ChildProcess[] };

async function withBus<T>(work: (bus: Bus) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-bus-'));
  const socket = join(folder, 'bus');
  const address = `unix:path=${socket}`;
  const bus: Bus = {
    env: { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: join(folder, 'data') },
    children: [],
  };
  mkdirSync(bus.env.XDG_DATA_HOME);
  try {
    start(bus, 'dbus-daemon', [
      '--nofork',
      '--nopidfile',
      `--config-file=${writeBusConfiguration(folder, socket)}`,
    ]);
    await wait(() => busHasName(address, 'org.freedesktop.DBus'), 'the session bus did not start');
    return await work(bus);
  } finally {
    for (const child of bus.children.toReversed()) await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** With a password the login keyring is made or opened; with null the daemon runs and it stays as it is. */
async function startKeyring(bus: Bus, unlockWith: string | null): Promise<ChildProcess> {
  const unlock = unlockWith === null ? [] : ['--unlock'];
  const child = start(bus, 'gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock]);
  child.stdin?.end(unlockWith ?? '');
  const address = bus.env.DBUS_SESSION_BUS_ADDRESS;
  const there = () => (unlockWith === null ? busHasName(address, secretsName) : keyringIsOpen(address));
  await wait(there, 'the keyring did not start');
  return child;
}

function start(bus: Bus, command: string, args: readonly string[]): ChildProcess {
  // --pdeathsig: whoever kills the tests kills these with them.
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', command, ...args], {
    env: withEnv(bus.env),
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.stdin?.on('error', () => undefined);
  bus.children.push(child);
  return child;
}

async function wait(ask: () => Promise<boolean>, otherwise: string): Promise<void> {
  if (!(await eventually(ask, 30_000))) throw new Error(`${otherwise} within 30 s`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}
