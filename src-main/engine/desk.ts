import type { ComposeOptions } from '../contract/compose-options.ts';
import type { ConfigQuestion } from '../contract/config-question.ts';
import type { GoalFlags } from '../contract/goal-flags.ts';
import type { Environment, Goal, KeyName, ProjectId, RunId } from '../contract/names.ts';
import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { BundleKeyView, MigrationsView } from '../contract/database-view.ts';
import type {
  ConfigText,
  EnvironmentView,
  FindingView,
  KeyView,
  LogBatch,
  OpenProject,
  PlanView,
  RunView,
  SecretView,
} from '../contract/view.ts';
import type { WatchReport } from '../contract/watch-report.ts';

/** All problems at once. */
export type Outcome<T> = Promise<Result<T, readonly Problem[]>>;

/** All projects that one door's process has open. The router answers the contract with it and nothing else. */
export interface Desk {
  open(wish: OpenWish): Outcome<OpenProject>;
  list(): readonly OpenProject[];
  recent(): readonly string[];
  /** Problem: project-unknown. */
  session(project: ProjectId): Result<Session, Problem>;
  /** Facts about the machine, and about a project where one is named. */
  check(project: ProjectId | null, signal: AbortSignal): Promise<readonly FindingView[]>;
  /** Keys whose bundles may be imported, of this user, for all projects. */
  bundleKeys(): Promise<Result<readonly BundleKeyView[], Problem>>;
  /** False: no such key was known. */
  forgetBundleKey(id: string): Promise<Result<boolean, Problem>>;
  /** Ends watches, cancels runs, closes engine and keychain connections. */
  close(): Promise<void>;
}

export type OpenWish = {
  /** Absolute or relative to the process' working folder. */
  readonly dir: string;
  readonly environment: Environment;
  readonly files: readonly string[] | null;
  readonly compose?: ComposeOptions;
};

/** One open project: the model, the live state and the one run at a time. */
export interface Session {
  readonly project: OpenProject;
  view(): EnvironmentView;
  /** Resolves when the files were read and the engine answered once or failed to. */
  ready(signal: AbortSignal): Promise<void>;
  /** The view now, then each newer one; views between two reads are left out. Ends with the signal. */
  watch(signal: AbortSignal): AsyncIterable<EnvironmentView>;
  /** Reads the files, sources and keychain again. */
  reload(signal: AbortSignal): Promise<void>;

  plan(wish: PlanWish, signal: AbortSignal): Outcome<PlanView>;
  /** Problems: plan-stale, not-confirmed, busy, and those of `plan`. The run goes on when the caller goes away. */
  start(wish: PlanWish, approve: string | null, signal: AbortSignal): Outcome<RunId>;
  /** The run now, then each change; the last item is the whole outcome. */
  follow(run: RunId, signal: AbortSignal): AsyncIterable<RunView>;
  cancel(run: RunId): void;

  logs(wish: LogsWish, signal: AbortSignal): Promise<Result<AsyncIterable<LogBatch>, readonly Problem[]>>;

  /** Keeps containers in step with the files that `develop.watch` names, until the signal. Empty: of all services. */
  watchFiles(
    services: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<AsyncIterable<WatchReport>, readonly Problem[]>>;

  /** Asks the engine nothing. */
  configText(question: ConfigQuestion): Outcome<ConfigText>;
  keys(): Outcome<readonly KeyView[]>;
  /** Writes a port into `.env.local` and returns that file. Problems: key-unknown, port-fixed, file-*. */
  keepPort(key: KeyName, port: number): Outcome<string>;
  secrets(): Outcome<readonly SecretView[]>;
  setSecret(name: KeyName, value: string): Outcome<void>;
  /** null: all that are missing and can be generated. */
  generateSecrets(name: KeyName | null): Outcome<readonly KeyName[]>;
  forgetSecret(name: KeyName): Outcome<void>;
  /** The live database's revision and the one head of the migrations. */
  migrations(signal: AbortSignal): Outcome<MigrationsView>;
  /** For `berth compose -- …`: what docker compose needs to see the same project. Not part of the contract: a CLI door only. */
  composeHandover(verb: string): Outcome<ComposeHandover>;

  close(): Promise<void>;
}

export type PlanWish = {
  readonly goal: Goal;
  /** Empty: all. */
  readonly services: readonly string[];
  readonly flags?: GoalFlags;
};

export type LogsWish = {
  readonly services: readonly string[] | null;
  readonly follow: boolean;
  readonly tail: number;
};

export type ComposeHandover = {
  /** Absolute path of the docker command line tool. */
  readonly docker: string;
  /** Arguments before the user's own. */
  readonly arguments: readonly string[];
  /** Text for standard input (the resolved model with values), or null: the user's own standard input. */
  readonly stdin: string | null;
};
