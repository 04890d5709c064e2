import type { HealthcheckModel, Model, ServiceModel } from '../compose/model.ts';
import { durationNs } from './duration.ts';
import { exposedPorts, hostConfig, portBindings, withoutEmpty } from './host-config.ts';
import { containerLabels } from './labels.ts';
import { withLenders } from './lend.ts';
import { linksOf, oneOffNumber } from './links.ts';
import { lendersOf, type MadeContainers } from './made-containers.ts';
import { inheritedMounts, injectedFiles, mountRequests, type PhysicalVolumes } from './mounts.ts';
import { containerName, imageOf, joined, oneOffName, temporaryName } from './names.ts';
import { endpoints } from './networking.ts';
import type { ObservedContainer, ObservedImage } from './observed.ts';
import type { ContainerRequest, HealthcheckRequest, Lender } from './requests.ts';
import type { RequestTexts } from './security-options.ts';

export type RequestWish = {
  readonly model: Model;
  readonly service: string;
  readonly physical: PhysicalVolumes;
  /** null: the image is not on the machine yet. */
  readonly image: ObservedImage | null;
  /** Compose's config-hash of the service, computed where secret values are at hand. */
  readonly configHash: string;
  /** The containers of the services that this one links to or borrows from. */
  readonly made: MadeContainers;
  readonly texts: RequestTexts;
  readonly kind:
    | {
        readonly as: 'replica';
        readonly number: number;
        readonly replaces: ObservedContainer | null;
        /** Whether anonymous volumes of the container it replaces go on in it. */
        readonly inherits: boolean;
      }
    /** Like `docker compose run`: no ports, no restart, no alias but its own name. `slug`: 64 random hex digits. */
    | {
        readonly as: 'one-off';
        readonly slug: string;
        /** null: the image's own. */
        readonly command: readonly string[] | null;
        /** True: with its health check, for one that serves others. */
        readonly checked?: boolean;
      };
};

/** The request that makes a container equal to the one docker compose 2.40 would make for the same service. */
export function createRequest(wish: RequestWish): ContainerRequest {
  const { model, kind } = wish;
  const service = serviceOf(wish);
  const name =
    kind.as === 'one-off'
      ? oneOffName(model, wish.service, kind.slug)
      : containerName(model, wish.service, kind.number);
  const replaces = kind.as === 'replica' ? kind.replaces : null;
  const { binds, mounts } = mountRequests(model, service, wish.physical);
  const inherits = replaces !== null && kind.as === 'replica' && kind.inherits;
  const inherited = inherits ? inheritedMounts(service, wish.image?.volumes ?? [], replaces) : [];
  const taken = new Set(inherited.map((mount) => mount.Target));
  const ports = service.ports ?? [];
  const number = kind.as === 'one-off' ? oneOffNumber : kind.number;
  const links = linksOf(model, service, number, wish.made);
  const networks = endpoints(model, service, kind.as === 'one-off' ? [name] : [name, wish.service], links);
  const lenders = lendersToAsk(wish);
  return {
    name: replaces === null ? name : temporaryName(replaces.id, name),
    platform: service.platform ?? null,
    files: injectedFiles(model, service, wish.texts),
    ...(lenders.length === 0 ? {} : { lenders }),
    body: {
      ...containerConfig(service),
      Image: imageOf(model, wish.service, service),
      Env: environment(service),
      Labels: labels(wish, service),
      ...(ports.length + (service.expose ?? []).length === 0
        ? {}
        : { ExposedPorts: exposedPorts(service, ports) }),
      HostConfig: {
        ...hostConfig(model, service, wish.texts),
        ...withoutEmpty({
          Links: links,
          Binds: binds,
          Mounts: [...mounts.filter((mount) => !taken.has(mount.Target)), ...inherited],
        }),
        PortBindings: portBindings(ports),
      },
      ...(networks === null ? {} : { NetworkingConfig: { EndpointsConfig: networks } }),
    },
  };
}

/** The service as the container is to run it. */
function serviceOf(wish: RequestWish): ServiceModel {
  const service = wish.model.services[wish.service];
  if (service === undefined) throw new Error(`the model has no service ${wish.service}`);
  const resolved = withLenders(service, lenderNames(wish.made));
  if (wish.kind.as === 'replica') return resolved;
  const {
    ports: _ports,
    restart: _restart,
    container_name: _name,
    healthcheck: check,
    depends_on: _on,
    ...rest
  } = resolved;
  const checked = wish.kind.checked === true && check !== undefined ? { healthcheck: check } : {};
  return { ...rest, ...checked, command: wish.kind.command };
}

/** What goes by the id of a container that is there, and by the name of one that is yet to be made. */
const lenderNames = (made: MadeContainers): Record<string, string> =>
  Object.fromEntries(
    Object.entries(made).flatMap(([name, [first]]) => (first ? [[name, first.id ?? first.name]] : [])),
  );

const lendersToAsk = ({ model, service, made }: RequestWish): readonly Lender[] =>
  lendersOf(model.services[service] ?? { command: null, entrypoint: null }).flatMap((lender) => {
    const first = made[lender]?.[0];
    return first === undefined || first.id !== null ? [] : [{ service: lender, container: first.name }];
  });

function containerConfig(service: ServiceModel): Record<string, unknown> {
  const { healthcheck, stop_grace_period: grace } = service;
  return withoutUndefined({
    Hostname: service.hostname,
    Domainname: service.domainname,
    User: service.user,
    WorkingDir: service.working_dir,
    StopSignal: service.stop_signal,
    StopTimeout: grace === undefined ? undefined : Math.floor(durationNs(grace) / 1e9),
    Tty: service.tty,
    OpenStdin: service.stdin_open,
    AttachStdout: true,
    AttachStderr: true,
    Cmd: service.command ?? undefined,
    Entrypoint: service.entrypoint ?? undefined,
    NetworkDisabled: service.network_mode === 'disabled' ? true : undefined,
    Healthcheck: healthcheck === undefined ? undefined : healthRequest(healthcheck),
  });
}

// An empty list means something here: it clears the image's own command.
const withoutUndefined = (value: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

function healthRequest(check: HealthcheckModel): HealthcheckRequest {
  if (check.disable === true) return { Test: ['NONE'] };
  return {
    ...(check.test === undefined ? {} : { Test: check.test }),
    ...(check.interval === undefined ? {} : { Interval: durationNs(check.interval) }),
    ...(check.timeout === undefined ? {} : { Timeout: durationNs(check.timeout) }),
    ...(check.start_period === undefined ? {} : { StartPeriod: durationNs(check.start_period) }),
    ...(check.start_interval === undefined ? {} : { StartInterval: durationNs(check.start_interval) }),
    ...(check.retries === undefined ? {} : { Retries: check.retries }),
  };
}

const environment = (service: ServiceModel): string[] =>
  Object.entries(service.environment ?? {}).map(([key, value]) => (value === null ? key : `${key}=${value}`));

function labels(wish: RequestWish, service: ServiceModel): Record<string, string> {
  const { model, kind } = wish;
  const number = kind.as === 'replica' ? kind.number : null;
  return containerLabels({
    project: model.name,
    workingDir: model.workingDir,
    files: model.files,
    environmentFiles: model.environmentFiles ?? [],
    service: wish.service,
    services: model.services,
    model: service,
    number,
    slug: kind.as === 'one-off' ? kind.slug : null,
    imageId: wish.image?.id ?? null,
    configHash: wish.configHash,
    replaces:
      kind.as === 'replica' && kind.replaces !== null
        ? (service.container_name ?? joined(model, wish.service, String(kind.number)))
        : null,
  });
}
