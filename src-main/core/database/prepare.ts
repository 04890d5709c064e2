import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { emptyDraft, finishDraft } from '../plan/draft.ts';
import { databaseOf } from '../plan/generation-input.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import type { Plan } from '../plan/plan.ts';
import { addQuietCopy, nextGeneration } from './add-copy.ts';
import type { DatabaseInput } from './database-input.ts';
import { addGoldenOnce } from './prepare-golden.ts';
import { privateModel } from './private-model.ts';
import { seedFaults } from './seed-bundle.ts';

/**
 * Makes ready what the next reset takes: a golden, and a copy of it. The live database is not touched. No step: it is ready.
 * Problems: those of `seedFaults`, request-invalid where this project's database cannot be prepared beside the live one, and
 * those of a database that cannot be moved.
 */
export function planPrepare(input: DatabaseInput): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const { stock, slugs } = input;
  const faults = seedFaults(input, database);
  if (faults.length > 0) return fail(faults);
  const of = stock === null ? null : privateModel(input.model, database.rule, stock.key);
  if (stock === null || of === null || 'reason' in of) {
    const why = of !== null && 'reason' in of ? of.reason : 'What it is made of is too much to be looked at.';
    return fail([{ kind: 'request-invalid', message: `A database cannot be prepared here: ${why}` }]);
  }
  const draft = emptyDraft();
  if (stock.warm !== null) return ok(finishDraft(draft, 'prepare', true));
  removeLeftovers(draft, input);
  const golden = addGoldenOnce({ draft, input, database, slugs, stock, of });
  const to = nextGeneration(input, database);
  const copy = { draft, input, database, from: golden.physical, source: stock.key, to };
  addQuietCopy({ ...copy, made: golden.after, started: golden.after });
  return ok(finishDraft(draft, 'prepare', true));
}
