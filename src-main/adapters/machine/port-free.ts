import { createServer } from 'node:net';

/**
 * Whether a port can be bound on an address now. Windows lets a program bind one address of a port beside another program that
 * has all of them, and both believe they have it: there the address of all is tried too.
 */
export async function isPortFree(port: number, address: string): Promise<boolean> {
  if (!(await canListen(port, address))) return false;
  return process.platform !== 'win32' || address === '0.0.0.0' || canListen(port, '0.0.0.0');
}

const canListen = (port: number, address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: address, exclusive: true }, () => {
      server.close(() => resolve(true));
    });
  });
