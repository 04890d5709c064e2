import type { EpochMs, ServiceName } from '../../contract/names.ts';
import type { Model } from '../compose/model.ts';
import type { Generations } from './generations.ts';
import type { PhysicalVolumes } from './mounts.ts';
import type { Observed } from './observed.ts';
import type { RequestTexts } from './security-options.ts';
import type { UpFlags } from './up-flags.ts';

/**
 * Compose's config hashes, computed where the values of secrets are at hand. In that of a service that borrows from others
 * stand the ids of their first containers as observed.
 */
export type Hashes = {
  readonly services: Readonly<Record<ServiceName, string>>;
  /** By key in the Compose file. */
  readonly networks: Readonly<Record<string, string>>;
  readonly volumes: Readonly<Record<string, string>>;
};

/** What every planner that starts containers is given. */
export type UpInput = {
  readonly model: Model;
  readonly observed: Observed;
  /** null: the profile names no database. */
  readonly generations: Generations | null;
  readonly hashes: Hashes;
  /** Names of one-off containers of a run whose process died: they are removed where they are still there. */
  readonly leftovers: readonly string[];
  /** Absent: no file was read for a request. */
  readonly texts?: RequestTexts;
  /** Absent: how old an image is cannot be told, and one that must not be old is pulled. */
  readonly now?: EpochMs;
  /** Absent: it has none. */
  readonly hasProfile?: boolean;
  /** Absent: as the file says. */
  readonly flags?: UpFlags;
};

/** The engine's name of the current generation's volume. */
export const currentPhysical = (generations: Generations): string | null =>
  generations.all.find((generation) => generation.number === generations.current)?.physical ?? null;

/** Where the logical database volume lies now; empty without a database. */
export function physicalVolumes(generations: Generations | null): PhysicalVolumes {
  const physical = generations === null ? null : currentPhysical(generations);
  return generations === null || physical === null ? {} : { [generations.volume]: physical };
}
