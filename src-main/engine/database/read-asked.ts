import type { Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { StepRule } from '../../core/profile/profile.ts';
import { checkedOutCommit } from '../checked-out-commit.ts';
import type { PlanWish } from '../desk.ts';
import type { Asked } from '../plan-database.ts';
import type { Ports } from '../ports.ts';
import { readKnownKeys } from './known-keys.ts';
import { readSeed } from './read-seed.ts';
import { readMigrations } from './read-migrations.ts';
import { readOnline } from './read-online.ts';
import { readUpgrade } from './read-upgrade.ts';
import type { VersionWish } from './version-fault.ts';

export type AskedWorld = Pick<Ports, 'files' | 'settings' | 'openBundles'> & {
  /** The profile's folder. */
  readonly dir: string;
  readonly environment: Environment;
  readonly version: VersionWish;
};

export const nothingAsked: Asked = {
  commit: '',
  revision: '',
  online: null,
  file: null,
  bundle: null,
  upgrade: null,
  seed: null,
};

type Read = Promise<Result<Asked, Problem>>;

/**
 * What a goal about the data needs to know beside the engine: commit and revision of what a snapshot is of and whether its server
 * can copy itself, what a bundle says of itself (also one that is the seed), what an upgrade is from and to. Problems:
 * seed-missing, bundle-invalid, file-unreadable, request-invalid, engine-*.
 */
export async function readAsked(world: AskedWorld, { goal, flags }: PlanWish, signal: AbortSignal): Read {
  switch (goal) {
    case 'snapshot':
      return ok({ ...nothingAsked, ...(await readOrigin(world, signal)) });
    case 'upgrade': {
      const upgrade = await readUpgrade(world.version, signal);
      return upgrade.ok ? ok({ ...nothingAsked, upgrade: upgrade.value }) : upgrade;
    }
    case 'export':
      return ok({ ...nothingAsked, file: fileOf(world, flags?.file) });
    case 'import':
      return readBundle(world, fileOf(world, flags?.file));
    case 'reset':
    case 'prepare': {
      const seed = await readSeed(world, world.version.profile);
      return seed.ok ? ok({ ...nothingAsked, seed: seed.value }) : seed;
    }
    case 'prune': {
      // What is there of no use is deleted where that can be told; a seed that is not whole is no reason to delete nothing.
      const seed = await readSeed(world, world.version.profile);
      return ok({ ...nothingAsked, seed: seed.ok ? seed.value : null });
    }
    default:
      return ok(nothingAsked);
  }
}

/** A name without a folder is one in Berth's own, so that no data gets among the sources unasked. */
const fileOf = ({ files, settings }: AskedWorld, file: string | undefined): string | null =>
  file === undefined ? null : files.resolve(settings.dir, 'bundles', file);

/** What cannot be told is no reason not to keep the data. */
async function readOrigin(
  { files, dir, version }: AskedWorld,
  signal: AbortSignal,
): Promise<Pick<Asked, 'commit' | 'revision' | 'online'>> {
  const rule = version.profile?.database?.migrate ?? null;
  const [commit, revision, online] = await Promise.all([
    checkedOutCommit(files, dir),
    rule?.current === undefined ? '' : readRevision(version, rule, signal),
    readOnline(version, signal),
  ]);
  return { commit: commit ?? '', revision, online };
}

async function readRevision(
  { docker, observed }: VersionWish,
  rule: StepRule,
  signal: AbortSignal,
): Promise<string> {
  const read = await readMigrations(docker, rule, observed.containers, signal);
  return read.ok ? (read.value.current ?? '') : '';
}

async function readBundle({ files, settings, openBundles }: AskedWorld, file: string | null): Read {
  if (file === null) return ok(nothingAsked);
  const head = await (await openBundles()).readHead(file);
  if (!head.ok) return head;
  const known = await readKnownKeys({ files, settingsDir: settings.dir });
  return known.ok ? ok({ ...nothingAsked, file, bundle: { head: head.value, known: known.value } }) : known;
}
