import type { Problem } from '../contract/problem.ts';
import { fail, ok, type Result } from '../contract/result.ts';
import type { Model } from '../core/compose/model.ts';
import { imageOf } from '../core/plan/names.ts';
import type { Observed, ObservedImage, ObservedNetwork, ObservedVolume } from '../core/plan/observed.ts';
import type { Answer, Docker } from '../ports/docker.ts';

/** All that the engine says of a project now, and of the images, networks and volumes its model names. */
export async function observe(
  docker: Docker,
  model: Model,
  signal: AbortSignal,
): Promise<Result<Observed, Problem>> {
  const [containers, networks, volumes, images] = await Promise.all([
    docker.listContainers(model.name, signal),
    observeNetworks(docker, model, signal),
    observeVolumes(docker, model, signal),
    observeImages(docker, model, signal),
  ]);
  if (!containers.ok) return containers;
  if (!networks.ok) return networks;
  if (!volumes.ok) return volumes;
  if (!images.ok) return images;
  return ok({
    containers: containers.value,
    networks: networks.value,
    volumes: volumes.value,
    images: images.value,
  });
}

/** The project's own, and those of the model that carry no label of it: external ones, and ones made by hand. */
async function observeNetworks(
  docker: Docker,
  model: Model,
  signal: AbortSignal,
): Answer<readonly ObservedNetwork[]> {
  const listed = await docker.listNetworks(model.name, signal);
  if (!listed.ok) return listed;
  const known = new Set(listed.value.map(({ name }) => name));
  const others = Object.values(model.networks).filter(({ name }) => !known.has(name));
  const found = await all(others.map(({ name }) => docker.inspectNetwork(name, signal)));
  return found.ok ? ok([...listed.value, ...present(found.value)]) : found;
}

async function observeVolumes(
  docker: Docker,
  model: Model,
  signal: AbortSignal,
): Answer<readonly ObservedVolume[]> {
  const listed = await docker.listVolumes(model.name, signal);
  if (!listed.ok) return listed;
  const known = new Set(listed.value.map(({ name }) => name));
  const others = Object.values(model.volumes).filter(({ name }) => !known.has(name));
  const found = await all(others.map(({ name }) => docker.inspectVolume(name, signal)));
  return found.ok ? ok([...listed.value, ...present(found.value)]) : found;
}

async function observeImages(
  docker: Docker,
  model: Model,
  signal: AbortSignal,
): Answer<Readonly<Record<string, ObservedImage | null>>> {
  const references = [
    ...new Set(Object.entries(model.services).map(([name, service]) => imageOf(model, name, service))),
  ];
  const found = await all(references.map((reference) => docker.inspectImage(reference, signal)));
  if (!found.ok) return found;
  return ok(
    Object.fromEntries(references.map((reference, index) => [reference, found.value[index] ?? null])),
  );
}

const present = <T>(items: readonly (T | null)[]): T[] =>
  items.filter((item): item is T & {} => item !== null);

async function all<T>(answers: readonly Answer<T>[]): Promise<Result<readonly T[], Problem>> {
  const values: T[] = [];
  for (const answer of await Promise.all(answers)) {
    if (!answer.ok) return fail(answer.error);
    values.push(answer.value);
  }
  return ok(values);
}
