import type { ServiceName } from '../../contract/names.ts';
import { containersOf, imageFor } from '../plan/decide.ts';
import { imageOf } from '../plan/names.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import type { ImageBefore } from '../plan/plan.ts';
import { currentPhysical, type UpInput } from '../plan/up-input.ts';

/**
 * What the database runs on its live data, where the file names another image by now: a run that does not end well goes back to
 * it, and not to one that may be of another version. null: it runs what the file names, or there is no container of it.
 */
export function imageBefore(input: UpInput, service: ServiceName): ImageBefore | null {
  const { model } = input;
  const reference = imageOf(model, service, model.services[service] ?? { command: null, entrypoint: null });
  const image = imageFor(input, service);
  const live = liveContainer(input, service);
  if (live === undefined) return null;
  const differs = image === null ? live.image !== reference : live.imageId !== image.id;
  // The same name may be that of another image by now: then only the id is that of the one that ran.
  return differs ? { service, image: live.image === reference ? live.imageId : live.image } : null;
}

/** By the name that it had when the database's container on the live data was made; null: there is no such container. */
export const imageOfLive = (input: UpInput, service: ServiceName): string | null =>
  liveContainer(input, service)?.image ?? null;

function liveContainer(input: UpInput, service: ServiceName): ObservedContainer | undefined {
  const { generations } = input;
  const physical = generations === null ? null : currentPhysical(generations);
  return containersOf(input, service).find(({ mounts }) => mounts.some(({ source }) => source === physical));
}
