import type { Problem } from '../../contract/problem.ts';
import { fail, ok, type Result } from '../../contract/result.ts';
import type { MigrationsView } from '../../contract/database-view.ts';
import { revisionsIn } from '../../core/database/revisions.ts';
import type { ObservedContainer } from '../../core/plan/observed.ts';
import type { StepRule } from '../../core/profile/profile.ts';
import type { Docker } from '../../ports/docker.ts';

const limitMs = 60_000;

/**
 * The revision of the live database and the heads of the migrations, asked in the running container of the service that
 * migrates, by the profile's own commands. Problems: container-missing, request-invalid (the profile names no command, or a
 * command failed), migration-heads (there is more than one), engine-*.
 */
export async function readMigrations(
  docker: Docker,
  rule: StepRule,
  containers: readonly ObservedContainer[],
  signal: AbortSignal,
): Promise<Result<MigrationsView, Problem>> {
  const running = containers.find(
    ({ service, state, oneOff }) => service === rule.service && state === 'running' && !oneOff,
  );
  if (running === undefined)
    return fail({ kind: 'container-missing', service: rule.service, container: null });
  if (rule.heads === null) {
    const message =
      'berth.yaml has no `heads:` under `database: migrate:`, the command that prints the heads.';
    return fail({ kind: 'request-invalid', message });
  }
  const ask = async (command: readonly string[]): Promise<Result<readonly string[], Problem>> => {
    const answer = await docker.exec(running.id, command, limitMs, signal);
    if (!answer.ok) return answer;
    const { exitCode, output } = answer.value;
    const message = `${command.join(' ')} ended with ${exitCode} in ${rule.service}: ${output.trim()}`;
    return exitCode === 0 ? ok(revisionsIn(output)) : fail({ kind: 'request-invalid', message });
  };
  const heads = await ask(rule.heads);
  if (!heads.ok) return heads;
  if (heads.value.length !== 1) return fail({ kind: 'migration-heads', heads: heads.value });
  const asked = rule.current ?? null;
  const current = asked === null ? null : await ask(asked);
  if (current !== null && !current.ok) return current;
  const [head = ''] = heads.value;
  const revision = current === null ? null : (current.value[0] ?? null);
  return ok({ head, current: revision, pending: current === null ? null : revision !== head });
}
