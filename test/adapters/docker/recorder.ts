import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type Recorded = { readonly method: string; readonly url: string; readonly body: string };

/** A socket that passes every request on to an engine and keeps it; `answer` may answer instead. */
export async function recorder(
  engine: string,
  answer: (request: Recorded) => { readonly status: number; readonly message: string } | null = () => null,
): Promise<AsyncDisposable & { readonly socket: string; readonly requests: readonly Recorded[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-recorder-'));
  const socket = join(folder, 'engine.sock');
  const requests: Recorded[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const recorded = { method: request.method ?? '', url: request.url ?? '', body: body.toString('latin1') };
    requests.push(recorded);
    const own = answer(recorded);
    if (own !== null) {
      response
        .writeHead(own.status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ message: own.message }));
      return;
    }
    const upstream = http.request(
      { socketPath: engine, method: request.method, path: request.url, headers: request.headers },
      (reply) => {
        response.writeHead(reply.statusCode ?? 500, reply.headers);
        reply.pipe(response);
      },
    );
    upstream.end(body);
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    requests,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}
