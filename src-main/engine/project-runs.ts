import type { Environment, RunId } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { RunView } from '../contract/view.ts';
import type { Model } from '../core/compose/model.ts';
import { unendedRun } from '../core/plan/ledger.ts';
import type { Observed } from '../core/plan/observed.ts';
import type { Plan, Step } from '../core/plan/plan.ts';
import { planId, printPlan } from '../core/plan/print-plan.ts';
import { portsToBind } from '../core/plan/published-ports.ts';
import { planRollback } from '../core/plan/rollback.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';
import { hashesOf } from './hashes.ts';
import { hexOf } from './hex.ts';
import { type Journal, openJournal } from './journal.ts';
import type { LiveState } from './live-state.ts';
import { type Lock, takeLock } from './lock.ts';
import { observe } from './observe.ts';
import { generationsNow, planFor } from './planning.ts';
import type { Ports } from './ports.ts';
import { journalFile, lockFile } from './project-places.ts';
import { inTheWay, type ProjectSource } from './project-source.ts';
import { type RunEnd, runPlan } from './run.ts';

export type RunsWorld = {
  readonly ports: Ports;
  readonly live: LiveState;
  readonly source: ProjectSource;
  readonly environment: Environment;
  readonly docker: () => Promise<Result<Docker, Problem>>;
};

type Planned = {
  readonly plan: Plan;
  readonly model: Model;
  readonly docker: Docker;
  readonly journal: Journal;
  readonly observed: Observed;
  readonly hashes: Hashes;
};

const keptRuns = 20;

