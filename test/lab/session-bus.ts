import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';

/** The name that a keychain of the Secret Service kind owns on the session bus. */
export const secretsName = 'org.freedesktop.secrets';

/** The packages that a bus and its keyring come from. */
export const keyringPackages = ['dbus-daemon', 'dbus-bin', 'gnome-keyring', 'libsecret-1-0'] as const;

/**
 * Writes the configuration of a bus at this socket. It names no folder of activatable programs: on such a bus a keyring
 * is there because it was started, never because something asked for it.
 */
export function writeBusConfiguration(folder: string, socket: string): string {
  const file = join(folder, 'bus.conf');
  writeFileSync(file, configuration(socket));
  return file;
}

/** True when someone owns this name on the bus. False too when there is no bus. */
export async function busHasName(address: string, name: string): Promise<boolean> {
  const { stdout } = await callBus(
    address,
    'org.freedesktop.DBus',
    '/',
    'org.freedesktop.DBus.NameHasOwner',
    `string:${name}`,
  );
  return stdout.includes('boolean true');
}

/** True when the login collection of the keyring on this bus is there and open. */
export async function keyringIsOpen(address: string): Promise<boolean> {
  const path = '/org/freedesktop/secrets/collection/login';
  const ask = ['string:org.freedesktop.Secret.Collection', 'string:Locked'];
  const { stdout } = await callBus(address, secretsName, path, 'org.freedesktop.DBus.Properties.Get', ...ask);
  return stdout.includes('boolean false');
}

function callBus(
  address: string,
  destination: string,
  path: string,
  method: string,
  ...parameters: readonly string[]
) {
  const args = [
    '--session',
    '--print-reply',
    '--reply-timeout=2000',
    `--dest=${destination}`,
    path,
    method,
    ...parameters,
  ];
  return run('dbus-send', args, {
    env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: address },
    timeoutMs: 5000,
  });
}

const configuration = (
  socket: string,
): string => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <keep_umask/>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;
