import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Background = {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Keeps `<name>.log` and `<name>.pid`. */
  readonly folder: string;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Written to its standard input, which is then closed. */
  readonly input?: string;
};

/** `hasEnded` tells a process that gave up at once from one that is slow to answer. */
export type Started = { readonly pid: number; readonly hasEnded: () => boolean };

/** Starts a process in a session of its own, so that it outlives its parent and the terminal. */
export function startInBackground({ name, command, args, folder, env, input }: Background): Started {
  const log = openSync(join(folder, `${name}.log`), 'a');
  const child = spawn(command, args, {
    detached: true,
    stdio: [input === undefined ? 'ignore' : 'pipe', log, log],
    env: env ?? process.env,
  });
  let ended = false;
  // Neither is thrown: whoever waits for its answer reports that it never came, with the log.
  for (const event of ['error', 'exit']) child.on(event, () => (ended = true));
  child.stdin?.end(input);
  child.unref();
  writeFileSync(join(folder, `${name}.pid`), String(child.pid ?? ''));
  return { pid: child.pid ?? 0, hasEnded: () => ended };
}

/** The last lines of the log of a background process, for a message. */
export function logTail(folder: string, name: string, lines = 5): string {
  try {
    return readFileSync(join(folder, `${name}.log`), 'utf8')
      .trim()
      .split('\n')
      .slice(-lines)
      .join('\n');
  } catch {
    return '(no log)';
  }
}
