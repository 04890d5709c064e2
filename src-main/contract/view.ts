import type { DatabaseGuess, DatabaseView } from './database-view.ts';
import type { GoalFlags } from './goal-flags.ts';
import type {
  Environment,
  EpochMs,
  Goal,
  KeyName,
  Origin,
  PlanId,
  ProjectGoal,
  ProjectId,
  RunId,
  ServiceName,
} from './names.ts';
import type { Problem } from './problem.ts';

/** What a door shows of one project: derived from the state, never stored, no secret in it. */
export type EnvironmentView = {
  readonly project: ProjectView;
  readonly engine: EngineView;
  readonly services: readonly ServiceView[];
  /** Containers of the project whose service the file no longer has. */
  readonly orphans: readonly OrphanView[];
  /** Who waits for whom, for what; one per `depends_on` entry. */
  readonly edges: readonly EdgeView[];
  readonly commands: readonly CommandView[];
  /** The run in progress, or the last one of this door. */
  readonly run: RunView | null;
  /** null where the profile names no database. */
  readonly database: DatabaseView | null;
  /** Where it names none: what it most likely is, by image and data mount; null: that cannot be told. */
  readonly suggestedDatabase: DatabaseGuess | null;
  /** Faults of files, keys and engine that stand now. */
  readonly problems: readonly Problem[];
  /** What is allowed and yet worth knowing, e.g. a port open to the network; one sentence each. */
  readonly warnings: readonly string[];
};

export type ProjectView = {
  readonly id: ProjectId;
  /** The Compose project name. */
  readonly name: string;
  readonly dir: string;
  readonly environment: Environment;
  readonly hasProfile: boolean;
  readonly files: readonly string[];
};

export type EngineView =
  | { readonly state: 'connecting' }
  | {
      readonly state: 'ready';
      readonly version: string;
      readonly apiVersion: string;
      readonly endpoint: string;
    }
  | { readonly state: 'unreachable'; readonly problem: Problem };

/** What the engine says of a container, in its own words; `absent` where there is none. */
export type ContainerState =
  | 'absent'
  | 'created'
  | 'running'
  | 'paused'
  | 'restarting'
  | 'removing'
  | 'exited'
  | 'dead';

/** `none`: the container has no health check, or there is no container. */
export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy';

/** One word for the board. green: running (healthy where it has a check) or a job done; idle: not wanted or not there. */
export type Verdict = 'green' | 'starting' | 'waiting' | 'idle' | 'failing';

export type ServiceView = {
  readonly name: ServiceName;
  readonly image: string;
  readonly state: ContainerState;
  readonly health: Health;
  readonly verdict: Verdict;
  /** Why it is not green, in one sentence; null when green or idle without a reason. */
  readonly cause: string | null;
  /** The links of the causal chain, nearest first: `cause` is the first. */
  readonly chain: readonly CauseLink[];
  readonly ports: readonly PortView[];
  /** From the profile; null where it names none. */
  readonly url: string | null;
  readonly container: string | null;
  readonly containerId: string | null;
  readonly startedAt: EpochMs | null;
  readonly restarts: number;
  readonly exitCode: number | null;
  /** Replicas running and wanted. */
  readonly running: number;
  readonly wanted: number;
  readonly commands: readonly ServiceCommandView[];
};

/** Something to do with one service, decided by the core. What is to be run is `wish`. */
export type ServiceCommandView = {
  readonly name: 'start' | 'stop' | 'restart' | 'rebuild';
  readonly enabled: boolean;
  /** One sentence; null when enabled. */
  readonly whyNot: string | null;
  readonly wish: {
    readonly goal: Goal;
    readonly services: readonly ServiceName[];
    readonly flags: GoalFlags;
  };
};

export type OrphanView = {
  readonly container: string;
  /** The service it was made for. */
  readonly service: ServiceName;
  readonly state: ContainerState;
  /** The Compose files it was made from, as its label has them. */
  readonly files: readonly string[];
};

export type CauseLink = {
  readonly service: ServiceName;
  readonly text: string;
  /** Probe output, exit code or log line that shows it; null where there is none. */
  readonly evidence: string | null;
};

export type PortView = {
  readonly container: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Host address and port; null where it is not published. */
  readonly host: { readonly address: string; readonly port: number } | null;
};

export type DependencyCondition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

export type EdgeView = {
  readonly from: ServiceName;
  readonly to: ServiceName;
  readonly condition: DependencyCondition;
  readonly required: boolean;
  /** What `from` still waits for, as a clause ("for db to be healthy"); null when it does not wait. */
  readonly waiting: string | null;
};

