import type { Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { SeedBundle } from '../../core/database/seed-bundle.ts';
import type { Profile } from '../../core/profile/profile.ts';
import { seedBundle } from '../../core/profile/seeds-in.ts';
import type { Ports } from '../ports.ts';

export type SeedWorld = Pick<Ports, 'files' | 'openBundles'> & {
  /** The profile's folder. */
  readonly dir: string;
  readonly environment: Environment;
};

/**
 * What the bundle says of itself that is the seed of a project: a few kilobytes, however much data follows them. null: no bundle
 * is. Problems: seed-missing, bundle-invalid, file-unreadable.
 */
export async function readSeed(
  { files, openBundles, dir, environment }: SeedWorld,
  profile: Profile | null,
): Promise<Result<SeedBundle | null, Problem>> {
  const rule = seedBundle(profile, environment);
  if (rule === null) return ok(null);
  const file = files.resolve(dir, rule.bundle);
  const head = await (await openBundles()).readHead(file);
  if (head.ok) return ok({ rule, file, head: head.value });
  const missing = !(await files.isFile(file)) && !(await files.isFolder(file));
  return fail(missing ? { kind: 'seed-missing', file } : head.error);
}
