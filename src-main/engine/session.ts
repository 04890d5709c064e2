import type { ConfigQuestion } from '../contract/config-question.ts';
import type { KeyName, RunId } from '../contract/names.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Problem } from '../contract/problem.ts';
import type { MigrationsView } from '../contract/database-view.ts';
import type {
  ConfigText,
  EnvironmentView,
  KeyView,
  LogBatch,
  OpenProject,
  PlanView,
  RunView,
  SecretView,
} from '../contract/view.ts';
import type { WatchReport } from '../contract/watch-report.ts';
import { physicalVolumes } from '../core/plan/up-input.ts';
import type { Docker } from '../ports/docker.ts';
import { answerConfig } from './answer-config.ts';
import { composeArguments, modelForCompose, plainHandover, readsModel } from './compose-handover.ts';
import type { ComposeHandover, LogsWish, Outcome, PlanWish, Session } from './desk.ts';
import { readMigrations } from './database/read-migrations.ts';
import { whileFollowingFiles } from './follow-files.ts';
import { Following } from './following.ts';
import { hexOf } from './hex.ts';
import { LiveState } from './live-state.ts';
import type { Loaded, LoadWish } from './loaded.ts';
import { readLogs } from './logs.ts';
import { generationsNow, planView } from './planning.ts';
import { keepPort } from './keep-port.ts';
import { unknownServices } from './plan-services.ts';
import type { Ports } from './ports.ts';
import { ProjectSource } from './project-source.ts';
import { ProjectPlans } from './project-plans.ts';
import { ProjectRuns, needsNoEvents } from './project-runs.ts';
import { redactProblems } from './redact-problem.ts';
import { runToEnd } from './run-to-end.ts';
import { watchProject } from './watch-project.ts';
import { forgetSecret, generateSecrets, type SecretsInput, setSecret } from './change-secrets.ts';

/** One open project. Reads its files, follows its engine, plans and runs; holds no rule of its own. */
export class LiveSession implements Session {
  readonly project: OpenProject;
  readonly #ports: Ports;
  readonly #wish: LoadWish;
  readonly #live: LiveState;
  readonly #source: ProjectSource;
  readonly #plans: ProjectPlans;
  readonly #runs: ProjectRuns;
  readonly #closed = new AbortController();
  readonly #following: Following;
  #docker: Docker | null = null;
  readonly #loaded: Promise<void>;
  #recovering: Promise<void> | null = null;

