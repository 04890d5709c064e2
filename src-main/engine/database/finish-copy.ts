import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { copyFacts } from '../../core/database/copy-request.ts';
import { copierName } from '../../core/database/names.ts';
import { unfinished } from '../../core/database/scraps.ts';
import { isSeed } from '../../core/database/seed-source.ts';
import { copyOf } from '../../core/database/stock.ts';
import type { Docker } from '../../ports/docker.ts';
import type { Journal } from '../journal.ts';
import { lastLines } from '../last-lines.ts';

export type CopyWorld = { readonly docker: Docker; readonly journal: Journal };

const never = new AbortController().signal;

/**
 * Waits for the copier of a volume, notes the copy as whole when it says so, and removes the copier. With the signal the
 * copier is removed and what it had copied is worth nothing. Problems: copy-failed, cancelled, engine-*.
 */
export async function finishCopy(
  world: CopyWorld,
  to: string,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const { docker } = world;
  const copier = copierName(to);
  const ended = await docker.waitForExit(copier, signal);
  if (signal.aborted) {
    await docker.removeContainer(copier, never, 'removed');
    return fail({ kind: 'cancelled', goal: 'the copy' });
  }
  if (!ended.ok) return ended;
  const container = await docker.inspectContainer(copier, never);
  if (!container.ok) return container;
  const copy = container.value === null ? null : copyOf(container.value);
  if (ended.value !== 0 || copy === null || copy.to !== to) {
    const log = await lastLines(docker, copier, 10, never);
    await docker.removeContainer(copier, never, 'removed');
    return fail({ kind: 'copy-failed', to, exitCode: ended.value, log });
  }
  const facts = copyFacts(await lastLines(docker, copier, 10, never));
  const noted = await noteWhole(world, to, copy.source, facts);
  if (!noted.ok) return noted;
  return docker.removeContainer(copier, never, 'removed');
}

/** From here on what was copied may be used. */
async function noteWhole(
  { docker, journal }: CopyWorld,
  to: string,
  source: string,
  facts: ReturnType<typeof copyFacts>,
): Promise<Result<void, Problem>> {
  // Its volume goes on to be migrated, and is whole only then.
  if (isSeed(source)) return ok(undefined);
  const records = journal.records();
  const made = records.findLast(
    (record) =>
      (record.kind === 'generation created' ||
        record.kind === 'snapshot begun' ||
        record.kind === 'stage begun') &&
      record.physical === to,
  );
  const there = await docker.inspectVolume(to, never);
  if (!there.ok) return there;
  if (made === undefined || there.value === null)
    return fail({ kind: 'copy-failed', to, exitCode: null, log: ['the volume is gone'] });
  if (!unfinished(records).some(({ physical }) => physical === to)) return ok(undefined);
  if (made.kind === 'snapshot begun') return journal.append({ ...made, kind: 'snapshot taken', ...facts });
  // A stage is whole for the rest of its run, and for no other.
  if (made.kind !== 'generation created') return ok(undefined);
  const { volume, number, physical } = made;
  return journal.append({ kind: 'generation prepared', volume, number, physical, source, ...facts });
}
