import { readFileSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../adapters/machine/clock.ts';
import { openWithSystem } from './open-with-system.ts';
import { readAll, readLine } from './terminal-input.ts';
import type { Sink, World } from './world.ts';

const here = dirname(fileURLToPath(import.meta.url));
/** The bundle stands in out/cli, its source in src-main/hosts/cli. */
const root = import.meta.url.endsWith('.ts') ? join(here, '..', '..', '..') : join(here, '..', '..');

/** The command line door's world: this process, its streams and signals. Heavy parts are loaded when asked for. */
export function thisProcess(): World {
  return {
    out: sinkOf(process.stdout),
    err: sinkOf(process.stderr),
    input: { isTTY: isatty(0), readAll, readLine },
    variables: process.env,
    workingDir: workingDir(),
    clock: systemClock(),
    onInterrupt,
    exitNow: (code) => process.exit(code),
    version: () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
    openDesk: async () => (await import('../open-desk-here.ts')).openDeskHere(),
    random: async () => (await import('../../adapters/machine/random.ts')).systemRandom(),
    windowDir: join(root, 'out', 'renderer'),
    openWithSystem,
  };
}

/** As the shell names it, links and all, where that is this folder: docker compose puts that path into mounts and labels. */
function workingDir(): string {
  const named = process.env['PWD'] ?? '';
  const real = process.cwd();
  try {
    return isAbsolute(named) && realpathSync(named) === realpathSync(real) ? named : real;
  } catch {
    return real;
  }
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  // A reader that went away (`| head`) must not be a fault of ours; `onInterrupt` ends what was written for it.
  stream.on('error', () => {});
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
  };
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

function onInterrupt(listener: () => void): () => void {
  for (const signal of signals) process.on(signal, listener);
  process.stdout.once('error', listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
    process.stdout.off('error', listener);
  };
}
