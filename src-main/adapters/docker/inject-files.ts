import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import type { Result } from '../../contract/result.ts';
import { ok } from '../../contract/result.ts';
import type { InjectedFile } from '../../core/plan/requests.ts';
import { deadlines } from './deadlines.ts';
import type { Fault } from './fault.ts';
import { pathOf, type Wire } from './wire.ts';

/**
 * PUT /containers/{id}/archive of one plain tar per file, as docker compose 2.40 does for secrets and configs from the
 * environment or from content: mode 0444 unless given, owner by uid and gid, empty content skipped. The container must not run
 * from a read-only root. The content is then on the engine's disk, in the container's own layer.
 */
export async function injectFiles(
  wire: Wire,
  id: string,
  files: readonly InjectedFile[],
  signal: AbortSignal,
): Promise<Result<unknown, Fault>> {
  for (const file of files) {
    if (file.content === '') continue;
    const { uid, gid } = file.reference;
    const query = { path: '/', ...(uid === undefined && gid === undefined ? {} : { copyUIDGID: 'true' }) };
    const ask = {
      method: 'PUT',
      path: pathOf('containers', id, 'archive'),
      query,
      deadlineMs: deadlines.create,
    } as const;
    const answer = await wire.json({ ...ask, archive: await tarOf(file) }, signal);
    if (!answer.ok) return answer;
  }
  return ok(null);
}

async function tarOf({ reference, target, content }: InjectedFile): Promise<Buffer> {
  const tar = pack();
  tar.entry(
    {
      name: target.replace(/^\/+/, ''),
      mode: Number.parseInt(reference.mode ?? '0444', 8) & 0o7777,
      uid: Number.parseInt(reference.uid ?? '0', 10) || 0,
      gid: Number.parseInt(reference.gid ?? '0', 10) || 0,
    },
    content,
  );
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of Readable.from(tar, { objectMode: false })) chunks.push(chunk);
  return Buffer.concat(chunks);
}
