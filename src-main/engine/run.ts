import type { Goal, RunId } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { Model } from '../core/compose/model.ts';
import { isImageAction, type Plan, type Step } from '../core/plan/plan.ts';
import { toldOnce } from '../core/told-once.ts';
import type { ObservedImage } from '../core/plan/observed.ts';
import type { WantedPort } from '../core/plan/published-ports.ts';
import type { Happening } from '../core/state/happening.ts';
import type { Machine } from '../ports/machine.ts';
import type { WaitWorld } from './await-condition.ts';
import { checkNames } from './check-names.ts';
import type { BundleWorld } from './database/write-bundle.ts';
import { execute } from './execute.ts';
import type { HashWith } from './hashes.ts';
import type { Journal } from './journal.ts';
import { observe } from './observe.ts';
import { performer } from './perform.ts';
import { checkPorts, isLocalEngine, withPortOwner } from './preflight.ts';
import { stuckContainers } from './stuck-containers.ts';

export type RunWish = {
  readonly run: RunId;
  readonly goal: Goal;
  readonly plan: Plan;
  readonly model: Model;
  readonly ports: readonly WantedPort[];
  readonly cancel: AbortSignal;
};

export type RunWorld = WaitWorld &
  Pick<BundleWorld, 'signing' | 'random'> & {
    readonly machine: Machine;
    readonly journal: Journal;
    readonly hashWith: HashWith;
    /** COMPOSE_PARALLEL_LIMIT; null: nothing is said of it. */
    readonly atOnce: number | null;
    /** Whether a container may be made of an image that came during the run. */
    readonly judge: (service: string, image: ObservedImage) => Promise<Result<void, Problem>>;
    /** Key of what a golden would be made of by now; null: it cannot be told. */
    readonly goldenKey: () => Promise<string | null>;
    /** Steps that put back what a journalled run changed before it failed. */
    readonly rollback: (model: Model, plan: Plan) => Promise<Result<readonly Step[], readonly Problem[]>>;
    /** The same wish planned once more, with all images settled; those containers are taken for ones that cannot be started. */
    readonly again: (stuck?: ReadonlySet<string>) => Promise<Result<Plan, readonly Problem[]>>;
  };

type Status = 'done' | 'failed' | 'cancelled';

export type RunEnd = { readonly status: Status; readonly problems: readonly Problem[] };

/**
 * Runs a plan from preflight to its end, and tells all of it to the state but the end itself: that is the caller's, once the
 * next run may begin. A journalled plan that does not reach its pointer is rolled back within the same run.
 */
export async function runPlan(world: RunWorld, wish: RunWish): Promise<RunEnd> {
  const { live, clock, journal } = world;
  const { run, goal, plan } = wish;
  const steps = firstSteps(plan);
  live.tell({ kind: 'run started', run, goal, plan: { ...plan, steps }, at: clock.now() });
  const refused = await refusal(world, wish);
  if (refused.length > 0) {
    for (const step of steps)
      live.tell({ kind: 'step skipped', run, step: step.id, at: clock.now(), because: 'failed' });
    return { status: 'failed', problems: refused };
  }
  const first = await unstuck(world, wish, steps, await walk(world, wish, steps, wish.cancel));
  const walked = await lookedAgain(world, wish, steps, first);
  const cleared = await clearHalfDone(world, walked);
  const unmended = await putBack(world, wish, walked);
  const problems = [...walked.problems, ...cleared, ...unmended];
  const status: Status = walked.problems.length > 0 ? 'failed' : walked.cancelled ? 'cancelled' : 'done';
  // What could not be put back (the engine is away) is for the next start of a door, which looks for a run without an end.
  if (plan.journalled && unmended.length === 0) await journal.append({ kind: 'run ended', run, status });
  if (plan.steps.length > 0) await lookAgain(world, wish.model);
  return { status, problems: toldOnce(problems) };
}

/** What is done before anything else is decided: all of it, or the images alone. */
const firstSteps = ({ steps, secondLook }: Plan): readonly Step[] =>
  secondLook === 'after images' ? renumber(steps.filter(({ action }) => isImageAction(action))) : steps;

