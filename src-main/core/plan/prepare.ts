import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ServiceModel } from '../compose/model.ts';
import { addStep, type Draft } from './draft.ts';
import { generationLabels } from './generations.ts';
import { imageLabels } from './labels.ts';
import { type PhysicalVolumes, volumeName } from './mounts.ts';
import { imageOf } from './names.ts';
import { networkName } from './networking.ts';
import { networkRequest, volumeRequest } from './resource-requests.ts';
import { asTheFileSays, type UpFlags } from './up-flags.ts';
import type { UpInput } from './up-input.ts';

/** Step numbers that make an image, a network or a volume; what is there already has none. By reference or engine name. */
export type Prepared = Map<string, number>;

/** A pull or build of a service's image, once per reference, where a container is to be made of it or the policy says so. */
export function prepareImage(
  draft: Draft,
  prepared: Prepared,
  input: UpInput,
  service: ServiceName,
  needed: boolean,
): void {
  const model = input.model.services[service];
  if (model === undefined) return;
  const image = imageOf(input.model.name, service, model);
  const present = (input.observed.images[image] ?? null) !== null;
  const because = imageCause(policyOf(input.flags ?? asTheFileSays, model), {
    present,
    needed,
    builds: model.build !== undefined,
  });
  if (because === null || prepared.has(`image ${image}`)) return;
  // A service that names both is built: what is in the checkout is what the developer wants to run.
  const action =
    model.build !== undefined
      ? ({
          do: 'build image',
          image,
          build: model.build,
          labels: imageLabels(input.model.name, service, model),
        } as const)
      : ({ do: 'pull image', image, platform: model.platform ?? null } as const);
  prepared.set(`image ${image}`, addStep(draft, { service, because, after: [], action }));
}

/** `asked for`: by a flag. A flag about pulls says nothing about what is built. */
function policyOf(flags: UpFlags, { build, pull_policy: own = 'missing' }: ServiceModel): string {
  if (build !== undefined) return flags.build ? 'asked for' : own;
  return flags.pull === 'always' ? 'asked for' : (flags.pull ?? own);
}

type ImageFacts = { readonly present: boolean; readonly needed: boolean; readonly builds: boolean };

function imageCause(policy: string, { present, needed, builds }: ImageFacts): string | null {
  if (policy === 'always' || policy === 'build') return `pull_policy is ${policy}`;
  if (policy === 'asked for') return `a ${builds ? 'build' : 'pull'} was asked for`;
  // With `never` the create call says which image is missing.
  return present || !needed || policy === 'never' ? null : 'not on this machine';
}

/** Networks of the services: created where missing. Returns those that must be made anew, by engine name. */
export function divergedNetworks(input: UpInput, services: readonly ServiceName[]): ReadonlySet<string> {
  const diverged = networkKeysOf(input, services).filter((key) => {
    const network = input.model.networks[key];
    const found = input.observed.networks.find((candidate) => candidate.name === network?.name);
    const hash = found?.labels['com.docker.compose.config-hash'];
    return network?.external !== true && hash !== undefined && hash !== input.hashes.networks[key];
  });
  return new Set(diverged.map((key) => networkName(input.model, key)));
}

export function networkKeysOf(input: UpInput, services: readonly ServiceName[]): string[] {
  return [
    ...new Set(services.flatMap((name) => Object.keys(input.model.services[name]?.networks ?? {}))),
  ].sort();
}

/** `anew`: networks to remove first, each with the steps that free it of containers. Problems: network-missing. */
export function prepareNetworks(
  draft: Draft,
  prepared: Prepared,
  input: UpInput,
  services: readonly ServiceName[],
  anew: ReadonlyMap<string, readonly number[]>,
): Problem[] {
  return networkKeysOf(input, services).flatMap((key): Problem[] => {
    const name = networkName(input.model, key);
    const found = input.observed.networks.some((network) => network.name === name);
    const freed = anew.get(name);
    if (prepared.has(`network ${name}`) || (found && freed === undefined)) return [];
    if (input.model.networks[key]?.external === true) return [{ kind: 'network-missing', network: name }];
    const after = freed === undefined ? [] : [addStep(draft, { ...networkRemoval(name), after: freed })];
    const request = networkRequest(input.model, key, input.hashes.networks[key] ?? '');
    const because = freed === undefined ? 'it is not there yet' : 'its configuration changed';
    prepared.set(
      `network ${name}`,
      addStep(draft, { service: null, because, after, action: { do: 'create network', request } }),
    );
    return [];
  });
}

const networkRemoval = (network: string) =>
  ({
    service: null,
    because: 'its configuration changed',
    action: { do: 'remove network', network },
  }) as const;

/** Problems: volume-missing (an external one). A volume that differs from the file is kept, with a warning. */
export function prepareVolumes(
  draft: Draft,
  prepared: Prepared,
  input: UpInput,
  services: readonly ServiceName[],
  physical: PhysicalVolumes,
): Problem[] {
  return volumeKeysOf(input, services).flatMap((key): Problem[] => {
    const name = volumeName(input.model, physical, key);
    const found = input.observed.volumes.find((volume) => volume.name === name);
    if (prepared.has(`volume ${name}`)) return [];
    if (found !== undefined) {
      warnOfDifference(draft, input, key, found.labels);
      return [];
    }
    if (input.model.volumes[key]?.external === true) return [{ kind: 'volume-missing', volume: name }];
    prepared.set(`volume ${name}`, addVolume(draft, input, key, name));
    return [];
  });
}

export function volumeKeysOf(input: UpInput, services: readonly ServiceName[]): string[] {
  const keys = services.flatMap((name) =>
    (input.model.services[name]?.volumes ?? []).flatMap((mount) =>
      mount.type === 'volume' && mount.source !== undefined && input.model.volumes[mount.source] !== undefined
        ? [mount.source]
        : [],
    ),
  );
  return [...new Set(keys)].sort();
}

function addVolume(draft: Draft, input: UpInput, key: string, name: string): number {
  const { model, generations, hashes } = input;
  if (name === model.volumes[key]?.name) {
    const request = volumeRequest(model, key, hashes.volumes[key] ?? '');
    return addStep(draft, {
      service: null,
      because: 'it is not there yet',
      after: [],
      action: { do: 'create volume', request },
    });
  }
  const number = generations?.all.find((generation) => generation.physical === name)?.number ?? 0;
  draft.warnings.push(`Volume ${name}, generation ${number} of ${key}, is gone: the database starts empty.`);
  const request = { Name: name, Labels: generationLabels(model.name, key, number) };
  return addStep(draft, {
    service: null,
    because: 'it is gone',
    after: [],
    action: { do: 'create volume', request },
  });
}

function warnOfDifference(
  draft: Draft,
  input: UpInput,
  key: string,
  labels: Readonly<Record<string, string>>,
): void {
  const hash = labels['com.docker.compose.config-hash'];
  if (hash === undefined || hash === input.hashes.volumes[key]) return;
  const name = input.model.volumes[key]?.name ?? key;
  draft.warnings.push(
    `Volume ${name} does not match its configuration in the Compose file; it is kept as it is.`,
  );
}
