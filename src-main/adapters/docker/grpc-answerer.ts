import http2 from 'node:http2';
import type { Duplex } from 'node:stream';
import { GrpcRefusal, grpcStatus, messagesOf, sendMessage } from './grpc.ts';

/** A call from the other end. */
export type GrpcCall = {
  /** Values of a header in the order in which they came; one value may hold commas. */
  header(name: string): readonly string[];
  readonly messages: AsyncIterable<Buffer>;
  /** False once the caller has left. */
  send(message: Buffer): Promise<boolean>;
};

/** Answers a call; what it throws as GrpcRefusal is the answer's status. */
export type GrpcMethod = (call: GrpcCall) => Promise<void>;

/** A method with one message each way. */
export const unary =
  (answer: (message: Buffer) => Promise<Buffer>): GrpcMethod =>
  async ({ messages, send }) => {
    for await (const message of messages) {
      await send(await answer(message));
      return;
    }
  };

/** Answers methods on a connection that was upgraded to HTTP/2, this side being the server. Returns what closes it. */
export function answerGrpc(
  connection: Duplex,
  methods: Readonly<Record<string, GrpcMethod>>,
): { close(): void } {
  const session = http2.performServerHandshake(connection);
  // The engine ends the connection when a build is over; whatever else happens to it is told by the build.
  session.on('error', () => {});
  session.on('stream', (stream, headers, _flags, raw) => {
    stream.on('error', () => {});
    void answer(stream, methods[headers[':path'] ?? ''], raw);
  });
  return {
    close: () => {
      session.destroy();
      connection.destroy();
    },
  };
}

async function answer(
  stream: http2.ServerHttp2Stream,
  method: GrpcMethod | undefined,
  raw: readonly string[],
): Promise<void> {
  let status: number = grpcStatus.ok;
  let words = '';
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.once('wantTrailers', () => {
    stream.sendTrailers({ 'grpc-status': String(status), 'grpc-message': encodeURIComponent(words) });
  });
  try {
    if (method === undefined) throw new GrpcRefusal(grpcStatus.unimplemented, 'not offered');
    await method({
      header: (name) => valuesOf(raw, name),
      // A method that stops reading has not ended the call: its answer goes out after.
      messages: messagesOf(stream.iterator({ destroyOnReturn: false })),
      send: (message) => sendMessage(stream, message),
    });
  } catch (error) {
    status = error instanceof GrpcRefusal ? error.status : grpcStatus.unavailable;
    words = error instanceof Error ? error.message : String(error);
  }
  if (!stream.closed) stream.end();
}

/** Node joins repeated headers with commas; here they come one by one. */
const valuesOf = (raw: readonly string[], name: string): string[] =>
  raw.filter((_, index) => index % 2 === 1 && raw[index - 1] === name);
