import type { Problem } from '../../contract/problem.ts';
import { ok, type Result } from '../../contract/result.ts';
import type { ObservedContainer } from '../../core/plan/observed.ts';
import type { Action } from '../../core/plan/plan.ts';
import { awaitCondition, type WaitWorld } from '../await-condition.ts';

const pauseMs = 100;
// After a restart it is held to what any start is held to.
const restartedMs = 120_000;

/**
 * Runs the container's own health command until it succeeds. One that has ended, or does not succeed in time, is restarted and
 * waited for: it did not take the change well. A container that is gone meanwhile is nobody's to wait for.
 */
export async function awaitReconnect(
  { container, deadlineMs }: Extract<Action, { do: 'await reconnect' }>,
  world: WaitWorld,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const { docker, clock } = world;
  const deadline = clock.now() + deadlineMs;
  const check = await docker.healthCommand(container, signal);
  if (!check.ok) return check;
  if (check.value === null) return ok(undefined);
  const { command, timeoutMs } = check.value;
  while (!signal.aborted && clock.now() < deadline) {
    const answer = await docker.exec(container, command, timeoutMs, signal);
    if (answer.ok && answer.value.exitCode === 0) return ok(undefined);
    const found = await docker.inspectContainer(container, signal);
    if (!found.ok) return found;
    if (found.value === null) return ok(undefined);
    if (hasEnded(found.value)) break;
    await clock.sleep(pauseMs, signal);
  }
  return signal.aborted ? ok(undefined) : restart(world, container, signal);
}

const hasEnded = ({ state }: ObservedContainer): boolean => state === 'exited' || state === 'dead';

async function restart(
  world: WaitWorld,
  container: string,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const never = new AbortController().signal;
  const stopped = await world.docker.stopContainer(container, null, never);
  if (!stopped.ok) return stopped;
  const started = await world.docker.startContainer(container, never);
  if (!started.ok) return started;
  const condition = 'service_healthy';
  return awaitCondition(
    { do: 'wait for', container, condition, required: true, deadlineMs: restartedMs },
    world,
    signal,
  );
}
