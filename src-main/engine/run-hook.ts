import type { ServiceName } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import { cleanText } from '../core/logs/clean.ts';
import type { Action } from '../core/plan/plan.ts';
import { printSealed } from '../core/secrets/sealed.ts';
import type { Docker, Report } from '../ports/docker.ts';

type Hook = Extract<Action, { do: 'run hook' }>;

/**
 * Runs a lifecycle hook and waits for its end. As in compose (2.40) any exit code but 0 is a failure, and a container that
 * stopped by itself needs no hook before its stop. Problems: hook-failed, engine-*.
 */
export async function runHook(
  docker: Docker,
  service: ServiceName,
  { container, hook, request }: Hook,
  report: Report,
  signal: AbortSignal,
): Promise<Result<void, Problem>> {
  const ran = await docker.runHook(container, request, signal);
  if (!ran.ok) return hook === 'pre_stop' && isGone(ran.error) ? ok(undefined) : ran;
  const { exitCode, output } = ran.value;
  const words = output.trim();
  const lines = words === '' ? [] : words.split('\n').map(cleanText);
  if (lines.length > 0) report(lines.at(-1) ?? '', null);
  if (exitCode === 0) return ok(undefined);
  return fail({
    kind: 'hook-failed',
    service,
    hook,
    command: request.Cmd.map(printSealed),
    exitCode,
    log: lines.slice(-20),
  });
}

const isGone = (problem: Problem): boolean =>
  problem.kind === 'engine-failed' && (problem.status === 404 || problem.status === 409);
