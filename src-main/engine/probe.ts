import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Happening } from '../core/state/happening.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker, ExecOutcome } from '../ports/docker.ts';

// Between two probes: at least this, growing to the second, and never less than the probe itself took, so that slow checks
// take at most half of a core from the service they watch.
const firstPauseMs = 100;
const longestPauseMs = 250;

export type ProbeWish = {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly container: ObservedContainer;
  readonly tell: (happening: Happening) => void;
};

/**
 * Runs a container's own health command between the engine's checks until it succeeds: whoever waits goes on the moment the
 * service answers, and not at the engine's next interval. Ends when it does, where there is nothing to run, or with the signal.
 */
export async function probeUntilHealthy(
  { docker, clock, container, tell }: ProbeWish,
  signal: AbortSignal,
): Promise<void> {
  const check = await docker.healthCommand(container.id, signal);
  if (!check.ok || check.value === null) return;
  let pauseMs = firstPauseMs;
  let said = '';
  while (!signal.aborted) {
    const began = clock.now();
    const answer = await docker.exec(container.id, check.value.command, check.value.timeoutMs, signal);
    if (signal.aborted) return;
    const believed =
      answer.ok && answer.value.exitCode === 0 && !(await isPreparing(docker, container.id, signal));
    if (answer.ok && (believed || said !== answer.value.output)) {
      said = answer.value.output;
      tell(probed(container.id, answer.value, believed, clock.now()));
    }
    if (believed) return;
    await clock.sleep(Math.max(pauseMs, clock.now() - began), signal);
    pauseMs = Math.min(longestPauseMs, pauseMs + 25);
  }
}

const probed = (id: string, outcome: ExecOutcome, healthy: boolean, at: number): Happening => ({
  kind: 'container probed',
  id,
  health: healthy ? 'healthy' : 'starting',
  probe: { output: outcome.output, exitCode: outcome.exitCode, at },
});

/**
 * The entry scripts of the official database images first run a temporary server, which answers the same check and then goes
 * away; after that the script gives its place to the real one. While a shell runs such a script the answer is not believed. A
 * container without a shell has no such script.
 */
async function isPreparing(docker: Docker, container: string, signal: AbortSignal): Promise<boolean> {
  const list = 'for file in /proc/[0-9]*/cmdline; do tr "\\0" " " < "$file"; echo; done 2>/dev/null; true';
  const answer = await docker.exec(container, ['sh', '-c', list], 2_000, signal);
  return answer.ok && answer.value.exitCode === 0 && entryScript.test(answer.value.output);
}

const entryScript = /^(?:\S*\/)?(?:ba|da|a)?sh (?:\S*\/)?docker-(?:entrypoint|ensure-initdb)/m;
