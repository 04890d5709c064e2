import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { emptyDraft, finishDraft } from './draft.ts';
import { databaseOf, type GenerationInput } from './generation-input.ts';
import { removeLeftovers } from './leftovers.ts';
import type { Plan } from './plan.ts';
import { switchPrepared } from './switch-prepared.ts';

/**
 * Makes the generation before the last reset (or undo) live again, as it was. Undo twice and you are where you were. Problems:
 * nothing-to-undo, volume-missing (the generation's volume is gone), and those of a database that cannot be moved.
 */
export function planUndo(input: GenerationInput): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const { generations } = found.value;
  const to = generations.all.find((generation) => generation.number === generations.undo);
  if (to === undefined) return fail([{ kind: 'nothing-to-undo' }]);
  if (!input.observed.volumes.some((volume) => volume.name === to.physical)) {
    return fail([{ kind: 'volume-missing', volume: to.physical }]);
  }
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const { problems } = switchPrepared({ draft, input, database: found.value, to, ready: [] });
  if (problems.length > 0) return fail(problems);
  draft.loses.push(
    `The database goes back to generation ${to.number}. The data of generation ${generations.current} is kept: undo again returns to it.`,
  );
  return ok(finishDraft(draft, 'undo', true));
}
