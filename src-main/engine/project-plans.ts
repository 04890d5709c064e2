import type { Environment } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { EngineView } from '../contract/view.ts';
import type { Model } from '../core/compose/model.ts';
import type { Observed } from '../core/plan/observed.ts';
import type { Plan, Step } from '../core/plan/plan.ts';
import { planRollback } from '../core/plan/rollback.ts';
import type { Hashes } from '../core/plan/up-input.ts';
import type { Docker } from '../ports/docker.ts';
import type { Outcome, PlanWish } from './desk.ts';
import { hasher, hashesOf, type HashWith } from './hashes.ts';
import { forwardOf } from '../core/database/forward.ts';
import { scrapsOf, type Scraps, unfinished } from '../core/database/scraps.ts';
import type { Stock } from '../core/database/stock.ts';
import type { Generation } from '../core/plan/generations.ts';
import { unendedRun } from '../core/plan/ledger.ts';
import { noteEndedCopies } from './database/note-copies.ts';
import { readStock } from './database/read-stock.ts';
import { hexOf } from './hex.ts';
import { type Journal, openJournal } from './journal.ts';
import type { LiveState } from './live-state.ts';
import { observe } from './observe.ts';
import { generationsNow, planFor } from './planning.ts';
import { withNamedProfiles } from './named-profiles.ts';
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

type Connected = { readonly docker: Docker; readonly engine: EngineView };

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

type Around = { readonly observed: Observed; readonly scraps: Scraps };

type BackWish = Around & {
  readonly model: Model;
  readonly journal: Journal;
  readonly oneOffs: readonly string[];
  readonly ran: readonly string[];
  readonly forward: Generation | null;
  /** False: no run failed, and there is only something to clear away. */
  readonly failed: boolean;
};

/** The plans of one project, made of what is on disk and at the engine at the moment. */
export class ProjectPlans {
  readonly #world: PlansWorld;

  constructor(world: PlansWorld) {
    this.#world = world;
  }

  /** Problems: of the files, keys and secrets, of the engine, of the journal, and those of the planner. */
  async plan(wish: PlanWish, signal: AbortSignal): Outcome<Planned> {
    const { source, ports } = this.#world;
    const loaded = await source.fresh();
    const obstacles = inTheWay(loaded.problems, wish.goal);
    if (loaded.model === null || obstacles.length > 0)
      return fail(obstacles.length > 0 ? obstacles : loaded.problems);
    const named = await withNamedProfiles(ports.files, loaded.input, loaded.model, wish.services);
    if (!named.ok) return named;
    const model = named.value;
    const connected = await this.#connected(signal);
    if (!connected.ok) return fail([connected.error]);
    const { docker, engine } = connected.value;
    const [observed, journal] = await Promise.all([observe(docker, model, signal), this.journal(model.name)]);
    if (!observed.ok) return fail([observed.error]);
    if (!journal.ok) return fail([journal.error]);
    this.#tellObserved(model, observed.value, journal.value);
    // Only now: whoever reads the board when the engine is ready finds there what it runs.
    this.#world.live.tell({ kind: 'engine changed', engine });
    const seen = this.#world.live.state.observed;
    const hashes = hashesOf(model, loaded.values, seen.containers);
    const made = { model, journal: journal.value, observed: seen, hashes };
    const stock = await this.#stock(wish, { ...made, docker }, signal);
    if (!stock.ok) return fail([stock.error]);
    const planned = this.#planned(wish, made, 'wanted', stock.value);
    if (!planned.ok) return planned;
    return ok({ ...made, plan: planned.value, docker, hashWith: hasher(model, loaded.values) });
  }

  /** The same wish once more within its run, when all that was to be pulled and built is there. */
  async again({ docker, model, journal }: Planned, wish: PlanWish): Outcome<Plan> {
    const observed = await observe(docker, model, new AbortController().signal);
    if (!observed.ok) return fail([observed.error]);
    this.#tellObserved(model, observed.value, journal);
    const seen = this.#world.live.state.observed;
    const hashes = hashesOf(model, this.#world.source.loaded.values, seen.containers);
    return this.#planned(wish, { model, journal, observed: seen, hashes }, 'settled');
  }

  #planned(
    wish: PlanWish,
    made: Pick<Planned, 'model' | 'journal' | 'observed' | 'hashes'>,
    images: 'wanted' | 'settled',
    stock: Stock | null = null,
  ): Result<Plan, readonly Problem[]> {
    const { source, ports, environment } = this.#world;
    const { profile, texts } = source.loaded;
    const slug = (): string => hexOf(ports.random.bytes(32));
    const slugs = { migrate: slug(), seed: slug() };
    return planFor({
      ...wish,
      ...made,
      images,
      profile,
      environment,
      slugs,
      texts,
      stock,
      now: ports.clock.now(),
    });
  }

