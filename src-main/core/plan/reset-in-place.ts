import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { noProgress, type Progress } from './converge-wish.ts';
import { dependenciesOf } from './dependencies.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import type { Database, GenerationInput } from './generation-input.ts';
import { type Generation, generationLabels } from './generations.ts';
import { addOneOff } from './one-off.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import { prepareImage, prepareNetworks } from './prepare.ts';
import { type ResetSlugs, stepRuns } from './step-runs.ts';
import { switchGeneration } from './switch-generation.ts';
import { addOwnPassword } from './switch-steps.ts';
import { addSeed } from '../database/seed-bundle.ts';
import { nextGeneration } from '../database/add-copy.ts';

/**
 * A fresh database on the next generation, migrated and seeded there while its dependents are stopped; then it is made live. A
 * bundle that is the seed is read into it before anything is stopped.
 * For projects whose database cannot be prepared beside the live one.
 */
export function planResetInPlace(
  input: GenerationInput,
  database: Database,
  slugs: ResetSlugs,
): Result<Plan, readonly Problem[]> {
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const progress = noProgress();
  const next = nextGeneration(input, database);
  progress.prepared.set(`volume ${next.physical}`, addVolume(draft, input, database, next));
  const seeded = fillWithSeed(draft, progress, input, database, next);
  const runs = stepRuns(input, database, slugs);
  for (const { rule } of runs) {
    prepareImage(draft, progress.prepared, input, rule.service, true);
    prepareNetworks(draft, progress.prepared, input, [rule.service], new Map());
  }
  const fill = (
    answers: readonly number[],
    physical: Readonly<Record<string, string>>,
  ): readonly number[] => {
    const own = seeded.length > 0 ? addOwnPassword({ draft, progress, input }, database.rule.service) : [];
    return runs.reduce<readonly number[]>(
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
      [...answers, ...own],
    );
  };
  const beside = runs.flatMap(({ rule }) => dependenciesOf(input.model, rule.service).map(([name]) => name));
  const problems = switchGeneration({
    draft,
    progress,
    input,
    database,
    to: next,
    ready: seeded,
    beside,
    fill,
  });
  if (problems.length > 0) return fail(problems);
  draft.loses.push(
    `The database starts anew on generation ${next.number}. The data of generation ${database.generations.current} is kept: undo brings it back.`,
  );
  return ok(finishDraft(draft, 'reset', true));
}

/** While all that uses the live database goes on. Returns the step; none where no bundle is the seed. */
function fillWithSeed(
  draft: Draft,
  { prepared }: Progress,
  input: GenerationInput,
  database: Database,
  { physical: to }: Generation,
): readonly number[] {
  if ((input.seed ?? null) === null) return [];
  prepareImage(draft, prepared, input, database.rule.service, true);
  const filled = addSeed({ draft, input, database, to, after: [...prepared.values()] });
  if (filled === null) return [];
  prepared.set(`volume ${to}`, filled);
  return [filled];
}

function addVolume(draft: Draft, input: GenerationInput, database: Database, next: Generation): number {
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
