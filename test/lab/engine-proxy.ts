import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A socket in front of an engine's: it passes everything on, and counts what is asked. */
export type EngineProxy = AsyncDisposable & {
  readonly socket: string;
  /** `GET /v1.51/containers/json?all=1` of each call since it was opened or `watch` was last called, in their order. */
  readonly calls: () => readonly string[];
  /** Counts from nothing, and does `act` when the nth call comes; the call is passed on when `act` is done. */
  readonly watch: (nth?: number, act?: () => Promise<void> | void) => void;
};

// A client writes the head of a request at once; what else it sends does not begin like one.
const head = /^((?:GET|HEAD|POST|PUT|DELETE) \/\S*) HTTP\/1\.1\r\n/;

/** Opens a proxy in front of the socket of an engine. */
export async function openEngineProxy(engine: string): Promise<EngineProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'berth-proxy-'));
  const socket = join(folder, 'engine.sock');
  const open = new Set<Socket>();
  let calls: string[] = [];
  let act: { readonly nth: number; readonly now: () => Promise<void> | void } | null = null;

  const note = async (chunk: Buffer): Promise<void> => {
    const call = head.exec(chunk.toString('latin1', 0, 4_096))?.[1];
    if (call === undefined) return;
    calls.push(call);
    if (act === null || calls.length !== act.nth) return;
    const { now } = act;
    act = null;
    await now();
  };
  const server = createServer((client) => {
    open.add(client);
    client.on('close', () => open.delete(client));
    pass(client, createConnection(engine), note);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    calls: () => [...calls],
    watch: (nth, now) => {
      calls = [];
      act = nth === undefined || now === undefined ? null : { nth, now };
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of open) client.destroy();
      await closed(server);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Each side ends with the other, and half-closed where the other only has said all that it had to say. */
function pass(client: Socket, engine: Socket, note: (chunk: Buffer) => Promise<void>): void {
  let last = Promise.resolve();
  client.on('data', (chunk: Buffer) => {
    last = last.then(() => note(chunk)).then(() => void engine.write(chunk));
  });
  client.on('end', () => {
    last = last.then(() => void engine.end());
  });
  engine.pipe(client);
  client.on('error', () => engine.destroy()).on('close', () => engine.destroy());
  engine.on('error', () => client.destroy()).on('close', () => client.destroy());
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
