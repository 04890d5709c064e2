import type { Environment } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Model } from '../core/compose/model.ts';
import type { Observed } from '../core/plan/observed.ts';
import type { Plan, Step } from '../core/plan/plan.ts';
import { planRollback } from '../core/plan/rollback.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';
import { hasher, hashesOf, type HashWith } from './hashes.ts';
import { hexOf } from './hex.ts';
import { type Journal, openJournal } from './journal.ts';
import type { LiveState } from './live-state.ts';
import { observe } from './observe.ts';
import { generationsNow, planFor } from './planning.ts';
import type { Ports } from './ports.ts';
import { journalFile } from './project-places.ts';
import { inTheWay, type ProjectSource } from './project-source.ts';

export type PlansWorld = {
  readonly ports: Ports;
  readonly live: LiveState;
  readonly source: ProjectSource;
  readonly environment: Environment;
  readonly docker: () => Promise<Result<Docker, Problem>>;
};

/** A plan with all that it was made of, and that running it needs. */
export type Planned = {
  readonly plan: Plan;
  readonly model: Model;
  readonly docker: Docker;
  readonly journal: Journal;
  readonly observed: Observed;
  readonly hashes: Hashes;
  readonly hashWith: HashWith;
};

/** The plans of one project, made of what is on disk and at the engine at the moment. */
export class ProjectPlans {
  readonly #world: PlansWorld;

  constructor(world: PlansWorld) {
    this.#world = world;
  }

  /** Problems: of the files, keys and secrets, of the engine, of the journal, and those of the planner. */
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
    const slug = (): string => hexOf(ports.random.bytes(32));
    const slugs = { migrate: slug(), seed: slug() };
    const seen = this.#world.live.state.observed;
    const hashes = hashesOf(model, loaded.values, seen.containers);
    const planned = planFor({
      ...wish,
      model,
      profile,
      environment,
      observed: seen,
      journal: journal.value,
      hashes,
      slugs,
      texts: loaded.texts,
    });
    if (!planned.ok) return planned;
    return ok({
      plan: planned.value,
      model,
      docker: docker.value,
      journal: journal.value,
      observed: seen,
      hashes,
      hashWith: hasher(model, loaded.values),
    });
  }

  /** What puts a reset or undo back that ended before its pointer moved, from what is at the engine now. */
  async rollback({
    docker,
    model,
    journal,
    plan,
    observed,
  }: Planned): Promise<Result<readonly Step[], readonly Problem[]>> {
    const { live, source } = this.#world;
    const now = await observe(docker, model, new AbortController().signal);
    if (!now.ok) return fail([now.error]);
    live.tell({ kind: 'observed', observed: now.value });
    const { profile, values, texts } = source.loaded;
    const hashes = hashesOf(model, values, now.value.containers);
    const ran = observed.containers
      .filter(({ state, oneOff }) => state === 'running' && !oneOff)
      .map(({ service }) => service);
    const generations = generationsNow({ model, profile, journal, observed: now.value });
    const planned = planRollback({
      model,
      observed: now.value,
      hashes,
      generations,
      texts,
      leftovers: [],
      oneOffs: plan.oneOffs.map(({ container }) => container),
      ran: new Set(ran.filter((service) => model.services[service] !== undefined)),
      database: profile?.database?.service ?? '',
    });
    return planned.ok ? ok(planned.value.steps) : planned;
  }

  /** The journal as it is on the disk now: other processes write to it too. */
  journal(project: string): Promise<Result<Journal, Problem>> {
    const { files, clock, settings } = this.#world.ports;
    return openJournal(files, clock, journalFile(files, settings.dir, project));
  }

  async readGenerations(): Promise<void> {
    const { live, source } = this.#world;
    const { model, profile } = source.loaded;
    if (model === null || (profile?.database ?? null) === null) return;
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
}
