import type { Goal, RunId } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { RunView } from '../contract/view.ts';
import { unendedRun } from '../core/plan/ledger.ts';
import type { ObservedImage } from '../core/plan/observed.ts';
import type { Plan } from '../core/plan/plan.ts';
import { planId, printPlan } from '../core/plan/print-plan.ts';
import { portsToBind } from '../core/plan/published-ports.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';
import type { SigningWorld } from './database/signing-key.ts';
import { hexOf } from './hex.ts';
import { clearDeadHold, type Hold, holdProject, type HoldWish } from './hold-project.ts';
import type { Planned, PlansWorld, ProjectPlans } from './project-plans.ts';
import { type RunEnd, runPlan } from './run.ts';
import { withStampedBuilds } from './stamped-builds.ts';

const keptRuns = 20;

/** Goals whose runs wait for nothing that the engine tells by itself. */
export const needsNoEvents: ReadonlySet<Goal> = new Set(['down', 'stop', 'remove', 'kill', 'pull', 'build']);

const locksFirst: ReadonlySet<Goal> = new Set([...needsNoEvents, 'restart']);

/** The runs of one project: one run at a time, in this process and beside others. */
export class ProjectRuns {
  readonly #world: PlansWorld;
  readonly #plans: ProjectPlans;
  #running: {
    readonly run: RunId;
    readonly goal: string;
    readonly cancel: AbortController;
    readonly done: Promise<void>;
  } | null = null;
  readonly #ended = new Map<RunId, RunView>();

  constructor(world: PlansWorld, plans: ProjectPlans) {
    this.#world = world;
    this.#plans = plans;
  }

  /** Problems: busy, plan-stale, not-confirmed, and those of `plan`. The run goes on after this returns. */
  async start(run: RunId, wish: PlanWish, approve: string | null, signal: AbortSignal): Outcome<RunId> {
    if (this.#running !== null) return fail([this.#busy()]);
    const { cancel, end } = this.#occupy(run, wish.goal);
    const release = (): void => {
      this.#running = null;
      end();
    };
    const begun = await this.#begin(run, wish, approve, signal, cancel.signal).catch((error: unknown) => {
      release();
      throw error;
    });
    if (begun.ok) void this.#finish(run, begun.value, release);
    else release();
    return begun.ok ? ok(run) : begun;
  }

  /**
   * Puts right what a run whose process died left behind, without a question; in most cases there is nothing and nothing is
   * done. Another process that is at it is left to it. `follow` is called when there is something to do.
   */
  async recover(signal: AbortSignal, follow: () => void): Promise<void> {
    const { model } = await this.#world.source.fresh();
    if (model === null || this.#running !== null || !(await this.#plans.isRecoveryDue(model.name))) return;
    const run = hexOf(this.#world.ports.random.bytes(8));
    const wish = { goal: 'up', services: [] } as const;
    const { done, end } = this.#occupy(run, 'recovery');
    const release = (): void => {
      this.#running = null;
      end();
    };
    const docker = await this.#world.docker();
    if (!docker.ok) return release();
    const lock = await holdProject(this.#hold(run, 'recovery', model.name, docker.value));
    if (!lock.ok) return release();
    const planned = await this.#plans.recovery(signal);
    if (!planned.ok) {
      await lock.value.release();
      return release();
    }
    if (planned.value.plan.steps.length === 0) {
      await this.#closeCut(planned.value);
      await this.#plans.readGenerations();
      await lock.value.release();
      return release();
    }
    follow();
    const ending = this.#run(run, wish, planned.value, new AbortController().signal, lock.value);
    void this.#finish(run, ending, release);
    await done;
  }

  /** All is as it should be: the run that was cut off had come to its end, or had not begun. */
  async #closeCut({ journal }: Planned): Promise<void> {
    const cut = unendedRun(journal.records());
    if (cut !== null) await journal.append({ kind: 'run ended', run: cut.run, status: 'failed' });
  }

  /** Taken before the first await: a second start in the same moment is refused. */
  #occupy(run: RunId, goal: string): { cancel: AbortController; done: Promise<void>; end: () => void } {
    const cancel = new AbortController();
    let end: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.#running = { run, goal, cancel, done };
    return { cancel, done, end };
  }

  /** The end is told when the next run may begin, and not before. A bug ends the run too, and still comes out as one. */
  async #finish(run: RunId, ending: Promise<RunEnd>, release: () => void): Promise<void> {
    const { live, ports } = this.#world;
    const tell = ({ status, problems }: RunEnd): void => {
      this.#running = null;
      live.tell({ kind: 'run finished', run, at: ports.clock.now(), status, problems });
      if (live.state.run !== null) this.#remember(live.state.run);
      release();
    };
    try {
      tell(await ending);
    } catch (error) {
      const problem = {
        kind: 'engine-failed',
        call: 'the run',
        status: null,
        message: String(error),
      } as const;
      tell({ status: 'failed', problems: [problem] });
      throw error;
    }
  }

  async #begin(
    run: RunId,
    wish: PlanWish,
    approve: string | null,
    signal: AbortSignal,
    cancel: AbortSignal,
  ): Promise<Result<Promise<RunEnd>, readonly Problem[]>> {
    if (locksFirst.has(wish.goal)) return this.#beginLocked(run, wish, approve, signal, cancel);
    const first = await this.#plans.plan(wish, signal);
    if (!first.ok) return first;
    const refused = refusal(first.value.plan, wish, approve);
    if (refused !== null) return fail([refused]);
    const hold = this.#hold(run, wish.goal, first.value.model.name, first.value.docker);
    // Nothing to do needs no lock: nothing is done.
    if (first.value.plan.steps.length === 0) {
      await clearDeadHold(hold);
      return ok(this.#run(run, wish, first.value, cancel, null));
    }
    const lock = await holdProject(hold);
    if (!lock.ok) return fail([lock.error]);
    // Planned again under the lock: another process may have been at it until just now.
    const planned = await this.#plans.plan(wish, signal);
    const stale = planned.ok ? refusal(planned.value.plan, wish, approve) : null;
    if (!planned.ok || stale !== null) {
      await lock.value.release();
      return planned.ok ? fail(stale === null ? [] : [stale]) : planned;
    }
    await this.#plans.noteAdopted(planned.value);
    return ok(this.#run(run, wish, planned.value, cancel, lock.value));
  }

  /** There is something to do in almost every case: one look at the engine under the lock, in place of one before and one under it. */
  async #beginLocked(
    run: RunId,
    wish: PlanWish,
    approve: string | null,
    signal: AbortSignal,
    cancel: AbortSignal,
  ): Promise<Result<Promise<RunEnd>, readonly Problem[]>> {
    const place = await this.#plans.place(wish, signal);
    if (!place.ok) return place;
    const lock = await holdProject(this.#hold(run, wish.goal, place.value.project, place.value.docker));
    if (!lock.ok) return fail([lock.error]);
    const planned = await this.#plans.plan(wish, signal);
    const refused = planned.ok ? refusal(planned.value.plan, wish, approve) : null;
    if (planned.ok && refused === null) {
      await this.#plans.noteAdopted(planned.value);
      return ok(this.#run(run, wish, planned.value, cancel, lock.value));
    }
    await lock.value.release();
    return planned.ok ? fail(refused === null ? [] : [refused]) : planned;
  }

  async #run(
    run: RunId,
    wish: PlanWish,
    planned: Planned,
    cancel: AbortSignal,
    lock: Hold | null,
  ): Promise<RunEnd> {
    const { live, ports, source } = this.#world;
    const { docker, journal, model } = planned;
    const { damage = null } = journal;
    const plan = warned(planned.plan, [...(lock?.warnings ?? []), ...(damage === null ? [] : [damage])]);
    const wanted = portsToBind(plan, model, planned.observed, source.loaded.keys);
    const cut = unendedRun(journal.records());
    const { files, clock, machine } = ports;
    const stamps = { files, clock, variables: machine.variables };
    const world = {
      // Without a profile an image is exactly what docker compose would build.
      docker: source.loaded.profile === null ? docker : withStampedBuilds(docker, stamps),
      live,
      clock: ports.clock,
      machine: ports.machine,
      journal,
      hashWith: planned.hashWith,
      atOnce: source.loaded.atOnce,
      random: ports.random,
      judge: (service: string, image: ObservedImage) =>
        this.#plans.facts.judge(planned, wish, service, image),
      signing: () => this.#signing(),
      goldenKey: () => this.#plans.facts.goldenKey(planned),
      rollback: () => this.#plans.rollback(planned),
      again: (stuck?: ReadonlySet<string>) => this.#plans.again(planned, wish, stuck),
    };
    try {
      const end = await runPlan(world, { run, goal: wish.goal, plan, model, ports: wanted, cancel });
      if (cut !== null && end.status === 'done' && plan.steps.length > 0) {
        await journal.append({ kind: 'run ended', run: cut.run, status: 'failed' });
      }
      await this.#plans.readGenerations();
      return end;
    } finally {
      await lock?.release();
    }
  }

  async #signing(): Promise<SigningWorld> {
    const { files, keychain, machine, settings, openBundles } = this.#world.ports;
    // Without the number of the process: it is another one each time.
    const signer = machine.holder.split(',')[0] ?? '';
    return { files, keychain, settingsDir: settings.dir, signer, bundles: await openBundles() };
  }

  view(run: RunId): RunView | null {
    const { run: current } = this.#world.live.state;
    return current?.id === run ? current : (this.#ended.get(run) ?? null);
  }

  cancel(run: RunId): void {
    if (this.#running?.run === run) this.#running.cancel.abort();
  }

  /** Cancels the run and waits until it has ended. */
  async close(): Promise<void> {
    this.#running?.cancel.abort();
    await this.#running?.done;
  }

  #hold(run: RunId, goal: string, project: string, docker: Docker): HoldWish {
    return { ports: this.#world.ports, docker, project, ticket: run, goal };
  }

  #busy(): Problem {
    const { holder } = this.#world.ports.machine;
    return { kind: 'busy', goal: this.#running?.goal ?? '', holder, since: null, lock: null };
  }

  #remember(view: RunView): void {
    this.#ended.set(view.id, view);
    for (const old of [...this.#ended.keys()].slice(0, -keptRuns)) this.#ended.delete(old);
  }
}

/** A plan with more to know about it; what it is approved by stays as it is. */
const warned = (plan: Plan, more: readonly string[]): Plan =>
  more.length === 0 ? plan : { ...plan, warnings: [...plan.warnings, ...more] };

/** Why a plan may not run: it is not the one the user saw, or it loses data and the user saw none. */
function refusal(plan: Plan, wish: PlanWish, approve: string | null): Problem | null {
  const current = planId(printPlan(plan));
  if (approve !== null && approve !== current) return { kind: 'plan-stale', approved: approve, current };
  return approve === null && plan.loses.length > 0
    ? { kind: 'not-confirmed', goal: wish.goal, loses: plan.loses }
    : null;
}
