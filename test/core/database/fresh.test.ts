import { describe, expect, it } from 'vitest';
import { type Environment, environments } from '../../../src-main/contract/names.ts';
import type { FreshView } from '../../../src-main/contract/database-view.ts';
import type { DatabaseRule, EnvironmentRule } from '../../../src-main/core/profile/profile.ts';
import { initialState } from '../../../src-main/core/state/state.ts';
import { view } from '../../../src-main/core/state/view.ts';
import { firstOf, profile, stack } from '../../support/builders.ts';

const signer = 'e'.repeat(32);
const seeded: EnvironmentRule = { seed: true, ephemeral: false, require: [] };
const bundle = { bundle: 'seeds/base.berth', signer, fromProject: null };

/** What the screen is told, with all environments seeded but those that are named. */
function fresh(
  environment: Environment = 'local',
  own: Partial<DatabaseRule> = {},
  unseeded: readonly Environment[] = [],
): FreshView | null | undefined {
  const base = profile();
  const rules = environments
    .filter((name) => !unseeded.includes(name))
    .map((name) => [name, seeded] as const);
  return view({
    ...initialState({ id: 'p', dir: '/srv/p', environment }),
    model: stack(),
    profile: {
      ...base,
      environments: Object.fromEntries(rules),
      database: base.database && { ...base.database, ...own },
    },
    generations: firstOf(stack()),
  }).database?.fresh;
}

describe('what a reset fills the database with', () => {
  it('is what its commands make, each as one types it', () => {
    const seed = { service: 'worker', command: ['sh', '-c', "seed 'all'"], heads: null, inputs: [] };
    expect(fresh('local', { seed })).toEqual({
      migrate: { service: 'api', command: 'migrate' },
      seed: { kind: 'command', service: 'worker', command: `sh -c 'seed '\\''all'\\'''` },
    });
  });

  it('is the data of a bundle, with whose word counts for it and whose data it is', () => {
    const file = { kind: 'bundle', file: 'seeds/base.berth', signer };
    expect(fresh('ci', { seed: bundle })?.seed).toEqual({ ...file, fromProject: null });
    expect(fresh('ci', { seed: { ...bundle, fromProject: 'other' } })?.seed).toEqual({
      ...file,
      fromProject: 'other',
    });
  });

  it.each<Environment>(['staging', 'production'])('is not told in %s, where no database is reset', (name) => {
    expect(fresh(name)).toBeNull();
  });

  it('is nothing where the profile names nothing', () => {
    expect(fresh('local', { migrate: null, seed: null })).toEqual({
      migrate: null,
      seed: { kind: 'none', whyNot: 'berth.yaml names no seed.' },
    });
  });

  it.each([profile().database?.seed ?? null, bundle])(
    'is no seed where the environment takes none (%#)',
    (seed) => {
      expect(fresh('ci', { seed }, ['ci'])?.seed).toEqual({
        kind: 'none',
        whyNot: 'berth.yaml does not set `seed: true` for ci.',
      });
    },
  );
});