/** The plans and runs of one project: one run at a time, in this process and beside others. */
export class ProjectRuns {
  readonly #world: RunsWorld;
  #running: {
    readonly run: RunId;
    readonly goal: string;
    readonly cancel: AbortController;
    readonly done: Promise<void>;
  } | null = null;
  readonly #ended = new Map<RunId, RunView>();

  constructor(world: RunsWorld) {
    this.#world = world;
  }

  /** From what is on disk and at the engine this moment. */
  async plan(wish: PlanWish, signal: AbortSignal): Outcome<Planned> {
    const { source, ports, environment } = this.#world;
    const loaded = await source.fresh();
    const obstacles = inTheWay(loaded.problems, wish.goal);
    if (loaded.model === null || obstacles.length > 0)
      return fail(obstacles.length > 0 ? obstacles : loaded.problems);
    const { model, profile } = loaded;
    const docker = await this.#connected(signal);
    if (!docker.ok) return fail([docker.error]);
    const [observed, journal] = await Promise.all([
      observe(docker.value, model, signal),
      this.journal(model.name),
    ]);
    if (!observed.ok) return fail([observed.error]);
    if (!journal.ok) return fail([journal.error]);
    this.#tellObserved(model, observed.value, journal.value);
    const hashes = hashesOf(model, loaded.values);
    const slug = (): string => hexOf(ports.random.bytes(32));
    const slugs = { migrate: slug(), seed: slug() };
    const seen = this.#world.live.state.observed;
    const planned = planFor({
      ...wish,
      model,
      profile,
      environment,
      observed: seen,
      journal: journal.value,
      hashes,
      slugs,
    });
    if (!planned.ok) return planned;
    return ok({
      plan: planned.value,
      model,
      docker: docker.value,
      journal: journal.value,
      observed: seen,
      hashes,
    });
  }

  /** Problems: busy, plan-stale, not-confirmed, and those of `plan`. The run goes on after this returns. */
  async start(run: RunId, wish: PlanWish, approve: string | null, signal: AbortSignal): Outcome<RunId> {
    if (this.#running !== null) return fail([this.#busy()]);
    const cancel = new AbortController();
    let end: () => void = () => {};
    const done = new Promise<void>((resolve) => {
      end = resolve;
    });
    // Taken before the first await: a second start in the same moment is refused.
    this.#running = { run, goal: wish.goal, cancel, done };
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

  /** The end is told when the next run may begin, and not before. */
  async #finish(run: RunId, ending: Promise<RunEnd>, release: () => void): Promise<void> {
    const { live, ports } = this.#world;
    try {
      const { status, problems } = await ending;
      this.#running = null;
      live.tell({ kind: 'run finished', run, at: ports.clock.now(), status, problems });
      if (live.state.run !== null) this.#remember(live.state.run);
    } finally {
      release();
    }
  }

  async #begin(
    run: RunId,
    wish: PlanWish,
    approve: string | null,
    signal: AbortSignal,
    cancel: AbortSignal,
  ): Promise<Result<Promise<RunEnd>, readonly Problem[]>> {
    const first = await this.plan(wish, signal);
    if (!first.ok) return first;
    const refused = refusal(first.value.plan, wish, approve);
    if (refused !== null) return fail([refused]);
    // Nothing to do needs no lock: nothing is done.
    if (first.value.plan.steps.length === 0) return ok(this.#run(run, wish, first.value, cancel, null));
    const lock = await this.#lock(run, wish, first.value.model);
    if (!lock.ok) return fail([lock.error]);
    // Planned again under the lock: another process may have been at it until just now.
    const planned = await this.plan(wish, signal);
    const stale = planned.ok ? refusal(planned.value.plan, wish, approve) : null;
    if (!planned.ok || stale !== null) {
      await lock.value.release();
      return planned.ok ? fail(stale === null ? [] : [stale]) : planned;
    }
    return ok(this.#run(run, wish, planned.value, cancel, lock.value));
  }

  async #run(
    run: RunId,
    wish: PlanWish,
    planned: Planned,
    cancel: AbortSignal,
    lock: Lock | null,
  ): Promise<RunEnd> {
    const { live, ports, source } = this.#world;
    const { docker, journal, model, plan } = planned;
    const wanted = portsToBind(plan, model, planned.observed, source.loaded.keys);
    const cut = unendedRun(journal.records());
    const world = {
      docker,
      live,
      clock: ports.clock,
      machine: ports.machine,
      journal,
      rollback: () => this.#rollback(planned),
    };
    try {
      const end = await runPlan(world, { run, goal: wish.goal, plan, model, ports: wanted, cancel });
      if (cut !== null && end.status === 'done' && plan.steps.length > 0) {
        await journal.append({ kind: 'run ended', run: cut.run, status: 'failed' });
      }
      await this.readGenerations();
      return end;
    } finally {
      await lock?.release();
    }
  }

  /** What puts a reset or undo back that ended before its pointer moved, from what is at the engine now. */
  async #rollback({
    docker,
    model,
    journal,
    hashes,
    plan,
    observed,
  }: Planned): Promise<Result<readonly Step[], readonly Problem[]>> {
    const { live, source } = this.#world;
    const now = await observe(docker, model, new AbortController().signal);
    if (!now.ok) return fail([now.error]);
    live.tell({ kind: 'observed', observed: now.value });
    const { profile } = source.loaded;
    const ran = observed.containers
      .filter(({ state, oneOff }) => state === 'running' && !oneOff)
      .map(({ service }) => service);
    const generations = generationsNow({ model, profile, journal, observed: now.value });
    const planned = planRollback({
      model,
      observed: now.value,
      hashes,
      generations,
      leftovers: [],
      oneOffs: plan.oneOffs.map(({ container }) => container),
      ran: new Set(ran.filter((service) => model.services[service] !== undefined)),
      database: profile?.database?.service ?? '',
    });
    return planned.ok ? ok(planned.value.steps) : planned;
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

  /** The journal as it is on the disk now: other processes write to it too. */
  journal(project: string): Promise<Result<Journal, Problem>> {
    const { files, clock, settings } = this.#world.ports;
    return openJournal(files, clock, journalFile(files, settings.dir, project));
  }

  async readGenerations(): Promise<void> {
    const { live, source } = this.#world;
    const { model, profile } = source.loaded;
    if (model === null || profile?.database == null) return;
    const journal = await this.journal(model.name);
    if (!journal.ok) return;
    const generations = generationsNow({
      model,
      profile,
      journal: journal.value,
      observed: live.state.observed,
    });
    live.tell({ kind: 'generations read', generations });
  }

  #tellObserved(model: Model, observed: Observed, journal: Journal): void {
    const { live, source } = this.#world;
    live.tell({ kind: 'observed', observed });
    const generations = generationsNow({ model, profile: source.loaded.profile, journal, observed });
    live.tell({ kind: 'generations read', generations });
  }

  async #connected(signal: AbortSignal): Promise<Result<Docker, Problem>> {
    const docker = await this.#world.docker();
    if (!docker.ok || this.#world.live.state.engine.state === 'ready') return docker;
    const facts = await docker.value.connect(signal);
    return facts.ok ? docker : facts;
  }

  #lock(run: RunId, wish: PlanWish, model: Model): Promise<Result<Lock, Problem>> {
    const { files, clock, settings, machine } = this.#world.ports;
    const file = lockFile(files, settings.dir, model.name);
    return takeLock({ files, clock, file, ticket: run, holder: machine.holder, goal: wish.goal });
  }

  #busy(): Problem {
    return { kind: 'busy', goal: this.#running?.goal ?? '', holder: this.#world.ports.machine.holder };
  }

  #remember(view: RunView): void {
    this.#ended.set(view.id, view);
    for (const old of [...this.#ended.keys()].slice(0, -keptRuns)) this.#ended.delete(old);
  }
}

/** Why a plan may not run: it is not the one the user saw, or it loses data and the user saw none. */
function refusal(plan: Plan, wish: PlanWish, approve: string | null): Problem | null {
  const current = planId(printPlan(plan));
  if (approve !== null && approve !== current) return { kind: 'plan-stale', approved: approve, current };
  return approve === null && plan.loses.length > 0
    ? { kind: 'not-confirmed', goal: wish.goal, loses: plan.loses }
    : null;
}
