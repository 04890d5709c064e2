import { spawn, type StdioOptions } from 'node:child_process';
import { root } from './places.ts';

export type ScriptOptions = {
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Default: everything goes to this terminal. */
  readonly stdio?: StdioOptions;
};

/** Runs a script on the Node that runs this, in the clone's folder, to its end. Returns its exit code, 128 when a signal ended it. */
export async function runScript(
  script: string,
  args: readonly string[],
  options: ScriptOptions = {},
): Promise<number> {
  const { code } = await captureScript(script, args, { stdio: 'inherit', ...options });
  return code;
}

/** As `runScript`, and returns what it wrote to standard output where `stdio` makes that a pipe. */
export function captureScript(
  script: string,
  args: readonly string[],
  { env = process.env, stdio = ['ignore', 'pipe', 'inherit'] }: ScriptOptions = {},
): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, env, stdio });
    const stdout: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => stdout.push(chunk));
    // Ctrl+C reaches the child too; it ends in its own way and this process with it.
    const stay = (): void => undefined;
    const pass = (): void => void child.kill('SIGTERM');
    process.on('SIGINT', stay).on('SIGTERM', pass);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', stay).off('SIGTERM', pass);
      resolve({ code: code ?? 128, stdout: Buffer.concat(stdout).toString() });
    });
  });
}
