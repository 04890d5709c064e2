import type { Problem } from '../contract/problem.ts';
import type { Result } from '../contract/result.ts';
import type { BuildModel } from '../core/compose/model.ts';
import type {
  ObservedContainer,
  ObservedImage,
  ObservedNetwork,
  ObservedVolume,
} from '../core/plan/observed.ts';
import type { FileCopy } from '../core/watch/decide-actions.ts';
import type {
  BuildSecret,
  ContainerRequest,
  HookRequest,
  NetworkRequest,
  VolumeRequest,
} from '../core/plan/requests.ts';

export type Answer<T> = Promise<Result<T, Problem>>;

/**
 * One Docker Engine. Every call has a deadline of its own and ends early with `signal`; none throws for what an engine or a
 * network can do. Requests may hold sealed references; the adapter replaces them at the last moment.
 */
export interface Docker {
  /** Where it is, as a person knows it: `unix:///var/run/docker.sock`, `npipe:////./pipe/docker_engine`, `tcp://…`. */
  readonly endpoint: string;
  /** The engine's own id, which stays with its data; null before it was connected to, and where it does not tell. */
  engineId(): string | null;
  /** Asks for versions and settles the API version used from then on. Problems: engine-absent, -refused, -silent, -too-old. */
  connect(signal: AbortSignal): Answer<EngineFacts>;

  listContainers(project: string, signal: AbortSignal): Answer<readonly ObservedContainer[]>;
  /** Containers that carry Berth's own label of the project (`berth.project`) and none of Compose's. */
  listOwnContainers(project: string, signal: AbortSignal): Answer<readonly ObservedContainer[]>;
  /** null: there is no such container. */
  inspectContainer(nameOrId: string, signal: AbortSignal): Answer<ObservedContainer | null>;
  /** The name of the running container, of whichever project, that publishes a TCP port on the host; null where none does. */
  portHolder(port: number, signal: AbortSignal): Answer<string | null>;
  listNetworks(project: string, signal: AbortSignal): Answer<readonly ObservedNetwork[]>;
  /** Networks that carry Berth's own label of the project (`berth.project`). */
  listOwnNetworks(project: string, signal: AbortSignal): Answer<readonly ObservedNetwork[]>;
  inspectNetwork(name: string, signal: AbortSignal): Answer<ObservedNetwork | null>;
  /** Volumes that carry the project's Compose label or Berth's own (`berth.project`). */
  listVolumes(project: string, signal: AbortSignal): Answer<readonly ObservedVolume[]>;
  inspectVolume(name: string, signal: AbortSignal): Answer<ObservedVolume | null>;
  inspectImage(reference: string, signal: AbortSignal): Answer<ObservedImage | null>;

  /** The digest that a registry has for a tag; nothing is pulled. Problems: image-unavailable, engine-*. */
  registryDigest(reference: string, signal: AbortSignal): Answer<string>;
  pullImage(reference: string, platform: string | null, report: Report, signal: AbortSignal): Answer<void>;
  buildImage(request: BuildRequest, report: Report, signal: AbortSignal): Answer<void>;

  /** One that is missing or in use is no problem: then nothing is removed. */
  removeImage(reference: string, signal: AbortSignal): Answer<void>;

  /**
   * The same network of the same Compose project is no problem. Problems: network-overlap, network-changed, network-foreign,
   * engine-*.
   */
  createNetwork(request: NetworkRequest, signal: AbortSignal): Answer<void>;
  removeNetwork(name: string, signal: AbortSignal): Answer<void>;
  createVolume(request: VolumeRequest, signal: AbortSignal): Answer<void>;
  removeVolume(name: string, signal: AbortSignal): Answer<void>;

  /**
   * Returns the new container's id. Problems: name-taken, made-meanwhile, network-gone, image-unavailable, container-refused,
   * secret-missing, keychain-*, engine-*.
   */
  createContainer(request: ContainerRequest, signal: AbortSignal): Answer<string>;
  /**
   * Starting a running container is no problem. Problems: container-missing, network-gone, port-taken, container-stuck,
   * container-refused, engine-*.
   */
  startContainer(name: string, signal: AbortSignal): Answer<void>;
  /**
   * `graceSeconds` null: the container's own, else 10. Stopping a stopped or missing container is no problem. `ended` is called
   * as soon as its processes have ended, where that is known before the engine has cleared up.
   */
  stopContainer(
    name: string,
    graceSeconds: number | null,
    signal: AbortSignal,
    ended?: () => void,
  ): Answer<void>;
  /** One that is paused already is no problem. Problems: engine-*. */
  pauseContainer(name: string, signal: AbortSignal): Answer<void>;
  /** One that is not paused is no problem. Problems: engine-*. */
  unpauseContainer(name: string, signal: AbortSignal): Answer<void>;
  /** `killSignal` by name or number, e.g. `SIGHUP`. A container that does not run, or is missing, is no problem. */
  killContainer(name: string, killSignal: string, signal: AbortSignal): Answer<void>;
  /** Also a running one. Anonymous volumes stay unless `volumes` says so. Removing a missing container is no problem. */
  removeContainer(name: string, signal: AbortSignal, volumes?: 'removed'): Answer<void>;
  /** Waits however long it takes until the container has ended; its exit code. null: it is gone. */
  waitForExit(name: string, signal: AbortSignal): Answer<number | null>;
  /** Problems: name-taken, made-meanwhile, container-missing, engine-*. */
  renameContainer(name: string, to: string, signal: AbortSignal): Answer<void>;

