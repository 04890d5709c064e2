import type { Goal, ServiceName } from '../../contract/names.ts';
import type { DependencyCondition } from '../../contract/view.ts';
import type { BundleFacts, BundleHead } from '../database/bundle.ts';
import type { KnownKey } from '../database/bundle-keys.ts';
import type { BuildModel } from '../compose/model.ts';
import type {
  BuildSecret,
  ContainerRequest,
  HookRequest,
  NetworkRequest,
  VolumeRequest,
} from './requests.ts';

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
  /**
   * When the same wish is planned once more within the run, with all images settled. `after images`: these steps come first,
   * because a container that is there may turn out to be of an older image, and the rest of the steps is what it would be if
   * none did. `at the end`: an image that was not there may have a health check of its own, which is then waited for. Absent:
   * what an image brings changes nothing.
   */
  readonly secondLook?: 'after images' | 'at the end';
  /** Where the file names an image that cannot have the live data: what a run that does not end well goes back to. */
  readonly before?: ImageBefore;
};

/** A service and the reference of the image that it ran. */
export type ImageBefore = { readonly service: ServiceName; readonly image: string };

/** `step` null: it serves the others. */
export type OneOff = { readonly container: string; readonly step: 'migrate' | 'seed' | null };

export type Step = {
  /** From 1, its place in the plan. */
  readonly id: number;
  readonly after: readonly number[];
  /** Those in `after`, stops of containers, whose processes need only have ended: the engine may still clear up. */
  readonly afterEnd?: readonly number[];
  /** The service it is for; null for networks, volumes and the pointer. */
  readonly service: ServiceName | null;
  readonly because: string;
  readonly action: Action;
  /** True: the goal is reached without it; where it fails the run goes on and ends well. */
  readonly optional?: true;
};

/** Containers are named, not identified: the container may be made by an earlier step of the same plan. */
export type Action =
  | { readonly do: 'pull image'; readonly image: string; readonly platform: string | null }
  | {
      readonly do: 'build image';
      readonly image: string;
      readonly build: BuildModel;
      readonly labels: Readonly<Record<string, string>>;
      /** What `RUN --mount=type=secret` may ask for; absent: nothing. */
      readonly secrets?: readonly BuildSecret[];
    }
  | { readonly do: 'create network'; readonly request: NetworkRequest }
  | { readonly do: 'create volume'; readonly request: VolumeRequest }
  | { readonly do: 'create container'; readonly request: ContainerRequest }
  | { readonly do: 'start container'; readonly container: string }
  | { readonly do: 'pause container'; readonly container: string }
  | { readonly do: 'unpause container'; readonly container: string }
  /** `signal` as the engine takes it, e.g. `SIGKILL`. */
  | { readonly do: 'signal container'; readonly container: string; readonly signal: string }
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
  /** `inUse`: what something outside of the project still uses stays, which is no fault. */
  | { readonly do: 'remove network'; readonly network: string; readonly inUse?: 'stays' }
  | { readonly do: 'remove volume'; readonly volume: string; readonly inUse?: 'stays' }
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
  /** Fills an empty volume with a copy of one at rest, and notes it when it was found whole. */
  | {
      readonly do: 'copy data';
      readonly request: ContainerRequest;
      readonly volume: string;
      readonly from: string;
      readonly to: string;
      readonly source: string;
    }
  /** Waits until the copy that a generation is has been found whole; most often it was long ago. */
  | {
      readonly do: 'take generation';
      readonly volume: string;
      readonly number: number;
      readonly physical: string;
      readonly source: string;
    }
  /** Reads what the one-off container wrote; fails unless that is one head. */
  | { readonly do: 'check heads'; readonly container: string }
  /** From here on nothing writes to the volume; fails unless the container that filled it stopped cleanly. */
  | {
      readonly do: 'freeze golden';
      readonly volume: string;
      readonly key: string;
      readonly physical: string;
      readonly container: string;
    }
  /** Whether retention may ever delete the generation. */
  | {
      readonly do: 'keep generation';
      readonly volume: string;
      readonly number: number;
      readonly kept: boolean;
    }
  /** Deletes a volume that is Berth's own by ledger and labels, and none else. */
  | { readonly do: 'delete volume'; readonly volume: string; readonly physical: string }
  /** Writes what lies in a volume at rest into a signed file, whole or not at all. */
  | {
      readonly do: 'write bundle';
      readonly request: ContainerRequest;
      readonly volume: string;
      readonly from: string;
      readonly file: string;
      readonly facts: BundleFacts;
    }
  /** Fills an empty volume from a bundle, reads back what lies there, and notes it when it is what was signed. */
  | {
      readonly do: 'read bundle';
      readonly request: ContainerRequest;
      readonly volume: string;
      readonly to: string;
      readonly file: string;
      readonly head: BundleHead;
    }
  /** Bundles that are signed with this key may be imported from now on. */
  | { readonly do: 'trust key'; readonly key: KnownKey }
  /**
   * Runs a command in the container until it does not end with `notYet` any more: it gives the server's role the password that
   * the container has, which is nowhere else.
   */
  | {
      readonly do: 'set password';
      readonly service: ServiceName;
      readonly container: string;
      readonly command: readonly string[];
      readonly deadlineMs: number;
    }
  /** Ends when a container that kept running answers its own check again; one that does not is restarted. */
  | { readonly do: 'await reconnect'; readonly container: string; readonly deadlineMs: number }
  /** Moves the pointer of the logical volume to a generation; the one step that makes a reset or an undo true. */
  | {
      readonly do: 'move pointer';
      readonly volume: string;
      readonly from: number;
      readonly to: number;
      readonly physical: string;
      /** Version of the server that ran on the one before; absent: not known. */
      readonly fromServer?: string;
    };

/** By its key in the Compose file. */
export type HookKind = 'post_start' | 'pre_stop';

/** An action that brings an image. Its steps come after nothing but other images. */
export const isImageAction = (
  action: Action,
): action is Extract<Action, { do: 'pull image' } | { do: 'build image' }> =>
  action.do === 'pull image' || action.do === 'build image';
