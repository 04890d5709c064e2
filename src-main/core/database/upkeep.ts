import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { addStep, type Draft, emptyDraft, finishDraft } from '../plan/draft.ts';
import { databaseOf } from '../plan/generation-input.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import type { Plan } from '../plan/plan.ts';
import { linksOf, snapshotsOf } from './chain.ts';
import type { DatabaseInput } from './database-input.ts';
import { outdatedOf, ownAlone, type Retention, surplusOf, type Surplus } from './retention.ts';

/** Keeps a generation from retention, or gives it back to it. Problem: snapshot-unknown. */
export function planKeep(
  input: DatabaseInput,
  number: number,
  kept: boolean,
): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const { volume, all } = found.value.generations;
  const known = all.map((generation) => String(generation.number));
  if (!known.includes(String(number)))
    return fail([{ kind: 'snapshot-unknown', name: String(number), known }]);
  const draft = emptyDraft();
  const because = kept ? 'it is to stay' : 'it may go';
  addStep(draft, {
    service: null,
    because,
    after: [],
    action: { do: 'keep generation', volume, number, kept },
  });
  return ok(finishDraft(draft, 'keep', false));
}

export type PruneWish = Retention & {
  /** A snapshot to delete as well; null: none. */
  readonly snapshot: string | null;
};

/**
 * Deletes what retention lets go: past generations beyond its limits, and what was prepared of things that have changed.
 * Each is named in the plan before it goes. Problem: snapshot-unknown.
 */
export function planPrune(input: DatabaseInput, wish: PruneWish): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const { generations } = found.value;
  const chain = { records: input.records, generations, volumes: input.observed.volumes };
  const snapshots = snapshotsOf(chain);
  const snapshot = snapshots.find(({ name }) => name === wish.snapshot);
  if (wish.snapshot !== null && snapshot === undefined)
    return fail([
      { kind: 'snapshot-unknown', name: wish.snapshot, known: snapshots.map(({ name }) => name) },
    ]);
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const chosen: readonly Surplus[] = [
    ...surplusOf(chain, wish, input.now),
    ...(input.stock === null ? [] : outdatedOf(chain, input.stock.key)),
    ...(snapshot === undefined
      ? []
      : [{ physical: snapshot.physical, volume: generations.volume, because: 'it was asked for' }]),
  ];
  const surplus = ownAlone(chosen, { ...chain, project: input.model.name });
  addDeletions(draft, surplus, [], false);
  for (const { physical } of surplus) {
    const number = linksOf(chain).find((link) => link.physical === physical)?.number;
    const what = number === undefined ? physical : `generation ${number} (${physical})`;
    draft.loses.push(`${what} is deleted with its data. Nothing brings it back.`);
  }
  return ok(finishDraft(draft, 'prune', false));
}

/** One step for each volume. `optional`: a run reaches its goal without them. */
export function addDeletions(
  draft: Draft,
  surplus: readonly Surplus[],
  after: readonly number[],
  optional: boolean,
): void {
  for (const { because, ...volume } of surplus) {
    const action = { do: 'delete volume', ...volume } as const;
    addStep(draft, { service: null, because, after, action, ...(optional ? { optional: true } : {}) });
  }
}
