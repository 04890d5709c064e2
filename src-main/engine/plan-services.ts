import { flagsOfGoal, type GoalFlags } from '../contract/goal-flags.ts';
import type { Goal, ServiceGoal } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { ok, type Result } from '../contract/result.ts';
import { nearestName } from '../core/nearest-name.ts';
import type { Model } from '../core/compose/model.ts';
import { planImages } from '../core/plan/images.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planRemove } from '../core/plan/remove.ts';
import { planRestart } from '../core/plan/restart.ts';
import { planSignal } from '../core/plan/signal.ts';
import { planStart } from '../core/plan/start.ts';
import { planStop } from '../core/plan/stop.ts';
import type { UpInput } from '../core/plan/up-input.ts';

/** The plan for a goal about containers or images; each is one pure planner of the core. `services` null: all. */
export function planServices(
  goal: ServiceGoal,
  input: UpInput,
  services: ReadonlySet<string> | null,
  given: GoalFlags,
): Result<Plan, readonly Problem[]> {
  const chosen = { ...input, services, given };
  const { graceSeconds = null, noDeps = false, removeVolumes = false, stopFirst = false } = given;
  switch (goal) {
    case 'start':
      return planStart(chosen);
    case 'stop':
      return ok(planStop({ ...chosen, graceSeconds }));
    case 'restart':
      return ok(planRestart({ ...chosen, graceSeconds, noDeps }));
    case 'remove':
      return ok(planRemove({ ...chosen, stopFirst, removeVolumes }));
    case 'kill':
    case 'pause':
    case 'unpause':
      return ok(planSignal({ ...chosen, goal, signal: given.signal ?? 'SIGKILL' }));
    case 'pull':
    case 'build':
      return ok(planImages({ ...chosen, goal }));
  }
}

/** A flag that says nothing about a goal is a mistake, not a wish to be passed over. Problem: request-invalid. */
export function foreignFlags(goal: Goal, given: GoalFlags): Problem[] {
  const known = new Set<string>(flagsOfGoal[goal]);
  return Object.keys(given)
    .filter((flag) => !known.has(flag))
    .map((flag) => ({ kind: 'request-invalid', message: `${goal} has no flag ${flag}.` }));
}

/** Problem: service-unknown, each with the nearest name. */
export function unknownServices(model: Model | null, names: readonly string[]): Problem[] {
  const known = Object.keys(model?.services ?? {});
  return names
    .filter((name) => !known.includes(name))
    .map((name) => ({ kind: 'service-unknown', name, known, nearest: nearestName(name, known) }));
}
