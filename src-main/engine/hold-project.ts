import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Docker } from '../ports/docker.ts';
import { takeEngineLock } from './engine-lock.ts';
import { type Lock, takeLock } from './lock.ts';
import type { Ports } from './ports.ts';
import { lockFile } from './project-places.ts';

export type HoldWish = {
  readonly ports: Ports;
  readonly docker: Docker;
  /** The Compose project's name. */
  readonly project: string;
  /** Differs for each attempt. */
  readonly ticket: string;
  readonly goal: string;
};

/** `warnings`: what whoever runs under it should know. */
export type Hold = Lock & { readonly warnings: readonly string[] };

/**
 * The right to change a project: among the processes of this user by a file, which needs no engine and is given back by a
 * process that dies, and among all who use the engine by a volume. Problems: busy, engine-absent, engine-silent.
 */
export async function holdProject(wish: HoldWish): Promise<Result<Hold, Problem>> {
  const { ports, docker, project, ticket, goal } = wish;
  const { files, clock, settings, machine } = ports;
  const since = printSince(clock.now());
  const file = lockFile(files, settings.dir, project);
  const here = await takeLock({ files, clock, machine, file, ticket, goal, since });
  if (!here.ok) return here;
  const there = await takeEngineLock({ docker, machine, project, ticket, goal, since });
  if (!there.ok) {
    await here.value.release();
    return fail(there.error);
  }
  const release = async (): Promise<void> => {
    const released = await there.value.release();
    if (released.ok) await files.remove(leftFile(file));
    else await files.writeAtomic(leftFile(file), project);
    await here.value.release();
  };
  return ok({ release, warnings: there.value.warnings });
}

/** Notes that the engine was away when its lock was to be given back. */
const leftFile = (file: string): string => `${file}.left`;

/**
 * What a process that died held, or could not give back, is cleared away also where there is nothing to do. Nothing held costs
 * two looks at files.
 */
export async function clearDeadHold(wish: HoldWish): Promise<void> {
  const { files, settings } = wish.ports;
  const file = lockFile(files, settings.dir, wish.project);
  const there = await Promise.all([file, leftFile(file)].map((each) => files.isFile(each)));
  if (!there.includes(true)) return;
  const held = await holdProject(wish);
  if (held.ok) await held.value.release();
}

const printSince = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
