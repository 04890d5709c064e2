import { statfs } from 'node:fs/promises';
import { homedir, hostname, totalmem, uptime, userInfo } from 'node:os';
import { dirname } from 'node:path';
import type { Machine } from '../../ports/machine.ts';
import { findTool } from './find-tool.ts';
import { isHolderAlive, printHolder } from './holder.ts';
import { isPortFree } from './port-free.ts';
import { portOwner } from './port-owner.ts';

/** The machine that Berth runs on. */
export function thisMachine(): Machine {
  const variables = ownVariables();
  return {
    platform: platformOf(process.platform),
    homeDir: homedir(),
    workingDir: process.cwd(),
    variables,
    holder: printHolder(userName(), hostname(), process.pid),
    isHolderAlive: (holder, since = null) =>
      isHolderAlive(holder, since, { host: hostname(), bootedAt: Date.now() - uptime() * 1_000 }),
    freeBytes,
    totalMemoryBytes: () => totalmem(),
    isPortFree,
    portOwner: (port) => portOwner(port, process.platform, variables),
    findTool: (name) => findTool(name, process.platform, variables, process.cwd()),
  };
}

const platformOf = (platform: NodeJS.Platform): Machine['platform'] =>
  platform === 'win32' || platform === 'linux' || platform === 'darwin' ? platform : 'other';

const ownVariables = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

/** A container's user may have no entry in the list of users. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? ''}`.trim();
  }
}

/** What an ordinary user may still write; of the nearest folder above where the path does not exist yet. */
async function freeBytes(path: string): Promise<number | null> {
  const stats = await statfs(path).catch((error: NodeJS.ErrnoException) =>
    error.code === 'ENOENT' ? 'missing' : null,
  );
  if (stats === 'missing') return dirname(path) === path ? null : freeBytes(dirname(path));
  return stats === null ? null : stats.bavail * stats.bsize;
}
