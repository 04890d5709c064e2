import type { Environment } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Model } from '../core/compose/model.ts';
import { withApiSocket } from '../core/plan/api-socket.ts';
import { withDefaultPlatform } from '../core/plan/default-platform.ts';
import { modelFromLabels } from '../core/plan/model-from-labels.ts';
import { nothingObserved, type Observed } from '../core/plan/observed.ts';
import type { Plan, Step } from '../core/plan/plan.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';
import { EngineConnection } from './engine-connection.ts';
import { hasher, hashesOf, type HashWith } from './hashes.ts';
import { chainOf } from '../core/database/chain.ts';
import { unfinished } from '../core/database/scraps.ts';
import type { Stock } from '../core/database/stock.ts';
import { adoptedMove, unendedRun } from '../core/plan/ledger.ts';
import { planBack, planRecovery } from './database/mend.ts';
import { openParts } from './database/clear-parts.ts';
import { nothingAsked } from './database/read-asked.ts';
import type { Asked } from './plan-database.ts';
import { hexOf } from './hex.ts';
import { type Journal, openJournal } from './journal.ts';
import type { LiveState } from './live-state.ts';
import type { Loaded } from './loaded.ts';
import { observe } from './observe.ts';
import { PlanFacts } from './plan-facts.ts';
import { generationsNow, planFor } from './planning.ts';
import { withNamedProfiles } from './named-profiles.ts';
import type { Ports } from './ports.ts';
import { journalFile } from './project-places.ts';
import { otherClones } from './other-clone.ts';
import { inTheWay, type ProjectSource } from './project-source.ts';

export type PlansWorld = {
  readonly ports: Ports;
  readonly live: LiveState;
  readonly source: ProjectSource;
  readonly environment: Environment;
  readonly docker: () => Promise<Result<Docker, Problem>>;
};

