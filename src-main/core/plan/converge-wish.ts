import type { ServiceName } from '../../contract/names.ts';
import type { Decision } from './decide.ts';
import type { Draft } from './draft.ts';
import type { PhysicalVolumes } from './mounts.ts';
import type { Prepared } from './prepare.ts';
import type { UpInput } from './up-input.ts';

/** Container, condition and whether it is required → the one step that waits for it. */
export type Waits = Map<string, number>;

/** What earlier calls for the same plan did: a later call builds on it. */
export type Progress = {
  readonly prepared: Prepared;
  readonly waits: Waits;
  /** Service → the steps after which its containers run; none where they run already. */
  readonly started: Map<ServiceName, readonly number[]>;
  readonly decided: Map<ServiceName, readonly Decision[]>;
  /** Container name → the steps after which there is one of that name, for containers that this plan makes. */
  readonly made: Map<string, readonly number[]>;
  /** Container name → the step that stops it, for containers stopped by this plan before. */
  readonly stopped: Map<string, number>;
  /** Problems that were told, as text. */
  readonly told: Set<string>;
};

/** Before the first call. */
export const noProgress = (): Progress => ({
  prepared: new Map(),
  waits: new Map(),
  started: new Map(),
  decided: new Map(),
  made: new Map(),
  stopped: new Map(),
  told: new Set(),
});

/** One call of `converge`. */
export type ConvergeWish = {
  readonly draft: Draft;
  readonly progress: Progress;
  readonly input: UpInput;
  readonly physical: PhysicalVolumes;
  /** In dependency order, closed over depends_on (or converged before). */
  readonly services: readonly ServiceName[];
  readonly named: ReadonlySet<ServiceName>;
  /** Steps that come before any container of these services stops or starts. */
  readonly floor: readonly number[];
};
