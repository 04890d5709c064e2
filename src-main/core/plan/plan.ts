import type { Goal, ServiceName } from '../../contract/names.ts';
import type { DependencyCondition } from '../../contract/view.ts';
import type { BuildModel } from '../compose/model.ts';
import type { ContainerRequest, HookRequest, NetworkRequest, VolumeRequest } from './requests.ts';

/**
 * The steps from observed to wanted, as data. Step n depends only on steps with a smaller number. A plan without steps
 * means that everything is as wanted.
 */
export type Plan = {
  readonly goal: Goal;
  readonly steps: readonly Step[];
  /** Data that is no longer live when the plan is done, one sentence each; a plan with one needs the user's word. */
  readonly loses: readonly string[];
  readonly warnings: readonly string[];
  /** Must be journalled before its first step, and rolled back when it does not end well. */
  readonly journalled: boolean;
  /** One-off containers the plan makes for itself, and what each is for. */
  readonly oneOffs: readonly OneOff[];
};

export type OneOff = { readonly container: string; readonly step: 'migrate' | 'seed' };

export type Step = {
  /** From 1, its place in the plan. */
  readonly id: number;
  readonly after: readonly number[];
  /** The service it is for; null for networks, volumes and the pointer. */
  readonly service: ServiceName | null;
  readonly because: string;
  readonly action: Action;
};

/** Containers are named, not identified: the container may be made by an earlier step of the same plan. */
export type Action =
  | { readonly do: 'pull image'; readonly image: string; readonly platform: string | null }
  | {
      readonly do: 'build image';
      readonly image: string;
      readonly build: BuildModel;
      readonly labels: Readonly<Record<string, string>>;
    }
  | { readonly do: 'create network'; readonly request: NetworkRequest }
  | { readonly do: 'create volume'; readonly request: VolumeRequest }
  | { readonly do: 'create container'; readonly request: ContainerRequest }
  | { readonly do: 'start container'; readonly container: string }
  /** A command of the file in the running container; fails unless it ends with 0. */
  | {
      readonly do: 'run hook';
      readonly container: string;
      readonly hook: HookKind;
      readonly request: HookRequest;
    }
  | { readonly do: 'stop container'; readonly container: string; readonly graceSeconds: number | null }
  /** With its anonymous volumes only where it says so. */
  | { readonly do: 'remove container'; readonly container: string; readonly volumes?: 'removed' }
  | { readonly do: 'rename container'; readonly container: string; readonly to: string }
  | { readonly do: 'remove network'; readonly network: string }
  | { readonly do: 'remove volume'; readonly volume: string }
  /** One that is in use stays, which is no fault. */
  | { readonly do: 'remove image'; readonly image: string }
  /** Ends when the condition holds for the container; fails when it no longer can. `deadlineMs` by the check's own numbers. */
  | {
      readonly do: 'wait for';
      readonly container: string;
      readonly condition: DependencyCondition;
      readonly required: boolean;
      readonly deadlineMs: number | null;
    }
  /** Moves the pointer of the logical volume to a generation; the one step that makes a reset or an undo true. */
  | {
      readonly do: 'move pointer';
      readonly volume: string;
      readonly from: number;
      readonly to: number;
      readonly physical: string;
    };

/** By its key in the Compose file. */
export type HookKind = 'post_start' | 'pre_stop';
