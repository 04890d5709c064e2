import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logTail, startInBackground } from './background.ts';
import { labFolder } from './cache-folder.ts';
import { CommandFailed } from './command.ts';
import { eventually } from './eventually.ts';
import { alone } from './lock.ts';
import { notice } from './notice.ts';
import { canInstallPackages, ensurePackages } from './packages.ts';
import {
  busHasName,
  keyringIsOpen,
  keyringPackages,
  secretsName,
  writeBusConfiguration,
} from './session-bus.ts';

/**
 * Gives a Debian machine without a desktop what a desktop has: a session bus at the standard place
 * (/run/user/<uid>/bus) and an unlocked keyring on it, its data in the cache. Both outlive this process. Does nothing
 * where a session is there already, on other systems, and where it may not install. Returns the variables that a child needs.
 */
export async function ensureMachineKeyring(): Promise<Readonly<Record<string, string>>> {
  if (!canInstallPackages() || hasSession(process.env)) return {};
  await ensurePackages(keyringPackages);
  const runtime = `/run/user/${process.getuid?.() ?? 0}`;
  const address = `unix:path=${join(runtime, 'bus')}`;
  await alone('keyring', async () => {
    if (!(await busHasName(address, 'org.freedesktop.DBus'))) await startBus(runtime, address);
    if (!(await busHasName(address, secretsName))) await startKeyring(runtime, address);
  });
  return { XDG_RUNTIME_DIR: runtime, DBUS_SESSION_BUS_ADDRESS: address };
}

const hasSession = (env: NodeJS.ProcessEnv): boolean =>
  ['DBUS_SESSION_BUS_ADDRESS', 'DISPLAY', 'WAYLAND_DISPLAY'].some(
    (name) => env[name] !== undefined && env[name] !== '',
  );

async function startBus(runtime: string, address: string): Promise<void> {
  mkdirSync(runtime, { recursive: true });
  chmodSync(runtime, 0o700);
  rmSync(join(runtime, 'bus'), { force: true }); // what a bus that was killed leaves behind
  const folder = labFolder('keyring');
  const config = writeBusConfiguration(folder, join(runtime, 'bus'));
  startInBackground({
    name: 'bus',
    command: 'dbus-daemon',
    args: ['--nofork', '--nopidfile', `--config-file=${config}`],
    folder,
  });
  await demandWithin(() => busHasName(address, 'org.freedesktop.DBus'), 'session bus', folder, 'bus');
}

async function startKeyring(runtime: string, address: string): Promise<void> {
  const folder = labFolder('keyring');
  startInBackground({
    name: 'keyring',
    command: 'gnome-keyring-daemon',
    args: ['--foreground', '--components=secrets', '--unlock'],
    folder,
    input: keyringPassword(folder),
    env: {
      ...process.env,
      XDG_RUNTIME_DIR: runtime,
      DBUS_SESSION_BUS_ADDRESS: address,
      XDG_DATA_HOME: labFolder('keyring', 'data'),
    },
  });
  await demandWithin(() => keyringIsOpen(address), 'keyring', folder, 'keyring');
  notice(`keyring unlocked on the session bus at ${address}; its data is in ${folder}`);
}

/** On a desktop the login password opens the keyring; here a random one does, readable by this user alone. */
function keyringPassword(folder: string): string {
  const file = join(folder, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

async function demandWithin(
  ask: () => Promise<boolean>,
  what: string,
  folder: string,
  name: string,
): Promise<void> {
  if (await eventually(ask, 10_000)) return;
  throw new CommandFailed(`the ${what} did not answer within 10 s:\n${logTail(folder, name)}`);
}
