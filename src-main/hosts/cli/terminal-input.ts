/** Standard input to its end, or the first `limit` characters and one more. */
export async function readAll(limit: number): Promise<string> {
  process.stdin.setEncoding('utf8');
  let text = '';
  for await (const part of process.stdin) {
    text += part;
    if (text.length > limit + 1) break;
  }
  return text.slice(0, limit + 1);
}

/** One line of a person; null when given up. `hidden`: raw mode, so that the terminal echoes nothing. */
export const readLine = (hidden: boolean, signal: AbortSignal): Promise<string | null> =>
  hidden && process.stdin.isTTY ? readHidden(signal) : readShown(signal);

async function readShown(signal: AbortSignal): Promise<string | null> {
  // Loaded when somebody is asked: most commands ask nothing.
  const { createInterface } = await import('node:readline');
  if (signal.aborted) return null;
  // terminal: false leaves Ctrl-C to the process, whose handler aborts the signal.
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise((resolve) => {
    const settle = (line: string | null): void => {
      signal.removeEventListener('abort', giveUp);
      lines.close();
      process.stdin.pause();
      resolve(line);
    };
    const giveUp = (): void => settle(null);
    lines.once('line', settle).once('close', giveUp);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}

const keys = { enter: /[\r\n]/, giveUp: /[\u0003\u0004]/, erase: /[\b\u007f]/, control: /\p{Cc}/u };

function readHidden(signal: AbortSignal): Promise<string | null> {
  const { stdin, stderr } = process;
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  let typed = '';
  return new Promise((resolve) => {
    const settle = (line: string | null): void => {
      stdin.off('data', take);
      signal.removeEventListener('abort', giveUp);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
      resolve(line);
    };
    const giveUp = (): void => settle(null);
    const take = (text: string): void => {
      for (const key of text) {
        if (keys.enter.test(key)) return settle(typed);
        if (keys.giveUp.test(key)) return settle(null);
        if (keys.erase.test(key)) typed = typed.replace(/.$/su, '');
        else if (!keys.control.test(key)) typed += key;
      }
    };
    stdin.on('data', take);
    signal.addEventListener('abort', giveUp, { once: true });
  });
}
