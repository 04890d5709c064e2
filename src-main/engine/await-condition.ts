import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Action } from '../core/plan/plan.ts';
import type { ObservedContainer } from '../core/plan/observed.ts';
import type { Clock } from '../ports/clock.ts';
import type { Docker } from '../ports/docker.ts';
import { lastLines } from './last-lines.ts';
import type { LiveState } from './live-state.ts';
import { probeUntilHealthy } from './probe.ts';

export type Wait = Extract<Action, { do: 'wait for' }>;
export type WaitWorld = { readonly docker: Docker; readonly live: LiveState; readonly clock: Clock };

// Events come at once; this is for those that a gap swallowed.
const lookAgainMs = 2_000;
// By a signal that cannot be refused: 128 + SIGKILL.
const killed = 137;
// From then on the engine's word alone will do.
const engineIsBelievedMs = 10_000;
// A connection that is made anew takes less.
const engineMayBeAwayMs = 3_000;
// A container that its restart policy brought back this often does not come up by waiting.
const restartsMeanLoop = 5;
// From then on more than ten seconds lie between one end and the next start.
const restartsAreRare = 8;
// So often is a wait begun for one that something else starts again or makes anew: what goes on ending is told at last.
const beginnings = 5;
const lookAfterKillMs = 50;
// The engine hears of a lack of memory this much later than of the end, and this much later it may start a container again.
const looksForMemory = 10;
const looksForStart = 40;

/**
 * Ends when the condition holds for a container. Problems: container-missing, container-exited, container-unhealthy, wait-overdue,
 * cancelled. A wait that is not required ends well in each of these cases but the last.
 */
export async function awaitCondition(
  wait: Wait,
  world: WaitWorld,
  signal: AbortSignal,
  left = beginnings,
): Promise<Result<void, Problem>> {
  const ended = new AbortController();
  const stop = AbortSignal.any([signal, ended.signal]);
  try {
    const result = await watchContainer(wait, world, stop, left > 1);
    if (result === 'begun anew') return awaitCondition(wait, world, signal, left - 1);
    if (result === null || signal.aborted) return fail({ kind: 'cancelled', goal: 'the wait' });
    return result.ok || wait.required ? result : ok(undefined);
  } finally {
    ended.abort();
  }
}

/**
 * null: it was cancelled. `begun anew`, where it may: something else started it again, or made another of its name, with a check to
 * be run.
 */
async function watchContainer(
  wait: Wait,
  world: WaitWorld,
  signal: AbortSignal,
  mayBeginAnew: boolean,
): Promise<Result<void, Problem> | null | 'begun anew'> {
  const { live, clock } = world;
  // Told by a timer and not by the time of day: that jumps when a machine wakes or its clock is set.
  let isOverdue = false;
  const passed = (): void => {
    isOverdue = true;
  };
  const deadline = wait.deadlineMs === null ? null : clock.sleep(wait.deadlineMs, signal).then(passed);
  const first = await look(wait, world, signal);
  if (!first.ok) return first;
  if (first.value === null) return ok(undefined);
  const since = { startedAt: first.value.startedAt ?? 0, restarts: first.value.restarts };
  const probes = wait.condition === 'service_healthy' && first.value.health === 'starting';
  const probed = probes
    ? probeUntilHealthy({ ...world, container: first.value, tell: live.tell }, signal)
    : Promise.resolve();
  void lookNowAndThen(wait, world, signal);
  while (!signal.aborted) {
    const changed = live.changed(signal);
    const seen = live.container(wait.container);
    if (seen === null) {
      // It was there: something else removed it, or is about to give its name to another.
      const now = await look(wait, world, signal);
      if (now.ok && now.value !== null) continue;
      if (!now.ok && now.error.kind === 'container-missing') return now;
    }
    if (mayBeginAnew && seen !== null && seen.id !== first.value.id) return 'begun anew';
    const judged = judge(wait, seen, since);
    if (judged === 'holds') {
      // The engine's check may have met a server that is only there to prepare the data; the probe tells them apart.
      await Promise.race([probed, clock.sleep(engineIsBelievedMs, signal)]);
      return ok(undefined);
    }
    // One in a loop may be up again by now, for a moment: then it is what it was before that tells.
    if (judged === 'cannot')
      return cannotHold(wait, world, seen?.state === 'restarting' || !mayBeginAnew ? seen : null, signal);
    const lost = await lostEngine(world, signal);
    if (lost !== null) return fail(lost);
    if (isOverdue) return overdue(wait, live, wait.deadlineMs ?? 0);
    await (deadline === null ? changed : Promise.race([changed, deadline]));
  }
  return null;
}

/** Why the engine cannot be reached, once that has lasted; a connection that comes back at once disturbs no wait. */
async function lostEngine({ live, clock }: WaitWorld, signal: AbortSignal): Promise<Problem | null> {
  if (live.state.engine.state !== 'unreachable') return null;
  await clock.sleep(engineMayBeAwayMs, signal);
  const { engine } = live.state;
  return engine.state === 'unreachable' ? engine.problem : null;
}

