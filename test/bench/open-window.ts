import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import type { Client } from '../../src-main/router/wires/in-process.ts';

/** A window on one project, as a browser has it, without the drawing. */
export type OpenWindow = AsyncDisposable & {
  /** Presses the button, and waits until the run has ended. Throws when it did not end as wanted. */
  readonly press: (goal: 'up' | 'down') => Promise<void>;
};

/** Starts `berth serve` with these words and returns when the board is there and followed, as the page does it. */
export async function openWindow(
  cli: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<OpenWindow> {
  const door = spawn(process.execPath, [cli, 'serve', '--json', ...words], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const socket = await connect(await addressOf(door));
  const api: Client = createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
  const project = (await api.projects.list())[0]?.id;
  if (project === undefined) throw new Error('the window has no project');
  await api.board.read({ project });
  const watching = followBoard(api, project).catch(() => undefined);
  return {
    press: async (goal) => {
      const { run } = await api.runs.start({ project, goal });
      let status = '';
      for await (const view of await api.runs.follow({ project, run })) ({ status } = view);
      if (status !== 'done') throw new Error(`${goal} ended ${status}`);
    },
    [Symbol.asyncDispose]: async () => {
      socket.close();
      door.kill('SIGINT');
      await Promise.all([once(door, 'exit'), watching]);
    },
  };
}

async function addressOf(door: ChildProcess): Promise<URL> {
  if (door.stdout === null) throw new Error('the door says nothing');
  const [line] = (await once(createInterface(door.stdout), 'line')) as [string];
  return new URL((JSON.parse(line) as { url: string }).url);
}

async function connect(address: URL): Promise<WebSocket> {
  const answer = await fetch(new URL('/session', address.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: address.origin },
    body: JSON.stringify({ code: new URLSearchParams(address.hash.slice(1)).get('code') }),
  });
  const { token } = (await answer.json()) as { token: string };
  const { host, origin } = address;
  const socket = new WebSocket(`ws://${host}/rpc`, ['berth', `bearer.${token}`], { origin });
  await once(socket, 'open');
  return socket;
}

/** Takes each update as a page does that draws without delay. */
async function followBoard(api: Client, project: string): Promise<void> {
  const subscription = 'bench';
  for await (const { number } of await api.board.watch({ project, subscription }))
    await api.board.acknowledge({ subscription, number });
}
