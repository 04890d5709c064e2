import type { Bytes } from '../../ports/bundles.ts';
import type { Report } from '../../ports/docker.ts';

const megabyte = 1_000_000;
const step = 8 * megabyte;

/** The same bytes, and how far they are. `total` null: it is not known. */
export async function* counted(
  content: Bytes,
  total: number | null,
  report: Report,
): AsyncGenerator<Uint8Array> {
  let done = 0;
  let told = 0;
  for await (const piece of content) {
    yield piece;
    done += piece.length;
    if (done - told < step) continue;
    told = done;
    const of = total === null ? '' : ` of ${Math.ceil(total / megabyte)}`;
    report(`${Math.floor(done / megabyte)}${of} MB`, total === null ? null : Math.min(1, done / total));
  }
}
