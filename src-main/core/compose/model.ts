import type { DependencyCondition } from '../../contract/view.ts';

/**
 * A resolved Compose project in canonical form: long forms only, absolute paths, names filled in. Field names are those of
 * the Compose Specification; shapes are those of `docker compose config --format json` (docker compose 2.40).
 * Any string may hold sealed references to secrets (see core/secrets/sealed.ts), never a secret's value.
 */
export type Model = {
  readonly name: string;
  /** Absolute project folder; relative paths were resolved against it. */
  readonly workingDir: string;
  /** Absolute Compose files in the order they were merged. */
  readonly files: readonly string[];
  /** Absolute files of variables that were named in place of `.env`; absent when there are none. */
  readonly environmentFiles?: readonly string[];
  /** `_` in names of containers and built images (`--compatibility`); absent: `-`. */
  readonly separator?: '_';
  readonly services: Readonly<Record<string, ServiceModel>>;
  readonly networks: Readonly<Record<string, NetworkModel>>;
  readonly volumes: Readonly<Record<string, VolumeModel>>;
  readonly secrets: Readonly<Record<string, FileObjectModel>>;
  readonly configs: Readonly<Record<string, FileObjectModel>>;
  /** Absent when there are none, as in compose's own JSON. */
  readonly models?: Readonly<Record<string, ModelModel>>;
  /** Top-level `x-…` entries with their own types; absent when there are none. */
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** Services that exist in the files but whose profile is not active. */
  readonly disabled: readonly string[];
};

/** A duration is a Go duration string ("1m30s"), a byte size a decimal string, as in compose's own JSON. */
export type ServiceModel = {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly attach?: boolean;
  readonly blkio_config?: Readonly<Record<string, unknown>>;
  readonly build?: BuildModel;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cgroup?: string;
  readonly cgroup_parent?: string;
  readonly command: readonly string[] | null;
  readonly configs?: readonly FileReference[];
  readonly container_name?: string;
  readonly cpu_count?: number;
  readonly cpu_percent?: number;
  readonly cpu_period?: number;
  readonly cpu_quota?: number;
  readonly cpu_rt_period?: number;
  readonly cpu_rt_runtime?: number;
  readonly cpu_shares?: number;
  readonly cpus?: number;
  readonly cpuset?: string;
  readonly credential_spec?: { readonly config?: string; readonly file?: string; readonly registry?: string };
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly deploy?: DeployModel;
  readonly develop?: Readonly<Record<string, unknown>>;
  readonly device_cgroup_rules?: readonly string[];
  readonly devices?: readonly {
    readonly source: string;
    readonly target?: string;
    readonly permissions?: string;
  }[];
  readonly dns?: readonly string[];
  readonly dns_opt?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly domainname?: string;
  readonly entrypoint: readonly string[] | null;
  readonly env_file?: readonly {
    readonly path: string;
    readonly required?: boolean;
    readonly format?: string;
  }[];
  /** null: the bare name, which removes a variable of the image. */
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly expose?: readonly string[];
  readonly external_links?: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly gpus?: readonly DeviceRequest[];
  readonly group_add?: readonly string[];
  readonly healthcheck?: HealthcheckModel;
  readonly hostname?: string;
  readonly image?: string;
  readonly init?: boolean;
  readonly ipc?: string;
  readonly isolation?: string;
  readonly label_file?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly links?: readonly string[];
  readonly logging?: { readonly driver?: string; readonly options?: Readonly<Record<string, string>> };
  readonly mac_address?: string;
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly mem_swappiness?: string;
  readonly memswap_limit?: string;
  readonly models?: Readonly<
    Record<string, { readonly endpoint_var?: string; readonly model_var?: string } | null>
  >;
  readonly network_mode?: string;
  /** By network key; null where the service gives no setting of its own. */
  readonly networks?: Readonly<Record<string, ServiceNetwork | null>>;
  readonly oom_kill_disable?: boolean;
  readonly oom_score_adj?: number;
  readonly pid?: string;
  readonly pids_limit?: number;
  readonly platform?: string;
  readonly ports?: readonly PortModel[];
  readonly post_start?: readonly HookModel[];
  readonly pre_stop?: readonly HookModel[];
  readonly privileged?: boolean;
  readonly profiles?: readonly string[];
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly pull_policy?: string;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly runtime?: string;
  readonly scale?: number;
  readonly secrets?: readonly FileReference[];
  readonly security_opt?: readonly string[];
  readonly shm_size?: string;
  readonly stdin_open?: boolean;
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly storage_opt?: Readonly<Record<string, string>>;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly tmpfs?: readonly string[];
  readonly tty?: boolean;
  readonly ulimits?: Readonly<Record<string, number | { readonly soft?: number; readonly hard?: number }>>;
  readonly use_api_socket?: boolean;
  readonly user?: string;
  readonly userns_mode?: string;
  readonly uts?: string;
  readonly volumes?: readonly MountModel[];
  readonly volumes_from?: readonly string[];
  readonly working_dir?: string;
};