  /**
   * Copies files of this machine to absolute paths in a container, running or not; one that is gone by now is left out. Returns
   * how many were copied. Problems: file-unreadable, engine-failed 404 where there is no such container.
   */
  copyInto(name: string, files: readonly FileCopy[], signal: AbortSignal): Answer<number>;

  /** A plain tar of a folder in a container, running or not. */
  readArchive(name: string, path: string, signal: AbortSignal): Answer<EngineArchive>;
  /**
   * Unpacks a plain tar into a folder of a container, running or not. Where `content` throws the engine never sees its end, and
   * the answer is `cancelled`. Problems: disk-full, engine-*.
   */
  writeArchive(
    name: string,
    path: string,
    content: AsyncIterable<Uint8Array>,
    signal: AbortSignal,
  ): Answer<void>;

  /** Runs a command in a running container and waits; `output` is stdout and stderr, at most 4 KiB. */
  exec(name: string, command: readonly string[], timeoutMs: number, signal: AbortSignal): Answer<ExecOutcome>;
  /**
   * Runs a lifecycle hook to its end, however long that takes: the Compose file gives it no limit. Problems: those of the
   * secret source, engine-failed 404 and 409 where the container does not run.
   */
  runHook(name: string, request: HookRequest, signal: AbortSignal): Answer<ExecOutcome>;
  /** The container's own health command as the engine would run it; null where it has none. */
  healthCommand(
    name: string,
    signal: AbortSignal,
  ): Answer<{ readonly command: readonly string[]; readonly timeoutMs: number } | null>;

  /** Facts of this project's containers from now on. Ends with the signal; throws nothing: the last item tells why it ended. */
  events(project: string, signal: AbortSignal): AsyncIterable<EngineEvent>;
  /** Log records in the order of each stream. Ends with the container unless `follow`. */
  logs(name: string, wish: LogWish, signal: AbortSignal): AsyncIterable<LogRecord>;
}

/** Throws, while it is read, where it is cut off. Until it is closed the engine does nothing else with its container. */
export type EngineArchive = { readonly content: AsyncIterable<Uint8Array>; readonly close: () => void };

/** Called for each piece of progress; `fraction` is 0 to 1 or null. */
export type Report = (text: string, fraction: number | null) => void;

export type EngineFacts = {
  readonly endpoint: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly os: string;
  readonly arch: string;
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  readonly rootDir: string | null;
  /** Which program answers. */
  readonly product: 'Docker Engine' | 'Docker Desktop' | 'Podman' | 'an engine of another kind';
  /** The system that containers are for. */
  readonly containers: 'linux' | 'windows';
  /** The engine's own id, which stays with its data; null where it does not tell. */
  readonly id: string | null;
};

export type BuildRequest = {
  readonly service: string;
  readonly image: string;
  readonly build: BuildModel;
  readonly labels: Readonly<Record<string, string>>;
  /** What `RUN --mount=type=secret` may ask for. Absent: nothing. */
  readonly secrets?: readonly BuildSecret[];
};

export type ExecOutcome = { readonly exitCode: number; readonly output: string };

export type EngineEvent =
  /** The stream is open: what happens from here on is reported. List once after it. */
  | { readonly kind: 'connected' }
  /** Something changed for this container: inspect it. `action` as the engine says it: `start`, `die`, `health_status: healthy`. */
  | { readonly kind: 'container'; readonly id: string; readonly action: string }
  | { readonly kind: 'network' | 'volume'; readonly name: string; readonly action: string }
  /** Always the last item, unless the signal ended it. */
  | { readonly kind: 'lost'; readonly problem: Problem };

export type LogWish = { readonly follow: boolean; readonly tail: number; readonly sinceMs: number | null };

/** A piece of output as the engine framed it; may be part of a line or several. `at` is the engine's time stamp. */
export type LogRecord = {
  readonly stream: 'stdout' | 'stderr';
  readonly at: number | null;
  readonly text: string;
};
