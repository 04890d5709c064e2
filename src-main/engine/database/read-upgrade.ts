import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { majorOf } from '../../core/database/server-version.ts';
import type { Upgrade } from '../../core/database/upgrade.ts';
import { compareVersions, type VersionWish } from './version-fault.ts';

/**
 * What stands between the live data and the image that the file names; null: nothing does. The old server is that of the image
 * which the database's container was made from, where it still has its name; else the same image under the old major version as
 * tag. Problems: request-invalid where the versions cannot be told, engine-*.
 */
export async function readUpgrade(
  wish: VersionWish,
  signal: AbortSignal,
): Promise<Result<Upgrade | null, Problem>> {
  const compared = await compareVersions(wish);
  if (!compared.ok) return compared;
  if (compared.value === null) return fail({ kind: 'request-invalid', message: untold });
  const { found, wanted, service, image, differs } = compared.value;
  if (!differs) return ok(null);
  const containers = wish.observed.containers.filter((each) => each.service === service && !each.oneOff);
  const references = [...containers.map((each) => each.image), tagged(image, majorOf(found))];
  for (const reference of references) {
    const there = await wish.docker.inspectImage(reference, signal);
    if (!there.ok) return there;
    if (majorOf(there.value?.server ?? '') === majorOf(found))
      return ok({ found, wanted, oldImage: reference, oldImageThere: true });
  }
  return ok({ found, wanted, oldImage: tagged(image, majorOf(found)), oldImageThere: false });
}

const untold =
  'It cannot be told which version wrote the data, or which one the image brings. An upgrade by dump is for PostgreSQL; the image has to be on this engine (`berth pull`).';

/** `team/postgres:17-alpine@sha256:…` with major 16 → `team/postgres:16` */
function tagged(reference: string, major: string): string {
  const [name = ''] = reference.split('@');
  const colon = name.lastIndexOf(':');
  const bare = colon > name.lastIndexOf('/') ? name.slice(0, colon) : name;
  return `${bare}:${major}`;
}
