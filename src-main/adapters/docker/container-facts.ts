import type { EpochMs } from '../../contract/names.ts';
import type { ContainerState, Health } from '../../contract/view.ts';
import type { ObservedContainer, ObservedMount, ObservedPort } from '../../core/plan/observed.ts';
import { saysStuck } from './refusals.ts';

/** What is read of GET /containers/{id}/json (Engine API v1.41 to v1.51); a field an engine leaves out is undefined. */
export type ContainerJson = {
  readonly Id?: string;
  readonly Name?: string;
  readonly Image?: string;
  readonly Platform?: string;
  readonly RestartCount?: number;
  readonly State?: StateJson;
  readonly Config?: ConfigJson;
  readonly Mounts?: readonly MountJson[] | null;
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, { readonly NetworkID?: string } | null>> | null;
    readonly Ports?: Readonly<Record<string, readonly PortJson[] | null>> | null;
  };
};

type StateJson = {
  readonly Status?: string;
  readonly ExitCode?: number;
  readonly OOMKilled?: boolean;
  /** Why it could not be started. */
  readonly Error?: string;
  readonly StartedAt?: string;
  readonly FinishedAt?: string;
  readonly Health?: HealthJson | null;
};

type HealthJson = {
  readonly Status?: string;
  readonly FailingStreak?: number;
  readonly Log?: readonly ProbeJson[] | null;
};
type ProbeJson = {
  readonly Start?: string;
  readonly End?: string;
  readonly ExitCode?: number;
  readonly Output?: string;
};

type ConfigJson = {
  readonly Image?: string;
  readonly Tty?: boolean;
  readonly StopTimeout?: number | null;
  readonly Labels?: Readonly<Record<string, string>> | null;
  readonly Shell?: readonly string[] | null;
  readonly Healthcheck?: { readonly Test?: readonly string[] | null; readonly Timeout?: number } | null;
};

type MountJson = {
  readonly Type?: string;
  readonly Name?: string;
  readonly Source?: string;
  readonly Destination?: string;
  readonly RW?: boolean;
};

type PortJson = { readonly HostIp?: string; readonly HostPort?: string };

/** A container as Berth sees it. Exit code and end are those of the last run, null while it runs or has never run. */
export function containerOf(json: ContainerJson): ObservedContainer {
  const labels = json.Config?.Labels ?? {};
  const state = stateOf(json.State?.Status);
  const over = state === 'exited' || state === 'dead' || state === 'restarting';
  return {
    id: json.Id ?? '',
    name: (json.Name ?? '').replace(/^\//, ''),
    service: labels['com.docker.compose.service'] ?? '',
    number: Number.parseInt(labels['com.docker.compose.container-number'] ?? '', 10) || 0,
    oneOff: labels['com.docker.compose.oneoff'] === 'True',
    state,
    exitCode: over ? (json.State?.ExitCode ?? null) : null,
    outOfMemory: json.State?.OOMKilled ?? false,
    ...(state !== 'running' && saysStuck(json.State?.Error ?? '') ? { stuck: true } : {}),
    restarts: json.RestartCount ?? 0,
    startedAt: instantOf(json.State?.StartedAt),
    finishedAt: over ? instantOf(json.State?.FinishedAt) : null,
    configHash: labels['com.docker.compose.config-hash'] ?? '',
    imageId: labels['com.docker.compose.image'] ?? json.Image ?? '',
    image: json.Config?.Image ?? '',
    labels,
    networks: Object.keys(json.NetworkSettings?.Networks ?? {}),
    networkIds: networkIdsOf(json.NetworkSettings?.Networks ?? {}),
    mounts: (json.Mounts ?? []).map(mountOf),
    ports: portsOf(json.NetworkSettings?.Ports ?? {}),
    ...healthOf(json.State?.Health ?? null, state),
  };
}

/** None of one that was never started: it goes by the name then. */
const networkIdsOf = (
  networks: Readonly<Record<string, { readonly NetworkID?: string } | null>>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(networks).flatMap(([name, endpoint]) =>
      endpoint?.NetworkID ? [[name, endpoint.NetworkID] as const] : [],
    ),
  );

const states: readonly ContainerState[] = [
  'created',
  'running',
  'paused',
  'restarting',
  'removing',
  'exited',
  'dead',
];

const stateOf = (status: string | undefined): ContainerState =>
  states.find((state) => state === status) ?? 'dead';

/** A stopped container keeps its last health; it says nothing about now, so it counts only while it runs. */
function healthOf(
  health: HealthJson | null,
  state: ContainerState,
): Pick<ObservedContainer, 'health' | 'probe' | 'failingStreak'> {
  const known: readonly Health[] = ['starting', 'healthy', 'unhealthy'];
  const alive = state === 'running' || state === 'paused' || state === 'restarting';
  return {
    health: alive ? (known.find((name) => name === health?.Status) ?? 'none') : 'none',
    probe: probeOf(health?.Log?.at(-1)),
    failingStreak: health?.FailingStreak ?? 0,
  };
}

function probeOf(entry: ProbeJson | undefined): ObservedContainer['probe'] {
  if (entry === undefined) return null;
  return { output: entry.Output ?? '', exitCode: entry.ExitCode ?? 0, at: instantOf(entry.End) ?? 0 };
}

function mountOf(mount: MountJson): ObservedMount {
  const type = mount.Type ?? '';
  const source = type === 'volume' ? mount.Name : mount.Source;
  return { type, source: source ?? '', target: mount.Destination ?? '', readOnly: mount.RW === false };
}

/** `{"80/tcp": [{HostIp, HostPort}] | null}`; null and the empty list mean: exposed and not published. */
function portsOf(ports: Readonly<Record<string, readonly PortJson[] | null>>): ObservedPort[] {
  return Object.entries(ports).flatMap(([key, bindings]): ObservedPort[] => {
    const [number, protocol] = key.split('/');
    const port = {
      container: Number(number),
      protocol: protocol === 'udp' || protocol === 'sctp' ? protocol : 'tcp',
    } as const;
    if (bindings === null || bindings.length === 0) return [{ ...port, host: null }];
    return bindings.map((binding) => ({
      ...port,
      host: { address: binding.HostIp ?? '', port: Number(binding.HostPort ?? 0) },
    }));
  });
}

/** The engine writes the year 1 for 'never'. */
export function instantOf(text: string | undefined): EpochMs | null {
  const at = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(at) || at <= 0 ? null : at;
}
