import { describe } from '../contract/describe.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import {
  type EngineHolding,
  holdingOf,
  holdingRequest,
  lockVolume,
  rightVolume,
} from '../core/plan/engine-lock.ts';
import type { Docker } from '../ports/docker.ts';
import type { Machine } from '../ports/machine.ts';

export type EngineLockWish = {
  readonly docker: Docker;
  readonly machine: Pick<Machine, 'holder' | 'isHolderAlive' | 'platform'>;
  /** The Compose project's name. */
  readonly project: string;
  /** Differs for each attempt. */
  readonly ticket: string;
  readonly goal: string;
  readonly since: string;
};

export type EngineLock = {
  /** Fails where the engine cannot be asked: then the lock may still be there. */
  readonly release: () => Promise<Result<void, Problem>>;
  /** What whoever runs under it should know, e.g. from whom it was taken over. */
  readonly warnings: readonly string[];
};

const attempts = 5;
// What was begun at the engine is let come to its end: a lock whose making was not waited for is nobody's.
const never = new AbortController().signal;

/**
 * One run per project at an engine, whoever uses it from wherever. The lock is a volume: the engine makes one of a name once,
 * and whoever asks for it again gets the first one with its labels (Engine API v1.41 to v1.51), so that exactly one of many
 * finds its own ticket there. The caller holds the local lock. A holder that died is followed by exactly one. An engine that
 * makes no volumes, because its disk is full or they are forbidden, is no reason not to run: then the local lock must do.
 * Problems: busy, with who holds it; engine-absent, engine-silent.
 */
export async function takeEngineLock(wish: EngineLockWish): Promise<Result<EngineLock, Problem>> {
  const name = lockVolume(wish.project);
  const held = await claim(wish, name);
  if (!held.ok) return isRefusal(held.error) ? ok(withoutLock(held.error)) : held;
  if (held.value === null) return ok(withoutLock(null));
  if (held.value.ticket === wish.ticket) return ok(lockOf(wish, name, []));
  if (isAlive(wish, held.value)) return fail(busy(held.value, name));
  return takeOver(wish, name, held.value);
}

/** Asks for a volume of that name; whose it is. null: something removes it as often as it is made. */
async function claim(wish: EngineLockWish, name: string): Promise<Result<EngineHolding | null, Problem>> {
  const { docker, machine, project, ticket, goal, since } = wish;
  const { holder, platform } = machine;
  const own: EngineHolding = { ticket, holder, platform, goal, since };
  let held: Result<EngineHolding | null, Problem> = ok(null);
  // It may be given back between the two calls: then it was not made for this one.
  for (let attempt = 0; attempt < attempts && held.ok && held.value === null; attempt += 1) {
    const made = await docker.createVolume(holdingRequest(name, project, own), never);
    held = made.ok ? await holderOf(docker, name) : made;
  }
  return held;
}

async function holderOf(docker: Docker, name: string): Promise<Result<EngineHolding | null, Problem>> {
  const found = await docker.inspectVolume(name, never);
  if (!found.ok) return found;
  return ok(found.value === null ? null : holdingOf(found.value.labels));
}

/** This process holds the local lock: what it held at the engine before, it holds no longer. */
const isAlive = ({ machine }: EngineLockWish, { holder, platform, since }: EngineHolding): boolean =>
  platform !== machine.platform || (holder !== machine.holder && machine.isHolderAlive(holder, since));

const isRefusal = ({ kind }: Problem): boolean => kind === 'engine-failed' || kind === 'disk-full';

/** The right to remove a dead holder's lock is itself a volume that only one can make. */
async function takeOver(
  wish: EngineLockWish,
  name: string,
  dead: EngineHolding,
  tries = 2,
): Promise<Result<EngineLock, Problem>> {
  const { docker, project, ticket } = wish;
  const right = rightVolume(project);
  const granted = await claim(wish, right);
  if (!granted.ok) return granted;
  if (granted.value !== null && granted.value.ticket !== ticket) {
    if (isAlive(wish, granted.value) || tries === 1) return fail(busy(granted.value, name));
    const still = await holderOf(docker, right);
    if (still.ok && still.value?.ticket === granted.value.ticket) await docker.removeVolume(right, never);
    return takeOver(wish, name, dead, tries - 1);
  }
  // Whoever had the right before may have used it already: then the lock has a new holder.
  const now = await holderOf(docker, name);
  if (now.ok && now.value?.ticket === dead.ticket) await docker.removeVolume(name, never);
  const held = await claim(wish, name);
  await docker.removeVolume(right, never);
  if (!held.ok) return held;
  if (held.value !== null && held.value.ticket !== ticket) return fail(busy(held.value, name));
  const warning = `Taken over from ${dead.holder}, which is gone: its ${dead.goal} of ${dead.since} did not come to its end.`;
  return ok(lockOf(wish, name, [warning]));
}

const busy = ({ goal, holder, since }: EngineHolding, name: string): Problem => ({
  kind: 'busy',
  goal,
  holder,
  since,
  lock: { kind: 'volume', name },
});

const lockOf = (
  { docker, ticket }: EngineLockWish,
  name: string,
  warnings: readonly string[],
): EngineLock => ({
  warnings,
  release: async () => {
    const held = await holderOf(docker, name);
    if (!held.ok) return held;
    return held.value?.ticket === ticket ? docker.removeVolume(name, never) : ok(undefined);
  },
});

const withoutLock = (problem: Problem | null): EngineLock => ({
  warnings: [
    `The engine could not be locked, so a Berth on another machine is not kept out${problem === null ? '' : `: ${describe(problem).title}`}.`,
  ],
  release: async () => ok(undefined),
});
