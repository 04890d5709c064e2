import { serverOfImage } from '../../core/database/server-version.ts';
import type { ObservedImage, ObservedNetwork, ObservedVolume } from '../../core/plan/observed.ts';
import { instantOf } from './container-facts.ts';

/** What is read of GET /networks and /networks/{id} (Engine API v1.41 to v1.51). */
export type NetworkJson = {
  readonly Id?: string;
  readonly Name?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
};

/** What is read of GET /volumes/{name} and of each entry of GET /volumes. */
export type VolumeJson = {
  readonly Name?: string;
  readonly Driver?: string;
  readonly CreatedAt?: string;
  readonly Labels?: Readonly<Record<string, string>> | null;
};

/** What is read of GET /images/{reference}/json. */
export type ImageJson = {
  readonly Id?: string;
  readonly Os?: string;
  readonly Architecture?: string;
  readonly Variant?: string;
  readonly Metadata?: { readonly LastTagTime?: string | null } | null;
  readonly RepoDigests?: readonly string[] | null;
  readonly Config?: {
    readonly Volumes?: Readonly<Record<string, unknown>> | null;
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null;
    readonly Env?: readonly string[] | null;
  } | null;
};

/** A network as Berth sees it. */
export const networkOf = (json: NetworkJson): ObservedNetwork => ({
  id: json.Id ?? '',
  name: json.Name ?? '',
  labels: json.Labels ?? {},
});

/** A volume as Berth sees it. */
export const volumeOf = (json: VolumeJson): ObservedVolume => ({
  name: json.Name ?? '',
  driver: json.Driver ?? '',
  createdAt: instantOf(json.CreatedAt),
  labels: json.Labels ?? {},
});

/** An image as Berth sees it; a HEALTHCHECK of NONE is none. */
export function imageOf(json: ImageJson): ObservedImage {
  const test = json.Config?.Healthcheck?.Test ?? [];
  return {
    id: json.Id ?? '',
    digests: json.RepoDigests ?? [],
    volumes: Object.keys(json.Config?.Volumes ?? {}),
    healthcheck: test.length > 0 && test[0] !== 'NONE',
    platform: [json.Os, json.Architecture, json.Variant].filter(Boolean).join('/') || null,
    taggedAt: instantOf(json.Metadata?.LastTagTime ?? undefined),
    server: serverOfImage(json.Config?.Env ?? []),
  };
}
