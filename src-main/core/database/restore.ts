import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { emptyDraft, finishDraft } from '../plan/draft.ts';
import { databaseOf } from '../plan/generation-input.ts';
import { removeLeftovers } from '../plan/leftovers.ts';
import type { Plan } from '../plan/plan.ts';
import { switchPrepared } from '../plan/switch-prepared.ts';
import { addCopy, nextGeneration } from './add-copy.ts';
import { fromBundle, linksOf, snapshotsOf } from './chain.ts';
import type { DatabaseInput } from './database-input.ts';
import { importedSource } from './forward.ts';

/**
 * Makes the data of a snapshot live, as a copy of it on the next generation; or, by its number, a generation of the past, as it
 * is. Where the snapshot came in a bundle, the role of the server gets the password that it has here. The live data stays and is
 * what undo returns to. Problems: snapshot-unknown, and those of a database that cannot be moved.
 */
export function planRestore(input: DatabaseInput, name: string): Result<Plan, readonly Problem[]> {
  const found = databaseOf(input);
  if (!found.ok) return fail([found.error]);
  const database = found.value;
  const { generations } = database;
  const chain = { records: input.records, generations, volumes: input.observed.volumes };
  const snapshot = snapshotsOf(chain).find((each) => each.name === name);
  const past = linksOf(chain).filter(({ role }) => role === 'past' || role === 'undo');
  const link = past.find(({ number }) => String(number) === name);
  if (snapshot === undefined && link === undefined) {
    const known = [
      ...snapshotsOf(chain).map((each) => each.name),
      ...past.map(({ number }) => String(number)),
    ];
    return fail([{ kind: 'snapshot-unknown', name, known }]);
  }
  const draft = emptyDraft();
  removeLeftovers(draft, input);
  const to = snapshot === undefined ? link : nextGeneration(input, database);
  if (to === undefined) return fail([{ kind: 'snapshot-unknown', name, known: [] }]);
  const from = snapshot?.physical ?? '';
  const imported = snapshot?.of.startsWith(fromBundle) === true;
  const source = imported ? importedSource(name) : `snapshot:${name}`;
  const ready =
    snapshot === undefined ? [] : [addCopy({ draft, input, database, from, source, to, after: [] })];
  const { problems } = switchPrepared({ draft, input, database, to, ready, imported });
  if (problems.length > 0) return fail(problems);
  const what = snapshot === undefined ? `generation ${name}` : `snapshot ${name}`;
  draft.loses.push(
    `The database becomes that of ${what}. The data of generation ${generations.current} is kept: undo brings it back.`,
  );
  return ok(finishDraft(draft, 'restore', true));
}
