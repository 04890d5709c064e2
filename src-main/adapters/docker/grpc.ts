/**
 * gRPC over HTTP/2 as far as BuildKit needs it: messages behind 1 byte compression (0: none) and 4 bytes length (big endian),
 * the outcome in trailers (grpc.io, 'gRPC over HTTP2').
 */
import type { Http2Stream } from 'node:http2';

const headerBytes = 5;
/** BuildKit's own limit is 16 MiB. */
const limitBytes = 32 * 1024 * 1024;

/** A message with its length before it. */
export function framed(message: Buffer): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}

/** The messages of a stream, until its other end says that there are no more. Throws when it is cut. */
export async function* messagesOf(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let end = frameEnd(rest); end !== null && end <= rest.length; end = frameEnd(rest)) {
      yield rest.subarray(headerBytes, end);
      rest = rest.subarray(end);
    }
  }
}

function frameEnd(bytes: Buffer): number | null {
  if (bytes.length < headerBytes) return null;
  const length = bytes.readUInt32BE(1);
  if (bytes[0] !== 0 || length > limitBytes) throw new Error('a gRPC message that is compressed or too long');
  return headerBytes + length;
}

/** Sends a message and waits where the other side is slower; false once the stream is closed. */
export async function sendMessage(stream: Http2Stream, message: Buffer): Promise<boolean> {
  if (stream.closed || stream.destroyed) return false;
  if (stream.write(framed(message))) return true;
  return new Promise((resolve) => {
    const settle = (open: boolean) => (): void => {
      stream.off('drain', drained).off('close', closed);
      resolve(open);
    };
    const drained = settle(true);
    const closed = settle(false);
    stream.on('drain', drained).on('close', closed);
  });
}

/** Status codes that are used here (grpc.io, 'Status codes'). */
export const grpcStatus = { ok: 0, cancelled: 1, notFound: 5, unimplemented: 12, unavailable: 14 } as const;

/** A call that was answered with a status other than ok. */
export class GrpcRefusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}
