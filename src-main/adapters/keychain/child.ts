import { keychainService, type Question, type Reply } from './protocol.ts';

// The keychain's own process: the only importer of keytar. keytar's calls block a thread for as long as the operating system
// likes, and a native fault ends the process; here neither takes Berth with it. It speaks JSON lines on stdin and stdout, or
// messages where Electron started it, and ends as soon as its parent is gone.

type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, value: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
};

/** Electron's utility process; absent elsewhere. */
type ParentPort = {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: Reply): void;
};

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function answer(question: Question): Promise<Reply> {
  const { id } = question;
  const keytar = await load().catch((error: unknown) => words(error));
  if (typeof keytar === 'string') return { id, ok: false, fault: 'module-missing', message: keytar };
  try {
    return { id, ok: true, value: await ask(keytar, question) };
  } catch (error) {
    return { id, ok: false, fault: 'refused', message: words(error) };
  }
}

async function ask(keytar: Keytar, question: Question): Promise<string | boolean | null> {
  const { account } = question;
  if (question.act === 'get') return keytar.getPassword(keychainService, account);
  if (question.act === 'delete') return keytar.deletePassword(keychainService, account);
  await keytar.setPassword(keychainService, account, question.value);
  return null;
}

let loaded: Promise<Keytar> | null = null;

// keytar is optional: where it could not be built, every question is answered by that fact.
const load = (): Promise<Keytar> => {
  loaded ??= import('keytar').then(({ default: keytar }) => keytar);
  return loaded;
};

// A thread of libuv may hang in the keychain, and a normal exit would wait for it.
const leave = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

function serveLines(): void {
  let held = '';
  process.stdin.setEncoding('utf8');
  process.stdin.on('data', (piece: string) => {
    const lines = (held + piece).split('\n');
    held = lines.pop() ?? '';
    for (const line of lines) void answer(JSON.parse(line) as Question).then(write);
  });
  process.stdin.on('end', leave);
  process.stdin.on('error', leave);
  process.stdout.on('error', leave);
}

const write = (reply: Reply): void => {
  process.stdout.write(`${JSON.stringify(reply)}\n`);
};

function servePort(port: ParentPort): void {
  port.on('message', ({ data }) => {
    void answer(data as Question).then((reply) => port.postMessage(reply));
  });
}

const { parentPort } = process as unknown as { readonly parentPort?: ParentPort };
if (parentPort === undefined) serveLines();
else servePort(parentPort);
