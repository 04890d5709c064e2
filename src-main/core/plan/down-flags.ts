import type { ServiceName } from '../../contract/names.ts';

/** What the flags of `docker compose down` ask for beyond the containers and networks of the file. */
export type DownFlags = {
  /** Only the containers of these; null: of all. Networks that others still use stay. */
  readonly services: ReadonlySet<ServiceName> | null;
  /** True: the volumes that the file declares, and anonymous ones of the containers, go with their data. */
  readonly removeVolumes: boolean;
  /** `local`: images that were built for a service. `all`: every image that a service names. */
  readonly images: 'kept' | 'local' | 'all';
  readonly removeOrphans: boolean;
  /** In place of each container's own grace period; null: its own. */
  readonly graceSeconds: number | null;
};

/** No flag at all. */
export const nothingMore: DownFlags = {
  services: null,
  removeVolumes: false,
  images: 'kept',
  removeOrphans: false,
  graceSeconds: null,
};
