import { createServer, type Server } from 'node:net';
import { eventually } from './eventually.ts';

const patienceMs = 20 * 60_000;

/**
 * Does the work while no other process of this machine does work of that name: two test runs may start at once.
 * The lock is a name that only one process can listen on (a Linux abstract socket, a Windows pipe), so a process that
 * is killed gives it back by dying. Elsewhere the lab installs and builds nothing, and there is nothing to guard.
 */
export async function alone<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux' && process.platform !== 'win32') return work();
  const held: Server[] = [];
  const taken = async (): Promise<boolean> => {
    const server = await listenOn(
      process.platform === 'win32' ? `\\\\.\\pipe\\berth-lab-${name}` : `\0berth-lab-${name}`,
    );
    if (server !== null) held.push(server);
    return server !== null;
  };
  if (!(await eventually(taken, patienceMs, 200)))
    throw new Error(`another process has been busy with '${name}' for 20 minutes`);
  try {
    return await work();
  } finally {
    for (const server of held) server.close();
  }
}

function listenOn(path: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(path, () => resolve(server));
  });
}
