import type { ServiceName } from '../../contract/names.ts';
import type { Model, MountModel, ServiceModel } from '../compose/model.ts';
import { closure, dependenciesOf } from '../plan/dependencies.ts';
import type { DatabaseRule } from '../profile/profile.ts';
import { seedStep } from '../profile/seeds-in.ts';
import { privateNetworkName } from './names.ts';

/** A part of a project that runs beside it without being met: on a network of its own, with data of its own. */
export type PrivateModel = {
  readonly model: Model;
  /** Containers that serve the steps, in dependency order; the database is one of them. */
  readonly beside: readonly ServiceName[];
};

const network = 'private';

/**
 * The database, what the steps need beside it, and the services that run the steps, so that a database is migrated and seeded
 * while the live one serves on: names resolve to the private containers, nothing is published, other named volumes of what
 * runs beside become anonymous. `reason`: why this project cannot be run that way, as a sentence.
 */
export function privateModel(
  model: Model,
  rule: DatabaseRule,
  key: string,
): PrivateModel | { readonly reason: string } {
  const steps = [rule.migrate, seedStep(rule)].flatMap((step) => (step === null ? [] : [step.service]));
  const beside = besideOf(model, rule.service, steps);
  const all = [...new Set([...beside, ...steps])];
  const reason = all.flatMap((name) => obstacle(model, name, rule) ?? [])[0];
  if (reason !== undefined) return { reason };
  const services = all.map((name) => {
    const kept = name === rule.service ? rule.volume : null;
    return [name, alone(model.services[name] ?? { command: null, entrypoint: null }, name, kept)] as const;
  });
  return {
    model: {
      ...model,
      services: Object.fromEntries(services),
      networks: { [network]: { name: privateNetworkName(model.name, key) } },
    },
    beside,
  };
}

/** What the steps depend on, without what itself needs the database: that would meet it before it is filled. */
function besideOf(
  model: Model,
  database: ServiceName,
  steps: readonly ServiceName[],
): readonly ServiceName[] {
  const needed = steps.flatMap((name) => dependenciesOf(model, name).map(([target]) => target));
  return closure(model, [database, ...needed]).filter(
    (name) => name === database || !closure(model, [name]).includes(database),
  );
}

function obstacle(model: Model, name: ServiceName, rule: DatabaseRule): string | null {
  const service = model.services[name];
  if (service === undefined) return null;
  const { network_mode: mode = '', ipc = '', pid = '', volumes_from: from = [], links = [] } = service;
  if (mode !== '' && mode !== 'bridge' && mode !== 'none') return `${name} runs in network mode ${mode}.`;
  if ([ipc, pid].some((word) => /^(service|container):/.test(word)) || from.length > 0)
    return `${name} shares namespaces or volumes with another container.`;
  if (links.length > 0 || (service.external_links ?? []).length > 0)
    return `${name} is linked to other containers.`;
  const steps = [rule.migrate?.service, seedStep(rule)?.service];
  const written = (service.volumes ?? []).filter((mount) => isWrittenVolume(mount));
  if (name === rule.service && written.some(({ source }) => source !== rule.volume))
    return `${name} keeps data in more than one volume.`;
  if (name !== rule.service && steps.includes(name) && written.length > 0)
    return `${name} writes to a volume of its own, which a prepared database would not have.`;
  return null;
}

const isWrittenVolume = (mount: MountModel): boolean =>
  mount.type === 'volume' && mount.source !== undefined && mount.read_only !== true;

/** A service without anything by which others could meet it. `kept`: the one volume that stays a named one. */
function alone(service: ServiceModel, name: ServiceName, kept: string | null): ServiceModel {
  const {
    ports: _ports,
    expose: _expose,
    container_name: own,
    mac_address: _mac,
    networks = {},
    volumes = [],
    ...rest
  } = service;
  const aliases = Object.values(networks).flatMap((each) => each?.aliases ?? []);
  const known = [...new Set([name, ...(own === undefined ? [] : [own]), ...aliases])];
  return {
    ...rest,
    networks: { [network]: { aliases: known } },
    volumes: volumes.map((mount) => (isOther(mount, kept) ? anonymous(mount) : mount)),
  };
}

const isOther = (mount: MountModel, kept: string | null): boolean =>
  isWrittenVolume(mount) && mount.source !== kept;

const anonymous = ({ source: _source, ...mount }: MountModel): MountModel => mount;
