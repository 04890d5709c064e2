import { describe, expect, it } from 'vitest';
import { flagsOfGoal } from '../../src-main/contract/goal-flags.ts';
import { databaseGoals, environments } from '../../src-main/contract/names.ts';
import { ok } from '../../src-main/contract/result.ts';
import { stepRuns } from '../../src-main/core/plan/step-runs.ts';
import { readProfile } from '../../src-main/core/profile/read-profile.ts';
import { planFor } from '../../src-main/engine/planning.ts';
import { container, firstOf, hashesOf, observed, profile, stack } from '../support/builders.ts';

const slugs = { migrate: 'a'.repeat(64), seed: 'b'.repeat(64) };
const step = { service: 'api', command: ['seed'], heads: null, inputs: [] };
const rule = { seed: true, ephemeral: false, require: [] };
const given = { name: 'x', generation: 1, file: '/x' };
const everywhere = Object.fromEntries(environments.map((name) => [name, rule]));
const seeding = profile({
  database: { service: 'db', volume: 'dbdata', migrate: null, seed: step },
  environments: everywhere,
});

describe('the data of production', () => {
  it.each(['reset', 'undo', ...databaseGoals] as const)(
    'is not touched by %s, nor is that of staging',
    (goal) => {
      const of = stack();
      for (const environment of ['production', 'staging'] as const) {
        const planned = planFor({
          ...{
            goal,
            services: [],
            images: 'wanted',
            model: of,
            profile: seeding,
            environment,
            texts: {},
            now: 0,
          },
          ...{ observed: observed(of, [container(of, 'db')]), hashes: hashesOf(of), slugs },
          flags: Object.fromEntries(
            flagsOfGoal[goal].flatMap((flag) =>
              flag in given ? [[flag, given[flag as keyof typeof given]]] : [],
            ),
          ),
          journal: { records: () => [], append: async () => ok(undefined) },
          asked: {
            ...{ commit: '', revision: '', online: null, file: '/x', upgrade: null, seed: null },
            bundle: { head: { manifest: {} as never, keyId: '' }, known: [] },
          },
        });
        expect(planned).toEqual({ ok: false, error: [{ kind: 'reset-forbidden', environment }] });
      }
    },
  );

  it('is not seeded, whatever a profile says of it', () => {
    const of = stack();
    const database = { rule: seeding.database ?? (null as never), generations: firstOf(of) };
    for (const environment of environments) {
      const input = {
        ...{ model: of, profile: seeding, environment, observed: observed(of, []), leftovers: [] },
        ...{ generations: firstOf(of), hashes: hashesOf(of) },
      };
      const steps = stepRuns(input, database, slugs).map((run) => run.step);
      expect([environment, steps]).toEqual([environment, environment === 'production' ? [] : ['seed']]);
    }
  });

  it('and a profile that wants it is told so, with its place', () => {
    const text = 'berth: 1\nproject: shop\nenvironments:\n  production: { seed: true }\n';
    const read = readProfile(text, 'berth.yaml');
    expect(read).toMatchObject({
      ok: false,
      error: [{ kind: 'profile-invalid', message: expect.stringContaining('never loaded in production') }],
    });
    expect(JSON.stringify(read)).toContain('"line":4');
    expect(readProfile(text.replace('production', 'local'), 'berth.yaml').ok).toBe(true);
  });
});