/** An intent offered to the user, decided by the core. */
export type CommandView = {
  readonly goal: ProjectGoal;
  readonly enabled: boolean;
  /** One sentence; null when enabled. */
  readonly whyNot: string | null;
  /** What to ask before it runs; null when it runs at once. */
  readonly confirm: { readonly title: string; readonly loses: readonly string[] } | null;
};

export type StepStatus = 'pending' | 'running' | 'done' | 'failed' | 'skipped' | 'cancelled';

export type StepView = {
  /** The number it has in the printed plan, from 1. */
  readonly id: number;
  readonly after: readonly number[];
  readonly service: ServiceName | null;
  readonly title: string;
  readonly because: string;
  readonly status: StepStatus;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** What it reports while it runs: "12 of 80 MB", "starting: connection refused"; null when silent. */
  readonly progress: string | null;
  /** 0 to 1, null where it cannot be known. */
  readonly fraction: number | null;
  readonly problem: Problem | null;
  /** The docker command that does the same. */
  readonly equivalent: string;
};

export type RunStatus = 'running' | 'done' | 'failed' | 'cancelled';

export type RunView = {
  readonly id: RunId;
  readonly goal: Goal;
  readonly status: RunStatus;
  readonly startedAt: EpochMs;
  readonly finishedAt: EpochMs | null;
  readonly steps: readonly StepView[];
  readonly problems: readonly Problem[];
  /** Those of its plan. */
  readonly warnings: readonly string[];
  /** True when the plan had no step. */
  readonly nothingToDo: boolean;
};

export type PlanView = {
  readonly id: PlanId;
  readonly goal: Goal;
  /** The printed plan; its hash is the id. */
  readonly text: string;
  readonly steps: readonly Pick<StepView, 'id' | 'after' | 'service' | 'title' | 'because' | 'equivalent'>[];
  /** Data that is no longer the live data when the plan is done; empty for most plans. */
  readonly loses: readonly string[];
  readonly warnings: readonly string[];
};

/** A change of the view: only what differs. A list is replaced whole, except services, which change one by one. */
export type ViewDelta = {
  readonly set: Partial<Omit<EnvironmentView, 'services'>>;
  readonly services: readonly ServiceView[];
  /** The order of all services after the change; null where it did not change. */
  readonly order: readonly ServiceName[] | null;
};

/** First a snapshot, then deltas. `number` grows by one; each is acknowledged before the next is sent. */
export type Update =
  | { readonly number: number; readonly kind: 'snapshot'; readonly view: EnvironmentView }
  | { readonly number: number; readonly kind: 'delta'; readonly delta: ViewDelta };

export type LogLevel = 'trace' | 'debug' | 'info' | 'warning' | 'error' | 'fatal';

export type LogLine = {
  readonly service: ServiceName;
  readonly stream: 'stdout' | 'stderr';
  readonly at: EpochMs | null;
  /** Redacted; without control sequences other than colours. */
  readonly text: string;
  readonly level: LogLevel | null;
  readonly correlation: string | null;
};

/** `dropped`: lines left out since the last batch because the reader was slower than the services. */
export type LogBatch = { readonly lines: readonly LogLine[]; readonly dropped: number };

export type KeyView = {
  readonly name: KeyName;
  readonly describe: string;
  readonly secret: boolean;
  readonly required: boolean;
  readonly type: string;
  /** null for a secret, and where it has none. */
  readonly value: string | null;
  readonly origin: Origin | null;
  /** Origins that also have a value and lose. */
  readonly shadowed: readonly Origin[];
  readonly usedBy: readonly ServiceName[];
  readonly problems: readonly Problem[];
};

export type SecretView = {
  readonly name: KeyName;
  readonly describe: string;
  readonly status: 'set' | 'missing' | 'composed';
  readonly origin: Origin | null;
  readonly usedBy: readonly ServiceName[];
  readonly canGenerate: boolean;
  /** How it reaches a container. `env` is visible to whoever may use the engine. */
  readonly delivery: 'env' | 'file';
};

export type FindingStatus = 'ok' | 'warning' | 'problem' | 'unknown';

/** One check of the doctor: what was looked at, what was found, what to do. */
export type FindingView = {
  readonly id: string;
  readonly title: string;
  readonly status: FindingStatus;
  readonly evidence: string;
  readonly fix: string | null;
};

/** An answer of `berth config`, and what docker compose would warn of beside it. */
export type ConfigText = { readonly text: string; readonly warnings: readonly string[] };

export type OpenProject = {
  readonly id: ProjectId;
  readonly name: string;
  readonly dir: string;
  readonly environment: Environment;
};
