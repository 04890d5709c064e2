import type { Environment } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { VolumeModel } from '../compose/model.ts';
import type { SeedBundle } from '../database/seed-bundle.ts';
import { guessDatabase } from '../profile/guess-database.ts';
import { resetsIn } from '../profile/resets-in.ts';
import type { DatabaseRule, Profile } from '../profile/profile.ts';
import type { Generations } from './generations.ts';
import type { UpInput } from './up-input.ts';

/** What reset and undo are given beyond `up`. */
export type GenerationInput = UpInput & {
  readonly profile: Profile | null;
  readonly environment: Environment;
  /** Absent or null: no bundle is the seed, or the environment loads none. */
  readonly seed?: SeedBundle | null;
};

export type Database = { readonly rule: DatabaseRule; readonly generations: Generations };

/** The declared database of a project, where it can be moved between generations. */
export function databaseOf(input: GenerationInput): Result<Database, Problem> {
  const rule = input.profile?.database ?? null;
  if (rule === null || input.generations === null) {
    const guess = rule === null ? guessDatabase(input.model) : null;
    return fail({ kind: 'database-undeclared', guess });
  }
  const service = input.model.services[rule.service];
  if (service === undefined) {
    const known = Object.keys(input.model.services);
    return fail({ kind: 'service-unknown', name: rule.service, known, nearest: null });
  }
  if (!resetsIn(input.environment)) {
    return fail({ kind: 'reset-forbidden', environment: input.environment });
  }
  const volume = input.model.volumes[rule.volume];
  const mounted = service.volumes?.some((mount) => mount.type === 'volume' && mount.source === rule.volume);
  if (volume === undefined || mounted !== true) {
    const why = `berth.yaml names ${rule.volume} as the volume of ${rule.service}, which does not mount it.`;
    return fail({ kind: 'volume-foreign', volume: rule.volume, why });
  }
  if (volume.external === true) {
    return fail({
      kind: 'volume-foreign',
      volume: volume.name,
      why: 'It is declared as external: another project owns it.',
    });
  }
  const why = samePlace(volume);
  if (why !== null) return fail({ kind: 'volume-foreign', volume: volume.name, why });
  return ok({ rule, generations: input.generations });
}

/**
 * Why a second volume with the same options would lie in the same place and not beside the first, null where it would not: a
 * `device` is a folder or a share of its own, and what the options of another driver name only that driver knows.
 */
function samePlace({ driver = 'local', driver_opts: options = {} }: VolumeModel): string | null {
  if (driver !== 'local' && Object.keys(options).length > 0)
    return `Its driver ${driver} is given options, which would lead every generation to the same place.`;
  const { type, device } = options;
  return device === undefined || type === 'tmpfs'
    ? null
    : `Its driver_opts name a device (${device}): every generation would lie in the same place.`;
}
