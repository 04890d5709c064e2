import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Cli } from '../cli.ts';

const pageLifeMs = 30_000;

/**
 * Opens the address in the system's browser without putting the code into an argument, which other users could read: the
 * browser is given a page of mode 0600 in a folder of mode 0700 that leads there. The page goes when its code has expired.
 */
export async function openPrivately(cli: Cli, address: string): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'berth-'));
  const page = join(dir, 'open.html');
  await writeFile(page, pageTo(address), { mode: 0o600 });
  const remove = (): void => void rm(dir, { recursive: true, force: true }).catch(() => {});
  setTimeout(remove, pageLifeMs).unref();
  cli.stop.addEventListener('abort', remove, { once: true });
  if (!(await cli.world.openWithSystem(pathToFileURL(page).href)))
    cli.err.line('No browser could be opened here.');
}

const pageTo = (address: string): string =>
  `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${address}">`;