/** Where a project is, before anything is planned. */
export type Place = { readonly project: string; readonly docker: Docker };

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
  readonly #engine: EngineConnection;
  readonly facts: PlanFacts;

  constructor(world: PlansWorld) {
    this.#world = world;
    this.#engine = new EngineConnection(world);
    this.facts = new PlanFacts(world);
  }

  /** Asks the engine who it is while other things are read; who plans next takes the answer. */
  connectEarly(signal: AbortSignal): void {
    this.#engine.askEarly(signal);
  }

  /** The project's name and its engine: what a lock needs before there is a plan. */
  async place(wish: PlanWish, signal: AbortSignal): Outcome<Place> {
    const { source } = this.#world;
    const { model, problems } = await source.fresh();
    const project = model?.name ?? source.nameAlone(wish.goal);
    if (project === null) return fail(problems);
    const connected = await this.#engine.ask(signal);
    if (!connected.ok) return fail([connected.error]);
    this.#engine.keep(connected.value);
    return ok({ project, docker: connected.value.docker });
  }

  /** Problems: of the files, keys and secrets, of the engine, of the journal, and those of the planner. */
  async plan(wish: PlanWish, signal: AbortSignal): Outcome<Planned> {
    const loaded = await this.#world.source.fresh();
    const found = await this.#modelFor(loaded, wish, signal);
    if (!found.ok) return found;
    const model = found.value;
    const connected = await this.#engine.ask(signal);
    if (!connected.ok) return fail([connected.error]);
    const { docker, engine } = connected.value;
    const since = this.#world.live.state.observed.containers;
    const [observed, journal] = await Promise.all([observe(docker, model, signal), this.journal(model.name)]);
    if (!observed.ok) return fail([observed.error]);
    if (!journal.ok) return fail([journal.error]);
    this.#tellObserved(model, observed.value, journal.value, since);
    // Only now: whoever reads the board when the engine is ready finds there what it runs.
    this.#world.live.tell({ kind: 'engine changed', engine });
    const seen = this.#world.live.state.observed;
    const { files, machine } = this.#world.ports;
    const { platform } = machine;
    const clones = await otherClones({ files, platform, goal: wish.goal, model, observed: seen });
    if (clones.length > 0) return fail(clones);
    const hashes = hashesOf(model, loaded.values, seen.containers);
    const made = { model, journal: journal.value, observed: seen, hashes };
    const version = await this.facts.version(wish, { ...made, docker });
    if (!version.ok) return fail([version.error]);
    const asked = await this.facts.asked(wish, { ...made, docker }, signal);
    if (!asked.ok) return fail([asked.error]);
    const stock = await this.facts.stock(wish, { ...made, docker, seed: asked.value.seed }, signal);
    if (!stock.ok) return fail([stock.error]);
    const planned = this.#planned(wish, made, 'wanted', stock.value, asked.value);
    if (!planned.ok) return planned;
    return ok({ ...made, plan: planned.value, docker, hashWith: hasher(model, loaded.values) });
  }

  /** As the files have it, with the profiles of named services on; else as labels have it where that will do. */
  async #modelFor(loaded: Loaded, wish: PlanWish, signal: AbortSignal): Outcome<Model> {
    const { source, ports } = this.#world;
    const name = source.nameAlone(wish.goal);
    if (name !== null) return this.#modelNamed(name, loaded.problems, signal);
    const obstacles = inTheWay(loaded.problems, wish.goal);
    if (loaded.model === null || obstacles.length > 0)
      return fail(obstacles.length > 0 ? obstacles : loaded.problems);
    const found = await withNamedProfiles(ports.files, loaded.input, loaded.model, wish.services);
    return found.ok ? ok(withApiSocket(withDefaultPlatform(found.value, loaded.input?.values ?? {}))) : found;
  }

  async #modelNamed(name: string, otherwise: readonly Problem[], signal: AbortSignal): Outcome<Model> {
    const connected = await this.#engine.ask(signal);
    if (!connected.ok) return fail([connected.error]);
    const seen = await observe(connected.value.docker, modelFromLabels(name, nothingObserved), signal);
    if (!seen.ok) return fail([seen.error]);
    const model = modelFromLabels(name, seen.value);
    const known = [model.services, model.networks, model.volumes].some(
      (part) => Object.keys(part).length > 0,
    );
    return known ? ok(model) : fail(otherwise);
  }

  /** The same wish once more within its run, when all that was to be pulled and built is there. `stuck`: to be made anew. */
  async again(
    { docker, model, journal }: Planned,
    wish: PlanWish,
    stuck: ReadonlySet<string> = new Set(),
  ): Outcome<Plan> {
    const since = this.#world.live.state.observed.containers;
    const observed = await observe(docker, model, new AbortController().signal);
    if (!observed.ok) return fail([observed.error]);
    this.#tellObserved(model, observed.value, journal, since);
    const seen = this.#world.live.state.observed;
    const hashes = hashesOf(model, this.#world.source.loaded.values, seen.containers);
    const version = await this.facts.version(wish, { model, journal, observed: seen, docker });
    if (!version.ok) return fail([version.error]);
    const containers = seen.containers.map((container) =>
      stuck.has(container.name) ? { ...container, stuck: true as const } : container,
    );
    return this.#planned(wish, { model, journal, observed: { ...seen, containers }, hashes }, 'settled');
  }

  #planned(
    wish: PlanWish,
    made: Pick<Planned, 'model' | 'journal' | 'observed' | 'hashes'>,
    images: 'wanted' | 'settled',
    stock: Stock | null = null,
    asked: Asked = nothingAsked,
  ): Result<Plan, readonly Problem[]> {
    const { source, ports, environment } = this.#world;
    const { profile, texts, orphans } = source.loaded;
    const slug = (): string => hexOf(ports.random.bytes(32));
    const slugs = { migrate: slug(), seed: slug() };
    return planFor({
      ...wish,
      orphans,
      ...made,
      images,
      profile,
      environment,
      slugs,
      texts,
      stock,
      asked,
      now: ports.clock.now(),
    });
  }

  /** What puts a reset or undo back that ended before its pointer moved, from what is at the engine now. */
  async rollback(planned: Planned): Promise<Result<readonly Step[], readonly Problem[]>> {
    const { live, source } = this.#world;
    const { docker, model, journal, plan, observed } = planned;
    const { files } = this.#world.ports;
    const back = await planBack({ live, source, docker, model, journal, files }, plan, observed);
    return back.ok ? ok(back.value.plan.steps) : back;
  }

  /** Whether a run of this project was cut off, or something it began still waits to be noted. Asks the engine nothing. */
  async isRecoveryDue(project: string): Promise<boolean> {
    if ((this.#world.source.loaded.profile?.database ?? null) === null) return false;
    const journal = await this.journal(project);
    if (!journal.ok) return false;
    const records = journal.value.records();
    const open = [...unfinished(records), ...openParts(records)];
    return unendedRun(records) !== null || open.length > 0;
  }

  /** What puts the project right after a run whose process died; no step where all is well. The caller holds the lock. */
  async recovery(signal: AbortSignal): Outcome<Planned> {
    const { live, source } = this.#world;
    const { model, problems, values } = await source.fresh();
    if (model === null) return fail(problems);
    const connected = await this.#engine.ask(signal);
    if (!connected.ok) return fail([connected.error]);
    const { docker } = connected.value;
    const journal = await this.journal(model.name);
    if (!journal.ok) return fail([journal.error]);
    const made = { model, docker, journal: journal.value };
    const { files, clock } = this.#world.ports;
    const mended = await planRecovery({ live, source, files, clock, ...made });
    if (!mended.ok) return mended;
    const { plan, observed } = mended.value;
    const hashes = hashesOf(model, values, observed.containers);
    return ok({ ...made, plan, observed, hashes, hashWith: hasher(model, values) });
  }

  /** The journal as it is on the disk now: other processes write to it too. The ledger is kept for each engine. */
  journal(project: string): Promise<Result<Journal, Problem>> {
    const { files, clock, settings } = this.#world.ports;
    return openJournal(files, clock, journalFile(files, settings.dir, project), this.#engine.engineId);
  }

  /**
   * What another ledger made live is noted in this one too, by whoever holds the lock: its container may be gone when it is asked
   * for next. Where it cannot be written nothing is lost yet, and the next run tries again.
   */
  async noteAdopted({ model, journal, observed }: Planned): Promise<void> {
    const { profile } = this.#world.source.loaded;
    const generations = generationsNow({ model, profile, journal, observed });
    const move = generations === null ? null : adoptedMove(journal.records(), generations);
    if (move !== null) await journal.append(move);
  }

  async readGenerations(): Promise<void> {
    const { live, source } = this.#world;
    const { model, profile } = source.loaded;
    if (model === null || (profile?.database ?? null) === null) return;
    const journal = await this.journal(model.name);
    if (!journal.ok) return;
    this.#tellGenerations(model, live.state.observed, journal.value);
  }

  #tellObserved(model: Model, observed: Observed, journal: Journal, since: Observed['containers']): void {
    this.#world.live.tell({ kind: 'observed', observed, since });
    this.#tellGenerations(model, observed, journal);
  }

  #tellGenerations(model: Model, observed: Observed, journal: Journal): void {
    const { live, source } = this.#world;
    const generations = generationsNow({ model, profile: source.loaded.profile, journal, observed });
    const { volumes } = observed;
    const chain = generations === null ? null : chainOf({ records: journal.records(), generations, volumes });
    live.tell({ kind: 'generations read', generations, chain });
  }
}