  /** What is prepared for a reset; asked for that goal alone. */
  async #stock(
    wish: PlanWish,
    made: Pick<Planned, 'model' | 'journal' | 'observed' | 'hashes' | 'docker'>,
    signal: AbortSignal,
  ): Promise<Result<Stock | null, Problem>> {
    if (wish.goal !== 'reset') return ok(null);
    const { source, ports, environment, live } = this.#world;
    const { profile } = source.loaded;
    const { dir } = live.state.project;
    return readStock({ ...made, files: ports.files, dir, profile, environment }, signal);
  }

  /** What puts a reset or undo back that ended before its pointer moved, from what is at the engine now. */
  async rollback({
    docker,
    model,
    journal,
    plan,
    observed,
  }: Planned): Promise<Result<readonly Step[], readonly Problem[]>> {
    const now = await this.#lookAround(docker, model, journal);
    if (!now.ok) return fail([now.error]);
    const ran = observed.containers
      .filter(({ state, oneOff }) => state === 'running' && !oneOff)
      .map(({ service }) => service);
    const oneOffs = plan.oneOffs.map(({ container }) => container);
    const wish = { model, journal, ...now.value, oneOffs, ran, forward: null, failed: true };
    const planned = this.#planBack(wish);
    return planned.ok ? ok(planned.value.steps) : planned;
  }

  /** Whether a run of this project was cut off, or something it began still waits to be noted. Asks the engine nothing. */
  async isRecoveryDue(project: string): Promise<boolean> {
    if ((this.#world.source.loaded.profile?.database ?? null) === null) return false;
    const journal = await this.journal(project);
    if (!journal.ok) return false;
    const records = journal.value.records();
    return unendedRun(records) !== null || unfinished(records).length > 0;
  }

  /** What puts the project right after a run whose process died; no step where all is well. The caller holds the lock. */
  async recovery(signal: AbortSignal): Outcome<Planned> {
    const { source } = this.#world;
    const { model, problems, values, profile } = await source.fresh();
    if (model === null) return fail(problems);
    const connected = await this.#connected(signal);
    if (!connected.ok) return fail([connected.error]);
    const { docker } = connected.value;
    const journal = await this.journal(model.name);
    if (!journal.ok) return fail([journal.error]);
    const noted = await noteEndedCopies({ docker, journal: journal.value, project: model.name });
    if (!noted.ok) return fail([noted.error]);
    const now = await this.#lookAround(docker, model, journal.value);
    if (!now.ok) return fail([now.error]);
    const { observed } = now.value;
    const cut = unendedRun(journal.value.records());
    const { ran, oneOffs } = cut ?? { ran: [], oneOffs: [] };
    const generations = generationsNow({ model, profile, journal: journal.value, observed });
    const containers = observed.containers.filter(
      ({ service, oneOff }) => service === profile?.database?.service && !oneOff,
    );
    const forward =
      cut === null || generations === null
        ? null
        : forwardOf({ records: journal.value.records(), generations, containers });
    const failed = cut !== null;
    const wish = { model, journal: journal.value, ...now.value, oneOffs, ran, forward, failed };
    const planned = this.#planBack(wish);
    if (!planned.ok) return planned;
    const hashes = hashesOf(model, values, observed.containers);
    const hashWith = hasher(model, values);
    return ok({ plan: planned.value, model, docker, journal: journal.value, observed, hashes, hashWith });
  }

  /** What is at the engine, and what of it is left over from runs that were cut off. */
  async #lookAround(docker: Docker, model: Model, journal: Journal): Promise<Result<Around, Problem>> {
    const signal = new AbortController().signal;
    const [observed, copiers] = await Promise.all([
      observe(docker, model, signal),
      docker.listOwnContainers(model.name, signal),
    ]);
    if (!observed.ok) return observed;
    if (!copiers.ok) return copiers;
    this.#world.live.tell({ kind: 'observed', observed: observed.value });
    const { volumes } = observed.value;
    const found = { project: model.name, records: journal.records(), volumes, copiers: copiers.value };
    return ok({ observed: observed.value, scraps: scrapsOf(found) });
  }

  #planBack(wish: BackWish): Result<Plan, readonly Problem[]> {
    const { model, journal, observed, scraps, oneOffs, forward } = wish;
    const { profile, values, texts } = this.#world.source.loaded;
    return planRollback({
      model,
      observed,
      hashes: hashesOf(model, values, observed.containers),
      generations: generationsNow({ model, profile, journal, observed }),
      texts,
      leftovers: [],
      oneOffs,
      scraps,
      forward,
      ran: new Set(wish.ran.filter((service) => model.services[service] !== undefined)),
      database: wish.failed ? (profile?.database?.service ?? null) : null,
    });
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

  async #connected(signal: AbortSignal): Promise<Result<Connected, Problem>> {
    const { live } = this.#world;
    const docker = await this.#world.docker();
    if (!docker.ok) return docker;
    const { engine } = live.state;
    if (engine.state === 'ready') return ok({ docker: docker.value, engine });
    const facts = await docker.value.connect(signal);
    if (!facts.ok) return facts;
    const { version, apiVersion, endpoint } = facts.value;
    return ok({ docker: docker.value, engine: { state: 'ready', version, apiVersion, endpoint } });
  }
}
