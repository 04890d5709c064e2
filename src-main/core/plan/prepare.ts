import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import type { ServiceModel } from '../compose/model.ts';
import { type BuildAction, buildAction, builtBefore } from './build-action.ts';
import type { ConvergeWish } from './converge-wish.ts';
import { addStep, type Draft } from './draft.ts';
import { generationLabels } from './generations.ts';
import { volumeName } from './mounts.ts';
import { imageOf } from './names.ts';
import { networkName } from './networking.ts';
import type { ObservedNetwork, ObservedVolume } from './observed.ts';
import { fitsPlatform } from './platform.ts';
import { oldestAgeMs } from './pull-age.ts';
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
  above: readonly ServiceName[] = [],
): void {
  const model = input.model.services[service];
  const flags = input.flags ?? asTheFileSays;
  if (model === undefined || flags.images === 'settled') return;
  const image = imageOf(input.model, service, model);
  const builder = flags.build === 'never' ? null : builderOf(input, service, image);
  const found = input.observed.images[image] ?? null;
  // One for another platform is as good as none (docker compose 2.40).
  const present = found !== null && fitsPlatform(model.platform, found.platform ?? null);
  const builds = builder !== null;
  const because = imageCause(policyOf(flags, model, builds), {
    present,
    needed,
    builds,
    ageMs: ageOf(input, image),
  });
  if (because === null || prepared.has(`image ${image}`)) return;
  const action = builder ?? ({ do: 'pull image', image, platform: model.platform ?? null } as const);
  const contexts = builds ? builtBefore(model).filter((name) => ![...above, service].includes(name)) : [];
  for (const name of contexts) prepareImage(draft, prepared, input, name, true, [...above, service]);
  const after = contexts.flatMap((name) => prepared.get(`image ${imageFor(input, name)}`) ?? []);
  prepared.set(`image ${image}`, addStep(draft, { service, because, after, action }));
}

/**
 * The build that makes an image: the service's own (where it names both, what is in the checkout is what the developer wants to
 * run), else that of another service whose image it is. null: none does.
 */
function builderOf(
  { model: project, texts = {} }: UpInput,
  service: ServiceName,
  image: string,
): BuildAction | null {
  const own = project.services[service]?.build === undefined ? [] : [service];
  const others = Object.keys(project.services).filter((name) => {
    const other = project.services[name];
    return other?.build !== undefined && imageOf(project, name, other) === image;
  });
  const name = [...own, ...others][0] ?? '';
  return buildAction(project, name, image, texts);
}

function ageOf({ observed, now }: UpInput, image: string): number | null {
  const taggedAt = observed.images[image]?.taggedAt ?? null;
  return taggedAt === null || now === undefined ? null : now - taggedAt;
}

const imageFor = ({ model }: UpInput, service: ServiceName): string =>
  imageOf(model, service, model.services[service] ?? { command: null, entrypoint: null });

/** `asked for`: by a flag. A flag about pulls says nothing about what is built. */
function policyOf(flags: UpFlags, { pull_policy: own = 'missing' }: ServiceModel, builds: boolean): string {
  if (builds) return flags.build === 'always' ? 'asked for' : own;
  // What is only ever built is not pulled.
  if (own === 'build' && flags.pull === null) return 'never';
  return flags.pull === 'always' ? 'asked for' : (flags.pull ?? own);
}

type ImageFacts = {
  readonly present: boolean;
  readonly needed: boolean;
  readonly builds: boolean;
  /** How long ago it got its tag; null where the engine does not say. */
  readonly ageMs: number | null;
};

function imageCause(policy: string, { present, needed, builds, ageMs }: ImageFacts): string | null {
  if (policy === 'always' || policy === 'build') return `pull_policy is ${policy}`;
  if (policy === 'asked for') return `a ${builds ? 'build' : 'pull'} was asked for`;
  const oldestMs = builds || !present ? null : oldestAgeMs(policy);
  if (oldestMs !== null && (ageMs === null || ageMs > oldestMs))
    return `pull_policy is ${policy}, and the image is older`;
  // With `never` the create call says which image is missing.
  return present || !needed || policy === 'never' ? null : 'not on this machine';
}

/** Keys of the networks that services are on, sorted. */
export function networkKeysOf(input: Pick<UpInput, 'model'>, services: readonly ServiceName[]): string[] {
  return [
    ...new Set(services.flatMap((name) => Object.keys(input.model.services[name]?.networks ?? {}))),
  ].sort();
}

