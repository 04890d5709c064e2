import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import { copyOf } from '../../core/database/stock.ts';
import { type CopyWorld, finishCopy } from './finish-copy.ts';

/** Notes copies as whole whose copiers ended well while nobody looked. Those that run go on. Problems: engine-*, of the journal. */
export async function noteEndedCopies(
  world: CopyWorld & { readonly project: string },
): Promise<Result<void, Problem>> {
  const never = new AbortController().signal;
  const copiers = await world.docker.listOwnContainers(world.project, never);
  if (!copiers.ok) return copiers;
  for (const container of copiers.value) {
    const copy = copyOf(container);
    if (copy === null || container.state !== 'exited' || container.exitCode !== 0) continue;
    const finished = await finishCopy(world, copy.to, never);
    // Whatever else is wrong with it makes it worth nothing, and it is cleared away with the rest.
    if (!finished.ok && finished.error.kind !== 'copy-failed') return finished;
  }
  return ok(undefined);
}