export type BuildModel = {
  readonly context?: string;
  readonly dockerfile?: string;
  readonly dockerfile_inline?: string;
  readonly args?: Readonly<Record<string, string | null>>;
  readonly target?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  readonly [other: string]: unknown;
};

export type Dependency = {
  readonly condition: DependencyCondition;
  readonly required: boolean;
  readonly restart?: boolean;
};

export type HealthcheckModel = {
  readonly test?: readonly string[];
  readonly interval?: string;
  readonly timeout?: string;
  readonly retries?: number;
  readonly start_period?: string;
  readonly start_interval?: string;
  readonly disable?: boolean;
};

export type PortModel = {
  readonly name?: string;
  readonly mode?: string;
  readonly host_ip?: string;
  readonly target: number;
  /** A port, a range, or absent: the engine picks one. */
  readonly published?: string;
  readonly protocol?: string;
  readonly app_protocol?: string;
};

export type MountModel = {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly consistency?: string;
  readonly bind?: {
    readonly selinux?: string;
    readonly propagation?: string;
    /** false only where a file says so; absent otherwise means false as well, in docker compose 2. */
    readonly create_host_path?: boolean;
    readonly recursive?: string;
  };
  readonly volume?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly nocopy?: boolean;
    readonly subpath?: string;
  };
  readonly tmpfs?: { readonly size?: string; readonly mode?: number };
  readonly image?: { readonly subpath?: string };
};

export type ServiceNetwork = {
  readonly aliases?: readonly string[];
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly gw_priority?: number;
  readonly interface_name?: string;
  readonly ipv4_address?: string;
  readonly ipv6_address?: string;
  readonly link_local_ips?: readonly string[];
  readonly mac_address?: string;
  readonly priority?: number;
};

export type HookModel = {
  readonly command: readonly string[];
  readonly user?: string;
  readonly privileged?: boolean;
  readonly working_dir?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
};

export type DeviceRequest = {
  readonly capabilities?: readonly string[];
  readonly driver?: string;
  readonly count?: number;
  readonly device_ids?: readonly string[];
  readonly options?: Readonly<Record<string, string>>;
};

export type DeployModel = {
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly resources?: {
    readonly limits?: { readonly cpus?: string | number; readonly memory?: string; readonly pids?: number };
    readonly reservations?: {
      readonly cpus?: string | number;
      readonly memory?: string;
      readonly devices?: readonly DeviceRequest[];
    };
  };
  readonly restart_policy?: {
    readonly condition?: string;
    readonly delay?: string;
    readonly max_attempts?: number;
    readonly window?: string;
  };
  readonly [other: string]: unknown;
};

export type FileReference = {
  readonly source?: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: string;
};

export type NetworkModel = {
  /** The engine's name of it. */
  readonly name: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly ipam?: {
    readonly driver?: string;
    readonly config?: readonly {
      readonly subnet?: string;
      readonly gateway?: string;
      readonly ip_range?: string;
      readonly aux_addresses?: Readonly<Record<string, string>>;
    }[];
  };
  readonly external?: boolean;
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly enable_ipv4?: boolean;
  readonly enable_ipv6?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
};

export type VolumeModel = {
  /** The engine's name of it. */
  readonly name: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly external?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
};

/** A top-level `configs:` or `secrets:` entry. */
export type FileObjectModel = {
  readonly name: string;
  readonly file?: string;
  readonly environment?: string;
  readonly content?: string;
  readonly external?: boolean;
  readonly [other: string]: unknown;
};

/** A top-level `models:` entry. */
export type ModelModel = {
  readonly name?: string;
  readonly model: string;
  readonly context_size?: number;
  readonly runtime_flags?: readonly string[];
};
