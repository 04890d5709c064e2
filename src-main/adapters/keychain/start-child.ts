import { spawn } from 'node:child_process';
import type { Question } from './protocol.ts';

/** The keychain's own process, seen from Berth. */
export type KeychainChild = {
  send(question: Question): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with the reason in words, when it ended or could not be started. */
  onEnd(listener: (why: string) => void): void;
  kill(): void;
};

/** Starts the file with these variables and no others. Electron's door gives one of its own, made of a utility process. */
export type StartChild = (file: string, variables: Readonly<Record<string, string>>) => KeychainChild;

/** Starts it as a Node process that this one does not wait for at its end. */
export const spawnChild: StartChild = (file, variables) => {
  const child = spawn(process.execPath, [file], {
    env: { ...variables },
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  child.unref();
  unrefStream(child.stdin);
  unrefStream(child.stdout);
  // A write to a process that just ended fails here; the end itself is what counts, and is reported.
  child.stdin.on('error', () => {});
  return {
    send: (question) => void child.stdin.write(`${JSON.stringify(question)}\n`),
    onMessage: (listener) => readLines(child.stdout, listener),
    onEnd(listener) {
      child.once('error', (error) => listener(error.message));
      child.once('exit', (code, signal) =>
        listener(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    },
    kill: () => void child.kill('SIGKILL'),
  };
};

function unrefStream(stream: unknown): void {
  (stream as { readonly unref?: () => void }).unref?.();
}

function readLines(stream: NodeJS.ReadableStream, listener: (message: unknown) => void): void {
  let held = '';
  stream.setEncoding('utf8');
  stream.on('data', (piece: string) => {
    const lines = (held + piece).split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) listener(parse(line));
  });
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return null;
  }
}
