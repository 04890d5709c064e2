import http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { framed, GrpcRefusal, messagesOf } from './grpc.ts';

/** Calls methods at the other end of one connection. */
export type GrpcCaller = {
  /** The answers to one message; ends when the method has. Throws GrpcRefusal, or what cut the connection. */
  call(path: string, message: Buffer): AsyncIterable<Buffer>;
  /** Resolves when the other end answers; rejects when the connection is gone. */
  ping(): Promise<void>;
  close(): void;
};

/** A connection that was upgraded to HTTP/2 without TLS, this side being the client. */
export function grpcCaller(connection: Duplex): GrpcCaller {
  const session = http2.connect('http://engine', { createConnection: () => connection });
  // Whatever happens to the connection is told by the calls that are under way.
  session.on('error', () => {});
  return {
    call: (path, message) => answersOf(session, path, message),
    ping: () =>
      new Promise((resolve, reject) => {
        const gone = new Error('the connection is closed');
        if (session.closed || session.destroyed) return reject(gone);
        session.ping((error) => (error === null ? resolve() : reject(error)));
      }),
    close: () => {
      session.destroy();
      connection.destroy();
    },
  };
}

async function* answersOf(
  session: http2.ClientHttp2Session,
  path: string,
  message: Buffer,
): AsyncIterable<Buffer> {
  const stream = session.request({
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  let outcome: http2.IncomingHttpHeaders = {};
  // A call that is refused at once has its outcome in the headers.
  stream.on('response', (headers) => {
    if (headers['grpc-status'] !== undefined) outcome = headers;
  });
  stream.on('trailers', (trailers) => {
    outcome = trailers;
  });
  stream.end(framed(message));
  yield* messagesOf(stream);
  if (outcome['grpc-status'] === undefined) throw new ConnectionCut();
  const status = Number(outcome['grpc-status']);
  if (status !== 0) throw new GrpcRefusal(status, wordsOf(outcome['grpc-message']));
}

/** The stream is over and nobody said how it went. Its code is Node's for a connection that the other side dropped. */
class ConnectionCut extends Error {
  readonly code = 'ECONNRESET';
  constructor() {
    super('the connection ended before the answer');
  }
}

/** The message is percent-encoded UTF-8. */
function wordsOf(text: string | readonly string[] | undefined): string {
  const written = typeof text === 'string' ? text : 'no reason given';
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
