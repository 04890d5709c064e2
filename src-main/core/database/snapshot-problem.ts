import type { Problem } from '../../contract/problem.ts';
import { containersOf } from '../plan/decide.ts';
import type { Database } from '../plan/generation-input.ts';
import { holdsProcess } from '../plan/stop-services.ts';
import { type Snapshot, snapshotsOf } from './chain.ts';
import type { DatabaseInput } from './database-input.ts';
import { fitsSnapshot, snapshotFault } from './snapshot-name.ts';

/**
 * Why there can be no snapshot of that name; null where there can. `from`: the engine's name of the live volume. Problems:
 * snapshot-exists, request-invalid (also where there is no data yet, or the database runs on other data than the live one).
 */
export const snapshotProblem = (
  input: DatabaseInput,
  database: Database,
  name: string,
  from: string,
): Problem | null => nameFault(input, database, name) ?? dataFault(input, from) ?? elsewhere(input, database);

function nameFault(input: DatabaseInput, database: Database, name: string): Problem | null {
  if (!fitsSnapshot(name)) return snapshotFault(name);
  const { records, observed } = input;
  const known: readonly Snapshot[] = snapshotsOf({
    records,
    generations: database.generations,
    volumes: observed.volumes,
  });
  return known.some((snapshot) => snapshot.name === name) ? { kind: 'snapshot-exists', name } : null;
}

/** The engine would make a volume that is not there, empty and without a label, to have it copied. */
function dataFault({ observed }: DatabaseInput, from: string): Problem | null {
  if (observed.volumes.some(({ name }) => name === from)) return null;
  const message = `There is nothing to keep yet: the volume ${from} is not there. \`berth up\` makes it.`;
  return { kind: 'request-invalid', message };
}

/** What is seen in a database that docker compose started on the first generation is not what is live for Berth. */
function elsewhere(input: DatabaseInput, { rule, generations }: Database): Problem | null {
  const others = generations.all.filter(({ number }) => number !== generations.current);
  for (const { name, mounts } of containersOf(input, rule.service).filter(holdsProcess)) {
    const on = others.find(({ physical }) => mounts.some(({ source }) => source === physical));
    if (on === undefined) continue;
    const message = `${name} runs on ${on.physical}, generation ${on.number}, while generation ${generations.current} is live: \`berth up\` moves it there, \`berth db restore ${on.number}\` makes live what it runs on.`;
    return { kind: 'request-invalid', message };
  }
  return null;
}
