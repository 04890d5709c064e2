import type { EpochMs } from '../../contract/names.ts';
import type { ContainerState, Health } from '../../contract/view.ts';

/** What the engine reports of one project: a fresh list, kept current by events. */
export type Observed = {
  /** All containers with the project's label, one-off ones too, by name without the leading slash. */
  readonly containers: readonly ObservedContainer[];
  readonly networks: readonly ObservedNetwork[];
  readonly volumes: readonly ObservedVolume[];
  /** By reference as the model writes it; null: looked for and not there. Absent: not looked for yet. */
  readonly images: Readonly<Record<string, ObservedImage | null>>;
};

export const nothingObserved: Observed = { containers: [], networks: [], volumes: [], images: {} };

export type ObservedContainer = {
  readonly id: string;
  readonly name: string;
  /** Label com.docker.compose.service; '' where there is none. */
  readonly service: string;
  /** Label com.docker.compose.container-number; 0 for one-off containers. */
  readonly number: number;
  readonly oneOff: boolean;
  readonly state: ContainerState;
  readonly health: Health;
  readonly exitCode: number | null;
  readonly outOfMemory: boolean;
  /** The engine can no longer start it (container-stuck). */
  readonly stuck?: true;
  readonly restarts: number;
  readonly startedAt: EpochMs | null;
  readonly finishedAt: EpochMs | null;
  /** Label com.docker.compose.config-hash. */
  readonly configHash: string;
  /** Label com.docker.compose.image: the image id it was made from. */
  readonly imageId: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Engine names of the networks it is attached to. */
  readonly networks: readonly string[];
  /** By name the ids of those networks that it was started on; absent: not known. */
  readonly networkIds?: Readonly<Record<string, string>>;
  readonly mounts: readonly ObservedMount[];
  readonly ports: readonly ObservedPort[];
  /** Output of the last health probe and its exit code; null before the first. */
  readonly probe: { readonly output: string; readonly exitCode: number; readonly at: EpochMs } | null;
  /** Consecutive failed probes. */
  readonly failingStreak: number;
};

export type ObservedMount = {
  readonly type: string;
  /** Volume name for a volume, host path for a bind. */
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
};

export type ObservedPort = {
  readonly container: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  readonly host: { readonly address: string; readonly port: number } | null;
};

export type ObservedNetwork = {
  readonly id: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
};

export type ObservedVolume = {
  readonly name: string;
  readonly driver: string;
  readonly createdAt: EpochMs | null;
  readonly labels: Readonly<Record<string, string>>;
};

export type ObservedImage = {
  readonly id: string;
  /** Repository digests, `name@sha256:…`. */
  readonly digests: readonly string[];
  /** Targets of the image's own VOLUME lines. */
  readonly volumes: readonly string[];
  readonly healthcheck: boolean;
  /** `linux/amd64`, `linux/arm/v7`; absent or null where the engine does not say. */
  readonly platform?: string | null;
  /** When it got its tag on this engine; absent or null where the engine does not say. */
  readonly taggedAt?: EpochMs | null;
  /** Major version of the database server that it brings; null or absent: it does not tell. */
  readonly server?: string | null;
};