/** `anew`: networks to remove first, each with the steps that free it of containers. Problems: network-missing, network-foreign. */
export function prepareNetworks(
  draft: Draft,
  prepared: Prepared,
  input: UpInput,
  services: readonly ServiceName[],
  anew: ReadonlyMap<string, readonly number[]>,
): Problem[] {
  return networkKeysOf(input, services).flatMap((key): Problem[] => {
    const name = networkName(input.model, key);
    const found = input.observed.networks.find((network) => network.name === name);
    const freed = anew.get(name);
    if (prepared.has(`network ${name}`)) return [];
    if (found !== undefined && freed === undefined) return foreignNetwork(input, key, found);
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

/** As compose does, which goes by this label alone: a network made otherwise is used only where it is declared external. */
function foreignNetwork(input: UpInput, key: string, { name, labels }: ObservedNetwork): Problem[] {
  const made = labels['com.docker.compose.network'];
  if (input.model.networks[key]?.external === true || made === key) return [];
  const project = labels['com.docker.compose.project'];
  const why =
    made === undefined
      ? 'It was not made for a Compose project.'
      : `It was made as network ${made} of project ${project ?? '?'}.`;
  return [{ kind: 'network-foreign', network: name, why }];
}

const networkRemoval = (network: string) =>
  ({
    service: null,
    because: 'its configuration changed',
    action: { do: 'remove network', network },
  }) as const;

/** `anew`: volumes to remove first, as for networks. Problem: volume-missing (an external one). */
export function prepareVolumes(
  { draft, progress, input, services, physical }: ConvergeWish,
  anew: ReadonlyMap<string, readonly number[]>,
): Problem[] {
  const { prepared } = progress;
  return volumeKeysOf(input, services).flatMap((key): Problem[] => {
    const name = volumeName(input.model, physical, key);
    const found = input.observed.volumes.find((volume) => volume.name === name);
    const freed = anew.get(name);
    if (prepared.has(`volume ${name}`)) return [];
    if (found !== undefined && freed === undefined) {
      warnOfForeign(draft, input, key, found);
      return [];
    }
    if (input.model.volumes[key]?.external === true) return [{ kind: 'volume-missing', volume: name }];
    const after = freed === undefined ? [] : [addStep(draft, { ...volumeRemoval(name), after: freed })];
    prepared.set(`volume ${name}`, addVolume(draft, input, key, { name, after }));
    return [];
  });
}

const volumeRemoval = (volume: string) =>
  ({
    service: null,
    because: 'its configuration changed',
    action: { do: 'remove volume', volume },
  }) as const;

/** Keys of the declared volumes that services mount, sorted. */
export function volumeKeysOf(input: Pick<UpInput, 'model'>, services: readonly ServiceName[]): string[] {
  const keys = services.flatMap((name) =>
    (input.model.services[name]?.volumes ?? []).flatMap((mount) =>
      mount.type === 'volume' && mount.source !== undefined && input.model.volumes[mount.source] !== undefined
        ? [mount.source]
        : [],
    ),
  );
  return [...new Set(keys)].sort();
}

type NewVolume = { readonly name: string; readonly after: readonly number[] };

function addVolume(draft: Draft, input: UpInput, key: string, { name, after }: NewVolume): number {
  const { model, generations, hashes } = input;
  if (name === model.volumes[key]?.name) {
    const request = volumeRequest(model, key, hashes.volumes[key] ?? '');
    const because = after.length === 0 ? 'it is not there yet' : 'its configuration changed';
    return addStep(draft, { service: null, because, after, action: { do: 'create volume', request } });
  }
  const number = generations?.all.find((generation) => generation.physical === name)?.number ?? 0;
  draft.warnings.push(`Volume ${name}, generation ${number} of ${key}, is gone: the database starts empty.`);
  const request = { Name: name, Labels: generationLabels(model.name, key, number) };
  const action = { do: 'create volume', request } as const;
  return addStep(draft, { service: null, because: 'it is gone', after, action });
}

/** As compose does: it is used, and said. Generations of the database carry labels of Berth's own. */
function warnOfForeign(
  draft: Draft,
  { model }: UpInput,
  key: string,
  { name, labels }: ObservedVolume,
): void {
  const project = labels['com.docker.compose.project'] ?? labels['berth.project'];
  if (model.volumes[key]?.external === true || project === model.name) return;
  draft.warnings.push(
    `Volume ${name} was made ${project === undefined ? 'outside of Compose' : `for project ${project}`} and is used as it is. Declare it as external to say so.`,
  );
}