  constructor(ports: Ports, project: OpenProject, wish: LoadWish) {
    this.project = project;
    this.#ports = ports;
    this.#wish = wish;
    this.#live = new LiveState({ id: project.id, dir: project.dir, environment: project.environment });
    this.#source = new ProjectSource(ports, wish, this.#live);
    const world = {
      ports,
      live: this.#live,
      source: this.#source,
      environment: project.environment,
      docker: () => this.#findDocker(),
    };
    this.#plans = new ProjectPlans(world);
    this.#runs = new ProjectRuns(world, this.#plans);
    this.#following = new Following({
      ...world,
      forget: () => {
        this.#docker = null;
      },
      listed: () => this.#plans.readGenerations(),
    });
    this.#loaded = this.#source.reload().then(() => undefined);
  }

  get loaded(): Loaded {
    return this.#source.loaded;
  }

  view(): EnvironmentView {
    return this.#live.view();
  }

  async ready(signal: AbortSignal): Promise<void> {
    await this.#look();
    while (!signal.aborted && this.#live.state.engine.state === 'connecting')
      await this.#live.changed(signal);
    await this.#recover(signal);
  }

  watch(signal: AbortSignal): AsyncIterable<EnvironmentView> {
    void this.ready(this.#closed.signal);
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    const read = () => this.#source.loaded.files;
    const world = { ...this.#ports, dir: this.project.dir, read, reload: () => this.reload() };
    // Whoever sees the board sees edits of the files: what is mended there needs no word here.
    const views = this.#live.watch(() => this.#live.view(), stop);
    return whileFollowingFiles(world, this.#loaded, views);
  }

  async reload(): Promise<void> {
    await this.#source.reload();
    this.#following.again();
  }

  async plan(wish: PlanWish, signal: AbortSignal): Outcome<PlanView> {
    this.#plans.connectEarly(signal);
    await this.#recover(signal);
    const made = await this.#plans.plan(wish, signal);
    return made.ok ? ok(planView(made.value.plan)) : fail(this.#told(made.error));
  }

  async start(wish: PlanWish, approve: string | null, signal: AbortSignal): Outcome<RunId> {
    this.#plans.connectEarly(signal);
    await this.#recover(signal);
    const run = hexOf(this.#ports.random.bytes(8));
    const started = await this.#runs.start(run, wish, approve, signal);
    // Who waits for what needs the engine's events; a run that had nothing to do has ended already.
    if (this.#live.state.run?.status === 'running' && !needsNoEvents.has(wish.goal)) this.#following.begin();
    return started.ok ? started : fail(this.#told(started.error));
  }

  async *follow(run: RunId, signal: AbortSignal): AsyncGenerator<RunView> {
    const stop = AbortSignal.any([signal, this.#closed.signal]);
    for await (const view of this.#live.watch(() => this.#runs.view(run), stop)) {
      if (view === null) return;
      yield view;
      if (view.status !== 'running') return;
    }
  }

  cancel(run: RunId): void {
    this.#runs.cancel(run);
  }

  async logs(
    wish: LogsWish,
    signal: AbortSignal,
  ): Promise<Result<AsyncIterable<LogBatch>, readonly Problem[]>> {
    await this.ready(signal);
    const unknown = unknownServices(this.#source.loaded.model, wish.services ?? []);
    if (unknown.length > 0) return fail(unknown);
    const { engine } = this.#live.state;
    if (engine.state === 'unreachable') return fail([engine.problem]);
    const docker = await this.#findDocker();
    if (!docker.ok) return fail([docker.error]);
    const world = {
      docker: () => this.#findDocker(),
      live: this.#live,
      clock: this.#ports.clock,
      redact: this.#source.redact,
    };
    const services = wish.services === null ? null : new Set(wish.services);
    return ok(readLogs(world, { ...wish, services }, AbortSignal.any([signal, this.#closed.signal])));
  }

  async watchFiles(
    services: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<AsyncIterable<WatchReport>, readonly Problem[]>> {
    await this.ready(signal);
    const { model, problems } = await this.#source.fresh();
    if (model === null) return fail(problems);
    const unknown = unknownServices(model, services);
    if (unknown.length > 0) return fail(unknown);
    const { files, clock, watcher } = this.#ports;
    const world = {
      ...{ files, clock, watcher, model, project: model.name, redact: this.#source.redact },
      docker: () => this.#findDocker(),
      run: (wish: PlanWish, stop: AbortSignal) => runToEnd(this, wish, stop),
    };
    return watchProject(world, services, AbortSignal.any([signal, this.#closed.signal]));
  }

  async configText(question: ConfigQuestion): Outcome<ConfigText> {
    const digestOf = async (reference: string): Promise<Result<string, Problem>> => {
      const docker = await this.#findDocker();
      return docker.ok ? docker.value.registryDigest(reference, this.#closed.signal) : docker;
    };
    return answerConfig(this.#ports.files, await this.#source.fresh(), question, digestOf);
  }

  async keys(): Outcome<readonly KeyView[]> {
    const { profile, keys, problems } = await this.#source.fresh();
    return profile === null && problems.length > 0 ? fail(problems) : ok(keys);
  }

  async keepPort(key: KeyName, port: number): Outcome<string> {
    const { files, machine } = this.#ports;
    const { profile, keys } = await this.#source.fresh();
    const { dir, environment } = this.project;
    const { variables } = machine;
    const namesFiles = this.#wish.compose?.envFiles !== undefined;
    const at = { files, dir, environment, profile, keys, variables, namesFiles };
    const kept = await keepPort(at, key, port);
    if (!kept.ok) return fail([kept.error]);
    await this.#source.reload();
    return kept;
  }

  async secrets(): Outcome<readonly SecretView[]> {
    const { profile, secrets, problems } = await this.#source.fresh();
    return profile === null && problems.length > 0 ? fail(problems) : ok(secrets);
  }

  setSecret(name: KeyName, value: string): Outcome<void> {
    return this.#changeSecrets((input) => setSecret(input, name, value));
  }

  generateSecrets(name: KeyName | null): Outcome<readonly KeyName[]> {
    return this.#changeSecrets((input, { secrets }) => generateSecrets(input, name, secrets));
  }

  async forgetSecret(name: KeyName): Outcome<void> {
    const forgotten = await this.#changeSecrets((input) => forgetSecret(input, name));
    return forgotten.ok ? ok(undefined) : forgotten;
  }

  async migrations(signal: AbortSignal): Outcome<MigrationsView> {
    await this.ready(signal);
    const { engine, observed } = this.#live.state;
    if (engine.state === 'unreachable') return fail([engine.problem]);
    const rule = this.#source.loaded.profile?.database?.migrate ?? null;
    if (rule === null) return fail([{ kind: 'database-undeclared' }]);
    const docker = await this.#findDocker();
    if (!docker.ok) return fail([docker.error]);
    const read = await readMigrations(docker.value, rule, observed.containers, signal);
    return read.ok ? read : fail(this.#told([read.error]));
  }

  async composeHandover(verb: string): Outcome<ComposeHandover> {
    const docker = await this.#ports.machine.findTool('docker');
    const remedy = 'Install Docker, or the docker command line tool with its compose plugin.';
    if (docker === null) return fail([{ kind: 'tool-missing', tool: 'docker', remedy }]);
    const { model, profile, problems, values } = await this.#source.fresh();
    if (profile === null) return ok({ docker, ...plainHandover(this.#wish) });
    if (model === null || (readsModel(verb) && problems.length > 0)) return fail(problems);
    const journal = await this.#plans.journal(model.name);
    if (!journal.ok) return fail([journal.error]);
    const physical = physicalVolumes(
      generationsNow({ model, profile, journal: journal.value, observed: null }),
    );
    const stdin = readsModel(verb) ? modelForCompose({ model, verb, physical, values }) : null;
    return ok({ docker, arguments: composeArguments(model, verb), stdin });
  }

  async close(): Promise<void> {
    await this.#runs.close();
    this.#closed.abort();
    await this.#following.close();
  }

  /** What leaves without becoming state first: an engine and its containers quote what they were given. */
  #told(problems: readonly Problem[]): readonly Problem[] {
    return redactProblems(problems, this.#source.redact);
  }

  async #changeSecrets<T>(
    change: (input: SecretsInput, loaded: Loaded) => Promise<Result<T, Problem>>,
  ): Outcome<T> {
    const { keychain, random } = this.#ports;
    const loaded = await this.#source.fresh();
    if (loaded.profile === null && loaded.problems.length > 0) return fail(loaded.problems);
    const input = { profile: loaded.profile, environment: this.project.environment, keychain, random };
    const changed = await change(input, loaded);
    if (!changed.ok) return fail([changed.error]);
    await this.#source.reload();
    return changed;
  }

  async #findDocker(): Promise<Result<Docker, Problem>> {
    if (this.#docker !== null) return ok(this.#docker);
    const found = await this.#ports.findDocker(this.#source.secrets);
    if (found.ok) this.#docker = found.value;
    return found;
  }

  /** Before anything else is told or done: a run of another process may have been cut off. */
  #recover(signal: AbortSignal): Promise<void> {
    this.#recovering ??= this.#runs
      .recover(signal, () => this.#following.begin())
      .finally(() => {
        this.#recovering = null;
      });
    return this.#recovering;
  }

  /** The engine is asked from the first look at the board on: what files say is told without it. */
  async #look(): Promise<void> {
    await this.#loaded;
    this.#following.begin();
  }
}
