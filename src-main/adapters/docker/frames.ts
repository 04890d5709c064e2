import { GarbledAnswer } from './fault.ts';

/** One piece of output as the engine framed it. */
export type Frame = { readonly stream: 'stdout' | 'stderr'; readonly bytes: Buffer };

const headerBytes = 8;
/** A log driver's longest message is far below it; a larger number means that this is no framed stream. */
const limitBytes = 64 * 1024 * 1024;

/**
 * Takes the frames out of an attached stream without a terminal: 1 byte stream (0 stdin, 1 stdout, 2 stderr), 3 bytes of 0,
 * 4 bytes length (big endian), then the bytes (Engine API, 'Attach', stream format). Asks for more only when it is asked for
 * more. Throws GarbledAnswer for anything else; a stream cut inside a frame just ends.
 */
export async function* framesOf(body: AsyncIterable<Buffer>): AsyncIterable<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let held = 0;
  let wanted = headerBytes;
  for await (const chunk of body) {
    pieces.push(chunk);
    held += chunk.length;
    // Joined only when a whole frame is there: a long one comes in many pieces.
    if (held < wanted) continue;
    rest = Buffer.concat(pieces);
    let start = 0;
    for (;;) {
      wanted = frameBytes(rest, start);
      if (rest.length - start < wanted) break;
      yield {
        stream: rest[start] === 2 ? 'stderr' : 'stdout',
        bytes: rest.subarray(start + headerBytes, start + wanted),
      };
      start += wanted;
    }
    rest = rest.subarray(start);
    pieces = rest.length === 0 ? [] : [rest];
    held = rest.length;
  }
}

/** Length of the frame that begins at `start`, header included; of the header alone while that is not there yet. */
function frameBytes(bytes: Buffer, start: number): number {
  if (bytes.length - start < headerBytes) return headerBytes;
  const length = bytes.readUInt32BE(start + 4);
  const kind = bytes[start] ?? 255;
  if (kind > 2 || length > limitBytes) throw new GarbledAnswer('a stream that is not framed');
  return headerBytes + length;
}
