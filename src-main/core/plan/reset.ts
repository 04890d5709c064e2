import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { addCopy, addQuietCopy, nextGeneration } from '../database/add-copy.ts';
import { addGoldenOnce, type GoldenThere } from '../database/prepare-golden.ts';
import { privateModel } from '../database/private-model.ts';
import type { Surplus } from '../database/retention.ts';
import type { Stock } from '../database/stock.ts';
import { addDeletions } from '../database/upkeep.ts';
import { seedFaults } from '../database/seed-bundle.ts';
import type { StepRule } from '../profile/profile.ts';
import { seedStep } from '../profile/seeds-in.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from './draft.ts';
import { type Database, databaseOf, type GenerationInput } from './generation-input.ts';
import type { Generation } from './generations.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import { planResetInPlace } from './reset-in-place.ts';
import type { ResetSlugs } from './step-runs.ts';
import { switchPrepared } from './switch-prepared.ts';

/** What a reset clears away, none of it anybody's data, and what it says beside its plan. */
export type ResetBeside = { readonly outdated: readonly Surplus[]; readonly warnings: readonly string[] };

export const nothingBeside: ResetBeside = { outdated: [], warnings: [] };

/**
 * A fresh database, migrated and, where the environment allows it, seeded, as the next generation; then it is made live. Nothing
 * is deleted or overwritten: the old generation is the undo. What is fresh is prepared beside the live database and copied: where
 * `stock` has a copy, the database is only moved to it. `stock` null: nothing may be prepared beforehand, and the next generation
 * is filled in place. Problems: those of `seedFaults`, database-undeclared, reset-forbidden, volume-foreign, service-unknown,
 * network-missing, volume-missing.
 */
export function planReset(
  input: GenerationInput,
  slugs: ResetSlugs,
  stock: Stock | null = null,
  beside: ResetBeside = nothingBeside,
): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const faults = [...unknownServices(input, database), ...seedFaults(input, database)];
  if (faults.length > 0) return fail(faults);
  const apart = stock === null ? null : privateModel(input.model, database.rule, stock.key);
  if (stock === null || apart === null || 'reason' in apart) {
    const plan = planResetInPlace(input, database, slugs);
    if (!plan.ok || apart === null || !('reason' in apart)) return plan;
    const warning = `This reset fills the database while all that uses it waits: ${apart.reason}`;
    return ok({ ...plan.value, warnings: [...plan.value.warnings, warning] });
  }
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const golden = addGoldenOnce({ draft, input, database, slugs, stock, of: apart });
  const to = stock.warm === null ? nextGeneration(input, database) : { ...stock.warm, createdAt: null };
  const ready = readyGeneration({ draft, input, database, stock, to, golden });
  const { problems, pointer } = switchPrepared({ draft, input, database, to, ready: [ready] });
  if (problems.length > 0) return fail(problems);
  const next = nextGeneration(input, database, stock.warm === null ? 2 : 1);
  const copy = { draft, input, database, from: golden.physical, source: stock.key };
  const made = golden.after.length > 0 ? [ready] : [];
  addQuietCopy({ ...copy, to: next, made, started: [pointer] });
  addDeletions(draft, beside.outdated, [pointer], true);
  draft.warnings.push(...beside.warnings);
  draft.loses.push(
    `The database starts anew on generation ${to.number}. The data of generation ${database.generations.current} is kept: undo brings it back.`,
  );
  return ok(finishDraft(draft, 'reset', true));
}

type Ready = {
  readonly draft: Draft;
  readonly input: GenerationInput;
  readonly database: Database;
  readonly stock: Stock;
  readonly to: Generation;
  readonly golden: GoldenThere;
};

/** The step after which the data of the generation is whole: taken where it was copied before, else copied now. */
function readyGeneration({ draft, input, database, stock, to, golden }: Ready): number {
  const { volume } = database.generations;
  const source = stock.key;
  if (stock.warm === null) {
    return addCopy({
      draft,
      input,
      database,
      from: golden.physical,
      source,
      to,
      after: golden.after,
    });
  }
  const { number, physical } = to;
  return addStep(draft, {
    service: null,
    because: 'a copy was made beforehand',
    after: [],
    action: { do: 'take generation', volume, number, physical, source },
  });
}

function unknownServices(input: GenerationInput, { rule }: Database): Problem[] {
  const known = Object.keys(input.model.services);
  return [rule.migrate, seedStep(rule)]
    .filter((step): step is StepRule => step !== null && !known.includes(step.service))
    .map((step) => ({ kind: 'service-unknown', name: step.service, known, nearest: null }));
}
