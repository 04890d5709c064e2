import type { ServiceName } from '../../contract/names.ts';
import type { FileReference } from '../compose/model.ts';

/**
 * What is asked of the engine, in the shapes of its API (v1.41 to v1.51), sealed references included. The image id label and
 * the config hash are filled in where the plan is made.
 */
export type ContainerRequest = {
  readonly name: string;
  readonly platform: string | null;
  /** The JSON body of POST /containers/create. */
  readonly body: ContainerBody;
  /** Files that compose copies into the container before each start: configs and secrets from environment or content. */
  readonly files: readonly InjectedFile[];
  /** Absent: none. While it has one, the config hash is not known either. */
  readonly lenders?: readonly Lender[];
};

/** A container made by an earlier step, whose id is to stand in HostConfig where its name does. */
export type Lender = { readonly service: ServiceName; readonly container: string };

export type ContainerBody = {
  readonly Image: string;
  readonly Cmd?: readonly string[] | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Env: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Healthcheck?: HealthcheckRequest;
  readonly HostConfig: Readonly<Record<string, unknown>> & {
    readonly Binds?: readonly string[];
    readonly Mounts?: readonly MountRequest[];
    readonly PortBindings?: Readonly<
      Record<string, readonly { readonly HostIp: string; readonly HostPort: string }[]>
    >;
    readonly NetworkMode?: string;
  };
  readonly NetworkingConfig?: { readonly EndpointsConfig: Readonly<Record<string, unknown>> };
  readonly [other: string]: unknown;
};

export type HealthcheckRequest = {
  readonly Test?: readonly string[];
  /** Nanoseconds, as all durations of the Engine API. */
  readonly Interval?: number;
  readonly Timeout?: number;
  readonly StartPeriod?: number;
  readonly StartInterval?: number;
  readonly Retries?: number;
};

export type MountRequest = {
  readonly Type: string;
  readonly Source?: string;
  readonly Target: string;
  readonly ReadOnly?: boolean;
  readonly [other: string]: unknown;
};

export type InjectedFile = {
  readonly reference: FileReference;
  readonly target: string;
  readonly content: string;
};

/** What a build may read under an id: a file of this machine, a variable of the environment, or a text with sealed references. */
export type BuildSecret =
  | { readonly id: string; readonly file: string }
  | { readonly id: string; readonly variable: string }
  | { readonly id: string; readonly content: string };

export type NetworkRequest = {
  readonly Name: string;
  readonly Driver?: string;
  readonly Options?: Readonly<Record<string, string>>;
  readonly Internal?: boolean;
  readonly Attachable?: boolean;
  readonly EnableIPv4?: boolean;
  readonly EnableIPv6?: boolean;
  readonly IPAM?: unknown;
  readonly Labels: Readonly<Record<string, string>>;
};

export type VolumeRequest = {
  readonly Name: string;
  readonly Driver?: string;
  readonly DriverOpts?: Readonly<Record<string, string>>;
  readonly Labels: Readonly<Record<string, string>>;
};

/** The body of POST /containers/{id}/exec for a lifecycle hook; may hold sealed references. */
export type HookRequest = {
  readonly Cmd: readonly string[];
  readonly User?: string;
  readonly Privileged?: boolean;
  readonly WorkingDir?: string;
  readonly Env?: readonly string[];
};
