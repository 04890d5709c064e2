import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { revisionsIn } from '../../core/database/revisions.ts';
import type { Action } from '../../core/plan/plan.ts';
import type { Report } from '../../ports/docker.ts';
import { lastLines } from '../last-lines.ts';
import { finishCopy } from './finish-copy.ts';
import { trustKey } from './known-keys.ts';
import { readBundle } from './read-bundle.ts';
import { setPassword } from './set-password.ts';
import { type BundleWorld, writeBundle } from './write-bundle.ts';

export type DatabaseAction = Extract<
  Action,
  {
    do:
      | 'copy data'
      | 'take generation'
      | 'check heads'
      | 'freeze golden'
      | 'keep generation'
      | 'delete volume'
      | 'write bundle'
      | 'read bundle'
      | 'trust key'
      | 'set password';
  }
>;

export type DatabaseWorld = BundleWorld & {
  /** The Compose project's name. */
  readonly project: string;
  /** Key of what a golden would be made of by now; null: it cannot be told. */
  readonly goldenKey: () => Promise<string | null>;
};

// What was begun at the engine goes on there when the caller leaves; so these calls are let come to their end.
const never = new AbortController().signal;

type Done = Promise<Result<void, Problem>>;

/** The steps that only a database needs. Ends early with the signal where a copy is waited for. */
export async function performDatabase(
  world: DatabaseWorld,
  action: DatabaseAction,
  report: Report,
  signal: AbortSignal,
): Done {
  switch (action.do) {
    case 'copy data':
      return copyData(world, action, signal);
    case 'take generation':
      return takeGeneration(world, action, signal);
    case 'freeze golden':
      return freeze(world, action);
    case 'check heads':
      return checkHeads(world, action.container);
    case 'keep generation': {
      const { do: _, ...keep } = action;
      return world.journal.append({ kind: 'generation kept', ...keep });
    }
    case 'delete volume':
      return deleteVolume(world, action.volume, action.physical, 'it was asked for');
    case 'write bundle':
      return writeBundle(world, action, report, signal);
    case 'read bundle': {
      const { bundles } = await world.signing();
      return readBundle({ ...world, bundles }, action, report, signal);
    }
    case 'set password':
      return setPassword(world, action, signal);
    case 'trust key':
      return trustKey(await world.signing(), action.key);
  }
}

async function copyData(
  world: DatabaseWorld,
  action: Extract<Action, { do: 'copy data' }>,
  signal: AbortSignal,
): Done {
  const { docker } = world;
  const { request } = action;
  const created = await docker.createContainer(request, never);
  if (!created.ok) return created;
  const started = await docker.startContainer(request.name, never);
  if (!started.ok) {
    await docker.removeContainer(request.name, never, 'removed');
    return started;
  }
  return finishCopy(world, action.to, signal);
}

/** Most often the copy was found whole long ago; else it is under way, or ended unseen. */
async function takeGeneration(
  world: DatabaseWorld,
  { physical }: Extract<Action, { do: 'take generation' }>,
  signal: AbortSignal,
): Done {
  const known = world.journal
    .records()
    .some((record) => record.kind === 'generation prepared' && record.physical === physical);
  return known ? ok(undefined) : finishCopy(world, physical, signal);
}

/** Each line on standard output names a head first; what a tool says on its way goes to standard error. */
async function checkHeads({ docker }: Pick<DatabaseWorld, 'docker'>, container: string): Done {
  let text = '';
  for await (const { stream, text: part } of docker.logs(
    container,
    { follow: false, tail: 1_000, sinceMs: null },
    never,
  ))
    if (stream === 'stdout') text = (text + part).slice(-64 * 1024);
  const named = revisionsIn(text);
  return named.length === 1 ? ok(undefined) : fail({ kind: 'migration-heads', heads: named });
}

async function freeze(
  { docker, journal, goldenKey }: DatabaseWorld,
  { container, volume, key, physical }: Extract<Action, { do: 'freeze golden' }>,
): Done {
  const found = await docker.inspectContainer(container, never);
  if (!found.ok) return found;
  const exitCode = found.value?.exitCode ?? null;
  if (found.value?.state !== 'exited' || exitCode !== 0) {
    const log = await lastLines(docker, container, 20, never);
    return fail({ kind: 'database-stop-unclean', service: found.value?.service ?? container, exitCode, log });
  }
  // Another branch may have been checked out meanwhile. This run goes on with what it made, and no other takes it.
  const made = (await goldenKey()) === key ? key : `changed while it was made: ${key}`;
  return journal.append({ kind: 'golden frozen', volume, key: made, physical });
}

/**
 * Deletes a volume of Berth's own: one that the ledger has, that carries Berth's labels of this project, and that no container
 * uses (the engine sees to that). Anything else is left alone, and one that the ledger took for its own is said to be none: an
 * engine that is killed while it makes a volume can leave it without a label. Problems: volume-foreign, in-use, engine-*.
 */
export async function deleteVolume(
  { docker, journal, project }: Pick<DatabaseWorld, 'docker' | 'journal' | 'project'>,
  volume: string,
  physical: string,
  because: string,
): Done {
  const found = await docker.inspectVolume(physical, never);
  if (!found.ok) return found;
  if (found.value === null) return journal.append({ kind: 'volume deleted', volume, physical, because });
  const noted = journal
    .records()
    .some((record) => 'physical' in record && record.physical === physical && record.volume === volume);
  const { labels } = found.value;
  const own = labels['berth.project'] === project && labels['berth.volume'] === volume;
  if (noted && !own) {
    const abandoned = await journal.append({ kind: 'volume abandoned', volume, physical });
    if (!abandoned.ok) return abandoned;
  }
  if (!noted || !own) {
    const why = noted
      ? 'It does not carry the labels that Berth gives its own.'
      : "It is not in Berth's ledger of this project.";
    return fail({ kind: 'volume-foreign', volume: physical, why });
  }
  const removed = await docker.removeVolume(physical, never);
  return removed.ok ? journal.append({ kind: 'volume deleted', volume, physical, because }) : removed;
}