/**
 * An engine that was killed while it started a container may not be able to start that one any more, or may kill it at each
 * start: where nothing but waits failed, the same wish planned once more makes it anew. Its steps come instead of those that failed
 * and were skipped.
 */
async function unstuck(
  world: RunWorld,
  wish: RunWish,
  first: readonly Step[],
  walked: Walked,
): Promise<Walked> {
  const { problems, cancelled } = walked;
  const stuck = stuckContainers(problems, world.live.state.observed.containers);
  if (stuck.size === 0 || cancelled || wish.plan.journalled) return walked;
  const planned = await world.again(stuck);
  if (!planned.ok) return walked;
  const steps = renumber(planned.value.steps, first.length);
  if (steps.length === 0) return walked;
  world.live.tell({ kind: 'run extended', run: wish.run, steps });
  const more = await walk(world, wish, steps, wish.cancel);
  return { ...more, portless: [...walked.portless, ...more.portless] };
}

/** With the images there, the same wish is planned once more, and what that asks for is done in the same run. */
async function lookedAgain(
  world: RunWorld,
  wish: RunWish,
  first: readonly Step[],
  walked: Walked,
): Promise<Walked> {
  if (wish.plan.secondLook === undefined || walked.cancelled || walked.problems.length > 0) return walked;
  const planned = await world.again();
  if (!planned.ok) return { ...walked, problems: planned.error };
  const asked =
    wish.plan.secondLook === 'after images'
      ? planned.value.steps
      : planned.value.steps.filter(waitsForHealth);
  const steps = renumber(asked, first.length);
  if (steps.length === 0) return walked;
  world.live.tell({ kind: 'run extended', run: wish.run, steps });
  const more = await walk(world, wish, steps, wish.cancel);
  return { ...more, portless: [...walked.portless, ...more.portless] };
}

// All was done by then; another start of a job that ran, or another forced replacement, is not wanted.
const waitsForHealth = ({ action }: Step): boolean =>
  action.do === 'wait for' && action.condition === 'service_healthy';

/** The events of the last steps may still be on their way: whoever reads the state after the run sees what it did. */
async function lookAgain({ docker, live }: RunWorld, model: Model): Promise<void> {
  const since = live.state.observed.containers;
  const observed = await observe(docker, model, new AbortController().signal);
  if (observed.ok) live.tell({ kind: 'observed', observed: observed.value, since });
}

/** What forbids the run before anything is changed: ports and names that are taken, a journal that cannot be written. */
async function refusal(world: RunWorld, wish: RunWish): Promise<readonly Problem[]> {
  const { run, goal, plan, ports, model } = wish;
  const { docker, live } = world;
  const [takenPorts, takenNames] = await Promise.all([
    isLocalEngine(docker.endpoint) ? checkPorts(world, ports) : [],
    checkNames(docker, plan, model, live.state.observed.containers),
  ]);
  const taken = [...takenPorts, ...takenNames];
  if (taken.length > 0 || !plan.journalled) return taken;
  const oneOffs = plan.oneOffs.map(({ container }) => container);
  const begun = await world.journal.append({
    kind: 'run begun',
    run,
    goal,
    oneOffs,
    ran: runningServices(world),
    ...(plan.before === undefined ? {} : { before: plan.before }),
    ...networksOf(plan),
    ...opensOf(plan),
  });
  return begun.ok ? [] : [begun.error];
}

/** The private networks of a plan: who comes after a kill waits for one that the engine may still be making. */
function networksOf({ steps }: Plan): { readonly networks?: readonly string[] } {
  const networks = steps.flatMap(({ action }) =>
    action.do === 'create network' && action.request.Labels['berth.private'] !== undefined
      ? [action.request.Name]
      : [],
  );
  return networks.length === 0 ? {} : { networks };
}

/** The volume that a plan makes live: it is written to before, by the server that is started on it. */
function opensOf({ steps }: Plan): { readonly opens?: string } {
  const opened = steps.flatMap(({ action }) => (action.do === 'move pointer' ? [action.physical] : []));
  return opened[0] === undefined ? {} : { opens: opened[0] };
}

