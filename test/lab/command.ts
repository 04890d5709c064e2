import { type SpawnOptions, spawn } from 'node:child_process';

/** How a command ended. `code` is null when a signal or the time limit ended it, 127 when there is no such command. */
export type Outcome = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type CommandOptions = {
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly cwd?: string;
  readonly input?: string;
  readonly timeoutMs?: number;
};

/** Runs a command to its end and keeps what it wrote. Never rejects: a missing command is code 127. */
export function run(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = spawn(command, args, spawnOptions(options));
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (error) => resolve({ code: 127, stdout: '', stderr: error.message }));
    child.on('close', (code) =>
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() }),
    );
    child.stdin?.on('error', () => undefined); // a command that ends without reading its input is no failure of ours
    child.stdin?.end(options.input ?? '');
  });
}

/** A command of the machine that did not do what it is there for: a fault of the machine, told in the command's own words. */
export class CommandFailed extends Error {}

/** Runs a command that has to succeed and returns its standard output. Throws CommandFailed with the last lines of what it wrote. */
export async function demand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<string> {
  const outcome = await run(command, args, options);
  if (outcome.code === 0) return outcome.stdout;
  const said = `${outcome.stdout}\n${outcome.stderr}`.trim().split('\n').slice(-15).join('\n');
  throw new CommandFailed(`${command} ${args.join(' ')} ended with ${outcome.code ?? 'a signal'}:\n${said}`);
}

function spawnOptions(options: CommandOptions): SpawnOptions {
  return {
    stdio: 'pipe',
    windowsHide: true,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.timeoutMs === undefined
      ? {}
      : { timeout: options.timeoutMs, killSignal: 'SIGKILL' as const }),
  };
}
