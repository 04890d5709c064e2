import type { Problem } from '../contract/problem.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import { probeScript } from '../core/health/probe-script.ts';
import type { Happening } from '../core/state/happening.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker, ExecOutcome } from '../ports/docker.ts';

// The pauses between the attempts of one round: many at first, when each decides when a dependent starts.
const rounds = [0.05, 0.1, 0.25] as const;
const attempts = 20;
const attemptsTakeMs = 10_000;

// Where a container has no shell: the engine runs each attempt by itself, which costs a hundred times as much.
const pauseWithoutShellMs = 250;

export type ProbeWish = {
  readonly docker: Docker;
  readonly clock: Clock;
  readonly container: ObservedContainer;
  readonly tell: (happening: Happening) => void;
};

/**
 * Runs a container's own health command between the engine's checks until it succeeds: whoever waits goes on the moment the
 * service answers, and not at the engine's next interval. Ends when it does, with the signal, and where there is nothing to run
 * or the command does not come to an end: then the engine's own checks must do.
 */
export async function probeUntilHealthy(wish: ProbeWish, signal: AbortSignal): Promise<void> {
  const { docker, clock, container, tell } = wish;
  const check = await docker.healthCommand(container.id, signal);
  if (!check.ok || check.value === null) return;
  const { command, timeoutMs } = check.value;
  let hasShell = true;
  for (let round = 0; !signal.aborted; round += 1) {
    const pause = rounds[Math.min(round, rounds.length - 1)] ?? 1;
    const words = hasShell ? probeScript(command, attempts, pause) : command;
    const limitMs = hasShell ? timeoutMs + attemptsTakeMs : timeoutMs;
    const answer = await docker.exec(container.id, words, limitMs, signal);
    if (signal.aborted) return;
    if (answer.ok) tell(probed(container.id, answer.value, clock.now()));
    if (!answer.ok && isGone(answer.error)) return;
    if (answer.ok && (answer.value.exitCode === 0 || answer.value.exitCode === neverEnded)) return;
    if (answer.ok && cannotRun(answer.value)) hasShell = false;
    // Neither a round that could not run nor one without a shell may turn into a stream of calls.
    if (!answer.ok || !hasShell) await clock.sleep(pauseWithoutShellMs, signal);
  }
}

const neverEnded = -1;

/** Something else removed it, and may have made another of its name, whose check the engine runs. */
const isGone = (problem: Problem): boolean => problem.kind === 'engine-failed' && problem.status === 404;

/** What the engine says when the first word of a command is no program of the container. */
const cannotRun = ({ exitCode }: ExecOutcome): boolean => exitCode === 126 || exitCode === 127;

const probed = (id: string, { output, exitCode }: ExecOutcome, at: number): Happening => ({
  kind: 'container probed',
  id,
  health: exitCode === 0 ? 'healthy' : 'starting',
  probe: { output, exitCode, at },
});