export const runningServices = ({ live }: Pick<WaitWorld, 'live'>): readonly string[] => [
  ...new Set(
    live.state.observed.containers
      .filter(({ state, oneOff }) => state === 'running' && !oneOff)
      .map(({ service }) => service),
  ),
];

type Walked = {
  readonly problems: readonly Problem[];
  readonly cancelled: boolean;
  readonly pointerMoved: boolean;
  /** Containers this run made whose start the engine refused for a port. */
  readonly portless: readonly string[];
};

async function walk(
  world: RunWorld,
  wish: RunWish,
  steps: readonly Step[],
  cancel: AbortSignal,
): Promise<Walked> {
  const made = new Set<string>();
  const problems: Problem[] = [];
  const portless: string[] = [];
  let cancelled = false;
  let pointerMoved = false;
  const perform = performer({
    ...world,
    oneOffs: wish.plan.oneOffs,
    project: wish.model.name,
    made: (container) => made.add(container),
  });
  const stepOf = new Map(steps.map((step) => [step.id, step]));
  const limit = world.atOnce === null ? {} : { atOnce: world.atOnce };
  const execution = { run: wish.run, steps, perform, cancel, clock: world.clock, ...limit };
  for await (const happening of execute(execution)) {
    const told = await enriched(world, wish, happening);
    world.live.tell(told);
    if (told.kind === 'step skipped' && told.because === 'cancelled') cancelled = true;
    if (told.kind === 'step finished' && stepOf.get(told.step)?.action.do === 'move pointer')
      pointerMoved = true;
    // The goal is reached without it; the step itself says what it met.
    if (told.kind !== 'step failed' || stepOf.get(told.step)?.optional === true) continue;
    problems.push(told.problem);
    const action = stepOf.get(told.step)?.action;
    if (told.problem.kind === 'port-taken' && action?.do === 'start container')
      portless.push(action.container);
  }
  return { problems, cancelled, pointerMoved, portless: portless.filter((name) => made.has(name)) };
}

async function enriched(world: RunWorld, wish: RunWish, happening: Happening): Promise<Happening> {
  if (happening.kind !== 'step failed') return happening;
  return { ...happening, problem: await withPortOwner(world, happening.problem, wish.ports) };
}

/** A container that was made for nothing, because its port is taken, does not stay. */
async function clearHalfDone({ docker }: RunWorld, { portless }: Walked): Promise<readonly Problem[]> {
  const removed = await Promise.all(
    portless.map((name) => docker.removeContainer(name, new AbortController().signal)),
  );
  return removed.flatMap((result) => (result.ok ? [] : [result.error]));
}

/** Rolls a reset or undo back that ended before its pointer moved. A cancel has done its part by then and is not heard again. */
async function putBack(world: RunWorld, wish: RunWish, walked: Walked): Promise<readonly Problem[]> {
  const unfinished = walked.cancelled || walked.problems.length > 0;
  if (!wish.plan.journalled || !unfinished || walked.pointerMoved) return [];
  const planned = await world.rollback(wish.model, wish.plan);
  if (!planned.ok) return planned.error;
  const steps = renumber(planned.value, wish.plan.steps.length);
  if (steps.length === 0) return [];
  world.live.tell({ kind: 'run extended', run: wish.run, steps });
  return (await walk(world, wish, steps, new AbortController().signal)).problems;
}

/** Steps in their order, numbered on from others. What one comes after is among them. */
function renumber(steps: readonly Step[], by = 0): readonly Step[] {
  const ids = new Map(steps.map((step, index) => [step.id, index + 1 + by]));
  return steps.map((step, index) => ({
    ...step,
    id: index + 1 + by,
    after: step.after.flatMap((id) => ids.get(id) ?? []),
    ...(step.afterEnd === undefined ? {} : { afterEnd: step.afterEnd.flatMap((id) => ids.get(id) ?? []) }),
  }));
}
