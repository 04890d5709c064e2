import { GarbledAnswer } from './fault.ts';

const limitBytes = 16 * 1024 * 1024;
const newline = 0x0a;

/**
 * The JSON values of a stream that writes one per line (events, pull, build), as the engine sends them: an incomplete last
 * line is kept until the rest comes. Throws GarbledAnswer for a line that is not JSON or longer than 16 MiB.
 */
export async function* jsonLines<T>(body: AsyncIterable<Buffer>): AsyncIterable<T> {
  let kept: Buffer[] = [];
  let keptBytes = 0;
  for await (const chunk of body) {
    let start = 0;
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, start)) {
      const line = Buffer.concat([...kept, chunk.subarray(start, end)])
        .toString('utf8')
        .trim();
      kept = [];
      keptBytes = 0;
      start = end + 1;
      if (line !== '') yield parse<T>(line);
    }
    kept.push(chunk.subarray(start));
    keptBytes += chunk.length - start;
    if (keptBytes > limitBytes) throw new GarbledAnswer('a line of more than 16 MiB');
  }
  const rest = Buffer.concat(kept).toString('utf8').trim();
  if (rest !== '') yield parse<T>(rest);
}

function parse<T>(line: string): T {
  try {
    return JSON.parse(line) as T;
  } catch {
    throw new GarbledAnswer(`a line that is not JSON: ${line.slice(0, 80)}`);
  }
}
