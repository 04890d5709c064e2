import { linuxPortOwner } from './port-owner-linux.ts';
import { parseExcludedRanges, parseLsof, parseNetstat, parseTasklist } from './port-owner-tables.ts';
import { outputOf } from './output-of.ts';

type Variables = Readonly<Record<string, string>>;

/**
 * What keeps a TCP port from being bound: the process that listens on it, e.g. "nginx, process 4711", or on Windows the range
 * that the system keeps for itself; null where it cannot be told.
 */
export async function portOwner(
  port: number,
  platform: NodeJS.Platform,
  variables: Variables,
): Promise<string | null> {
  if (platform === 'linux') return linuxPortOwner(port, '/proc');
  if (platform === 'win32') return windowsPortOwner(port, variables);
  if (platform === 'darwin')
    return parseLsof(await outputOf('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']));
  return null;
}

async function windowsPortOwner(port: number, variables: Variables): Promise<string | null> {
  const root = variables['SystemRoot'] ?? variables['SYSTEMROOT'] ?? 'C:\\Windows';
  const pid = parseNetstat(await outputOf(`${root}\\System32\\netstat.exe`, ['-ano', '-p', 'TCP']), port);
  if (pid === null) return excludedRange(port, root);
  const list = await outputOf(`${root}\\System32\\tasklist.exe`, [
    '/FI',
    `PID eq ${pid}`,
    '/FO',
    'CSV',
    '/NH',
  ]);
  const name = parseTasklist(list);
  return name === null ? `process ${pid}` : `${name}, process ${pid}`;
}

/** Hyper-V, WSL and others reserve ranges, often other ones after each start of the machine. */
async function excludedRange(port: number, root: string): Promise<string | null> {
  const words = ['interface', 'ipv4', 'show', 'excludedportrange', 'protocol=tcp'];
  const range = parseExcludedRanges(await outputOf(`${root}\\System32\\netsh.exe`, words), port);
  return range === null ? null : `Windows (the reserved ports ${range.from} to ${range.to})`;
}
