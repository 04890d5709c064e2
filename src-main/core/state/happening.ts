import type { EpochMs, Goal, RunId, ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { EngineView, Health, KeyView } from '../../contract/view.ts';
import type { Model } from '../compose/model.ts';
import type { Chain } from '../database/chain.ts';
import type { Generations } from '../plan/generations.ts';
import type { Observed, ObservedContainer } from '../plan/observed.ts';
import type { Plan, Step } from '../plan/plan.ts';
import type { Profile } from '../profile/profile.ts';

/** One fact. All state is made of these, in the order they came. */
export type Happening =
  | {
      readonly kind: 'project loaded';
      /** null: the files have problems and there is no model. */
      readonly model: Model | null;
      readonly profile: Profile | null;
      readonly files: readonly string[];
      /** Resolved URLs of services, from the profile. */
      readonly urls: Readonly<Record<ServiceName, string>>;
      readonly keys: readonly KeyView[];
      readonly problems: readonly Problem[];
      readonly warnings: readonly string[];
    }
  | { readonly kind: 'engine changed'; readonly engine: EngineView }
  /**
   * The whole truth, after a (re)connect. `since`: the containers as they were known when the look began; what was told of one
   * after that is newer than the look. Absent: nothing was.
   */
  | {
      readonly kind: 'observed';
      readonly observed: Observed;
      readonly since?: readonly ObservedContainer[];
    }
  | { readonly kind: 'container changed'; readonly container: ObservedContainer }
  | { readonly kind: 'container removed'; readonly id: string }
  | {
      readonly kind: 'container probed';
      readonly id: string;
      readonly health: Health;
      readonly probe: NonNullable<ObservedContainer['probe']>;
    }
  | {
      readonly kind: 'generations read';
      readonly generations: Generations | null;
      /** Absent: the ledger was not asked. */
      readonly chain?: Chain | null;
    }
  | {
      readonly kind: 'run started';
      readonly run: RunId;
      readonly goal: Goal;
      readonly plan: Plan;
      readonly at: EpochMs;
    }
  /** The run goes on with more steps, numbered after its own: it puts back what it had changed. */
  | { readonly kind: 'run extended'; readonly run: RunId; readonly steps: readonly Step[] }
  | { readonly kind: 'step started'; readonly run: RunId; readonly step: number; readonly at: EpochMs }
  | {
      readonly kind: 'step progressed';
      readonly run: RunId;
      readonly step: number;
      readonly text: string;
      readonly fraction: number | null;
    }
  | { readonly kind: 'step finished'; readonly run: RunId; readonly step: number; readonly at: EpochMs }
  | {
      readonly kind: 'step failed';
      readonly run: RunId;
      readonly step: number;
      readonly at: EpochMs;
      readonly problem: Problem;
    }
  | {
      readonly kind: 'step skipped';
      readonly run: RunId;
      readonly step: number;
      readonly at: EpochMs;
      readonly because: 'failed' | 'cancelled';
    }
  | {
      readonly kind: 'run finished';
      readonly run: RunId;
      readonly at: EpochMs;
      readonly status: 'done' | 'failed' | 'cancelled';
      readonly problems: readonly Problem[];
    };
