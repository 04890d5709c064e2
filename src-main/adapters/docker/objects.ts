import type { ObservedImage, ObservedNetwork, ObservedVolume } from '../../core/plan/observed.ts';
import type { Answer } from '../../ports/docker.ts';
import { ok } from '../../contract/result.ts';
import { outcome, outcomeOrNull } from './call.ts';
import { deadlines } from './deadlines.ts';
import {
  type ImageJson,
  imageOf,
  type NetworkJson,
  networkOf,
  type VolumeJson,
  volumeOf,
} from './object-facts.ts';
import { filtersOf, pathOf, type Wire } from './wire.ts';

const get = { method: 'GET', deadlineMs: deadlines.quick } as const;

/** Networks with the project's Compose label, by name. */
export const listNetworks = (
  wire: Wire,
  project: string,
  signal: AbortSignal,
): Answer<readonly ObservedNetwork[]> =>
  networksWith(wire, `com.docker.compose.project=${project}`, project, signal);

/** Networks with Berth's own label of the project, by name. */
export const listOwnNetworks = (
  wire: Wire,
  project: string,
  signal: AbortSignal,
): Answer<readonly ObservedNetwork[]> => networksWith(wire, `berth.project=${project}`, project, signal);

async function networksWith(
  wire: Wire,
  label: string,
  project: string,
  signal: AbortSignal,
): Answer<readonly ObservedNetwork[]> {
  const query = filtersOf({ label: [label] });
  const answer = await wire.json<readonly NetworkJson[]>({ ...get, path: '/networks', query }, signal);
  return outcome(answer, wire, `list the networks of ${project}`, (found) =>
    byName((found ?? []).map(networkOf)),
  );
}

/** null: no network of exactly this name (the engine would also take a prefix of an id). */
export async function inspectNetwork(
  wire: Wire,
  name: string,
  signal: AbortSignal,
): Answer<ObservedNetwork | null> {
  const answer = await wire.json<NetworkJson>({ ...get, path: pathOf('networks', name) }, signal);
  return outcomeOrNull(answer, wire, `inspect network ${name}`, (json) =>
    json !== null && (json.Name === name || json.Id === name) ? networkOf(json) : null,
  );
}

/** Volumes with the project's Compose label or Berth's own, by name. Filters of one call all have to match, so two calls. */
export async function listVolumes(
  wire: Wire,
  project: string,
  signal: AbortSignal,
): Answer<readonly ObservedVolume[]> {
  const labelled = (label: string): Answer<readonly ObservedVolume[]> =>
    listLabelled(wire, `${label}=${project}`, signal);
  const [compose, own] = await Promise.all([
    labelled('com.docker.compose.project'),
    labelled('berth.project'),
  ]);
  if (!compose.ok) return compose;
  if (!own.ok) return own;
  const all = new Map([...compose.value, ...own.value].map((volume) => [volume.name, volume]));
  return ok(byName([...all.values()]));
}

async function listLabelled(
  wire: Wire,
  label: string,
  signal: AbortSignal,
): Answer<readonly ObservedVolume[]> {
  const ask = { ...get, path: '/volumes', query: filtersOf({ label: [label] }) };
  const answer = await wire.json<{ readonly Volumes?: readonly VolumeJson[] | null }>(ask, signal);
  return outcome(answer, wire, `list the volumes with ${label}`, (found) =>
    (found?.Volumes ?? []).map(volumeOf),
  );
}

/** null: there is no such volume. */
export async function inspectVolume(
  wire: Wire,
  name: string,
  signal: AbortSignal,
): Answer<ObservedVolume | null> {
  const answer = await wire.json<VolumeJson>({ ...get, path: pathOf('volumes', name) }, signal);
  return outcomeOrNull(answer, wire, `inspect volume ${name}`, (json) =>
    json === null ? null : volumeOf(json),
  );
}

/** null: the image is not on this engine. */
export async function inspectImage(
  wire: Wire,
  reference: string,
  signal: AbortSignal,
): Answer<ObservedImage | null> {
  const answer = await wire.json<ImageJson>({ ...get, path: pathOf('images', reference, 'json') }, signal);
  return outcomeOrNull(answer, wire, `inspect image ${reference}`, (json) =>
    json === null ? null : imageOf(json),
  );
}

const byName = <T extends { readonly name: string }>(items: readonly T[]): T[] =>
  [...items].sort((a, b) => (a.name < b.name ? -1 : 1));
