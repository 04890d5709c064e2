import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import { notYet } from '../../core/database/set-password.ts';
import type { Action } from '../../core/plan/plan.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Docker } from '../../ports/docker.ts';

const pauseMs = 100;
const onceMs = 20_000;

/**
 * Runs the command in the container as soon as its server lets anybody in. Neither the command nor what it says holds the
 * password. Problems: password-not-set, cancelled, engine-* (409 where the container does not run any more).
 */
export async function setPassword(
  { docker, clock }: { readonly docker: Docker; readonly clock: Clock },
  { service, container, command, deadlineMs }: Extract<Action, { do: 'set password' }>,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const deadline = clock.now() + deadlineMs;
  while (!signal.aborted) {
    const ran = await docker.exec(container, command, onceMs, signal);
    if (!ran.ok) return ran;
    const { exitCode, output } = ran.value;
    if (exitCode === 0) return ok(undefined);
    const waits = exitCode === notYet && clock.now() < deadline;
    if (!waits) {
      const log = output.split('\n').filter((line) => line.trim() !== '');
      return fail({ kind: 'password-not-set', service, exitCode, log: log.slice(-10) });
    }
    await clock.sleep(pauseMs, signal);
  }
  return fail({ kind: 'cancelled', goal: 'the step' });
}