/** What the engine says now. Told to the state before it is used, so that all see the same. null: the container is not there. */
async function look(
  wait: Wait,
  { docker, live }: WaitWorld,
  signal: AbortSignal,
): Promise<Result<ObservedContainer | null, Problem>> {
  const found = await docker.inspectContainer(wait.container, signal);
  if (!found.ok) return found;
  if (found.value === null) {
    const gone = live.container(wait.container);
    if (gone !== null) live.tell({ kind: 'container removed', id: gone.id });
    const service = gone?.service ?? wait.container;
    return fail({ kind: 'container-missing', service, container: wait.container });
  }
  const before = live.container(wait.container);
  // Another one has come to bear the name, and the end of the one before may not be heard of yet.
  if (before !== null && before.id !== found.value.id)
    live.tell({ kind: 'container removed', id: before.id });
  live.tell({ kind: 'container changed', container: found.value });
  return ok(live.container(wait.container));
}

async function lookNowAndThen(wait: Wait, world: WaitWorld, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await world.clock.sleep(lookAgainMs, signal);
    if (!signal.aborted) await look(wait, world, signal);
  }
}

type Judgement = 'holds' | 'not yet' | 'cannot';

/** What was known of a container when the wait for it began. */
type Since = { readonly startedAt: number; readonly restarts: number };

function judge({ condition }: Wait, container: ObservedContainer | null, since: Since | null): Judgement {
  // What was known before the container was last started says nothing about now.
  if (container === null || (container.startedAt ?? Infinity) < (since?.startedAt ?? 0)) return 'not yet';
  const over = container.state === 'exited' || container.state === 'dead';
  if (condition === 'service_completed_successfully')
    return over ? (container.exitCode === 0 ? 'holds' : 'cannot') : 'not yet';
  if (over) return 'cannot';
  if (container.state === 'restarting' && isHopeless(container, since)) return 'cannot';
  if (container.state !== 'running') return 'not yet';
  if (condition === 'service_started' || container.health === 'healthy') return 'holds';
  return container.health === 'starting' ? 'not yet' : 'cannot';
}

/**
 * What ran out of memory meets the same limit again. What ended often before the wait began may have missed what is there by now:
 * that is told by its next try, unless that is far.
 */
const isHopeless = ({ restarts, outOfMemory }: ObservedContainer, since: Since | null): boolean =>
  outOfMemory ||
  restarts >= restartsAreRare ||
  (restarts >= restartsMeanLoop && (since === null || restarts > since.restarts));

/**
 * Looks once more before it says so: what the state knows may be older than the start. `looping`: what it was, of one that goes on
 * ending, where that tells and not what it is for the moment.
 */
async function cannotHold(
  wait: Wait,
  world: WaitWorld,
  looping: ObservedContainer | null,
  signal: AbortSignal,
): Promise<Result<void, Problem> | null | 'begun anew'> {
  const now = await look(wait, world, signal);
  if (signal.aborted) return null;
  if (!now.ok) return now;
  const judged = now.value === null ? 'holds' : judge(wait, now.value, null);
  if (now.value === null || judged === 'holds') return ok(undefined);
  if (looping === null && judged === 'not yet' && now.value.state === 'running') return 'begun anew';
  const container = looping ?? now.value;
  const after = await afterKill(wait, world, container, signal);
  if (looping === null && after === 'started again') return 'begun anew';
  const log = await lastLines(world.docker, wait.container, 20, signal, looping?.startedAt ?? null);
  const { service } = container;
  if (container.state === 'running') {
    const probe =
      container.health === 'none' ? 'it has no health check' : (container.probe?.output.trim() ?? '');
    return fail({
      kind: 'container-unhealthy',
      service,
      probe,
      exitCode: container.probe?.exitCode ?? null,
      log,
    });
  }
  const outOfMemory = container.outOfMemory || after === 'out of memory';
  return fail({ kind: 'container-exited', service, exitCode: container.exitCode ?? 0, outOfMemory, log });
}

/**
 * What comes to light of a process that was killed: a lack of memory, which the engine hears of apart from the end, and on a busy
 * machine after it; or that an engine that came back itself is bringing back what ran, one by one.
 */
async function afterKill(
  wait: Wait,
  world: WaitWorld,
  { exitCode, state, outOfMemory }: ObservedContainer,
  signal: AbortSignal,
): Promise<'nothing' | 'out of memory' | 'started again'> {
  if (exitCode !== killed || outOfMemory || state === 'running') return 'nothing';
  const looks = state === 'exited' ? looksForStart : looksForMemory;
  for (let left = looks; left > 0 && !signal.aborted; left -= 1) {
    await world.clock.sleep(lookAfterKillMs, signal);
    const again = await look(wait, world, signal);
    if (!again.ok || again.value === null) return 'nothing';
    if (again.value.outOfMemory) return 'out of memory';
    if (state === 'exited' && again.value.state !== 'exited') return 'started again';
  }
  return 'nothing';
}

function overdue(wait: Wait, live: LiveState, afterMs: number): Result<void, Problem> {
  const container = live.container(wait.container);
  const probe = container?.probe?.output.trim() ?? '';
  const condition = wait.condition === 'service_healthy' ? 'healthy' : 'done';
  return fail({
    kind: 'wait-overdue',
    service: container?.service ?? wait.container,
    condition,
    afterMs,
    probe,
  });
}
