import { lstatSync } from 'node:fs';

type Variables = Readonly<Record<string, string | undefined>>;

// What each system's keychain needs to find its user and its session, and nothing that could hold a secret.
const needed: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  linux: [
    'HOME',
    'LANG',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'XDG_RUNTIME_DIR',
    'DBUS_SESSION_BUS_ADDRESS',
  ],
  darwin: ['HOME', 'USER', 'LOGNAME', 'TMPDIR'],
  win32: [
    'SystemRoot',
    'SystemDrive',
    'windir',
    'USERPROFILE',
    'USERNAME',
    'USERDOMAIN',
    'APPDATA',
    'LOCALAPPDATA',
    'TEMP',
    'TMP',
  ],
};

/** The variables that the keychain's own process gets. */
export function childVariables(
  variables: Variables,
  platform: NodeJS.Platform = process.platform,
  uid: number | null = process.getuid?.() ?? null,
): Readonly<Record<string, string>> {
  const names = new Set((needed[platform] ?? needed.linux ?? []).map((name) => name.toLowerCase()));
  const picked = Object.entries(variables).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && names.has(entry[0].toLowerCase()),
  );
  const own = Object.fromEntries(picked);
  const bus = platform === 'linux' ? busAddress(variables, uid) : null;
  return bus === null ? own : { ...own, DBUS_SESSION_BUS_ADDRESS: bus };
}

/**
 * The session bus. A shell without a login session (cron, sudo, ssh to a desktop) has no address of it; it stands at a place
 * that the XDG base directory specification and systemd agree on.
 */
function busAddress(variables: Variables, uid: number | null): string | null {
  const given = variables['DBUS_SESSION_BUS_ADDRESS'];
  if (given !== undefined && given !== '') return given;
  const runtimeDir = variables['XDG_RUNTIME_DIR'];
  const places = [runtimeDir, uid === null ? undefined : `/run/user/${uid}`].filter(
    (dir) => dir !== undefined && dir !== '',
  );
  const socket = places.map((dir) => `${dir}/bus`).find(isSocket);
  return socket === undefined ? null : `unix:path=${socket}`;
}

function isSocket(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;
}
