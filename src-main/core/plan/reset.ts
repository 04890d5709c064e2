import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { StepRule } from '../profile/profile.ts';
import { noProgress } from './converge-wish.ts';
import { dependenciesOf } from './dependencies.ts';
import { addStep, emptyDraft, finishDraft } from './draft.ts';
import { type Database, databaseOf, type GenerationInput } from './generation-input.ts';
import { type Generation, generationLabels, physicalName } from './generations.ts';
import { addOneOff } from './one-off.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import { prepareImage, prepareNetworks } from './prepare.ts';
import { switchGeneration } from './switch-generation.ts';

/** Random hex of 64 digits each, for the names of the one-off containers. */
export type ResetSlugs = { readonly migrate: string; readonly seed: string };

/**
 * A fresh database on the next generation, migrated and, where the environment allows it, seeded; then it is made live.
 * Nothing is deleted or overwritten: the old generation is the undo. Problems: database-undeclared, reset-forbidden,
 * volume-foreign, service-unknown, network-missing, volume-missing.
 */
export function planReset(input: GenerationInput, slugs: ResetSlugs): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const unknown = unknownServices(input, database);
  if (unknown.length > 0) return fail(unknown);
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const progress = noProgress();
  const next = nextGeneration(input, database);
  progress.prepared.set(`volume ${next.physical}`, addVolume(draft, input, database, next));
  const runs = oneOffs(input, database, slugs);
  for (const { rule } of runs) {
    prepareImage(draft, progress.prepared, input, rule.service, true);
    prepareNetworks(draft, progress.prepared, input, [rule.service], new Map());
  }
  const fill = (after: readonly number[], physical: Readonly<Record<string, string>>): readonly number[] =>
    runs.reduce<readonly number[]>(
      (last, run) => [
        addOneOff({
          draft,
          prepared: progress.prepared,
          decided: progress.decided,
          input,
          physical,
          service: run.rule.service,
          command: run.rule.command,
          slug: run.slug,
          because: run.because,
          step: run.step,
          after: last,
        }),
      ],
      after,
    );
  const beside = runs.flatMap(({ rule }) => dependenciesOf(input.model, rule.service).map(([name]) => name));
  const problems = switchGeneration({ draft, progress, input, database, to: next, beside, fill });
  if (problems.length > 0) return fail(problems);
  draft.loses.push(
    `The database starts anew on generation ${next.number}. The data of generation ${database.generations.current} is kept: undo brings it back.`,
  );
  return ok(finishDraft(draft, 'reset', true));
}

function unknownServices(input: GenerationInput, { rule }: Database): Problem[] {
  const known = Object.keys(input.model.services);
  return [rule.migrate, rule.seed]
    .filter((step): step is StepRule => step !== null && !known.includes(step.service))
    .map((step) => ({ kind: 'service-unknown', name: step.service, known, nearest: null }));
}

/** One beyond the highest number that the ledger or the engine knows: a number is never used twice. */
function nextGeneration(input: GenerationInput, { generations }: Database): Generation {
  const composeVolume = input.model.volumes[generations.volume]?.name ?? generations.volume;
  const existing = input.observed.volumes
    .filter((volume) => volume.name.startsWith(`${composeVolume}.g`))
    .map((volume) => Number(volume.name.slice(composeVolume.length + 2)))
    .filter((number) => Number.isInteger(number));
  const number = Math.max(generations.highest, ...existing) + 1;
  return { number, physical: physicalName(composeVolume, number), createdAt: null };
}

function addVolume(
  draft: ReturnType<typeof emptyDraft>,
  input: GenerationInput,
  database: Database,
  next: Generation,
): number {
  const volume = input.model.volumes[database.generations.volume];
  const request = {
    Name: next.physical,
    ...(volume?.driver === undefined ? {} : { Driver: volume.driver }),
    ...(volume?.driver_opts === undefined ? {} : { DriverOpts: volume.driver_opts }),
    Labels: generationLabels(input.model.name, database.generations.volume, next.number),
  };
  return addStep(draft, {
    service: null,
    because: `generation ${next.number} of the database`,
    after: [],
    action: { do: 'create volume', request },
  });
}

function oneOffs(input: GenerationInput, { rule }: Database, slugs: ResetSlugs) {
  const seeds = input.profile?.environments[input.environment]?.seed === true;
  return [
    ...(rule.migrate === null
      ? []
      : [{ rule: rule.migrate, slug: slugs.migrate, because: 'migrations', step: 'migrate' as const }]),
    ...(rule.seed === null || !seeds
      ? []
      : [{ rule: rule.seed, slug: slugs.seed, because: 'seed data', step: 'seed' as const }]),
  ];
}
