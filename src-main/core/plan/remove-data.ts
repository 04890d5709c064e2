import type { Model } from '../compose/model.ts';
import type { DownFlags } from './down-flags.ts';
import { addStep, type Draft } from './draft.ts';
import type { Generations } from './generations.ts';
import { imageOf } from './names.ts';
import type { Observed } from './observed.ts';

type DataInput = {
  readonly model: Model;
  readonly observed: Observed;
  readonly generations?: Generations | null;
};

const because = 'down was asked for';

/**
 * Removes the volumes that the file declares, never an external one nor one without the project's own label. A database that
 * was ever reset keeps all its generations: which of them may go is for retention to say.
 */
export function removeVolumes(draft: Draft, input: DataInput, after: readonly number[]): void {
  const { model, observed, generations = null } = input;
  for (const [key, volume] of Object.entries(model.volumes)) {
    const found = observed.volumes.find(({ name }) => name === volume.name);
    if (volume.external === true || found === undefined) continue;
    if (found.labels['com.docker.compose.project'] !== model.name) {
      draft.warnings.push(`Volume ${volume.name} stays: it was not made for this project.`);
    } else if (generations?.volume === key && generations.all.length > 1) {
      draft.warnings.push(`Volume ${volume.name} stays: it is one of the generations of the database.`);
    } else {
      draft.loses.push(`Volume ${volume.name} is removed with its data. Nothing brings it back.`);
      const action = { do: 'remove volume', volume: volume.name, inUse: 'stays' } as const;
      addStep(draft, { service: null, because, after, action });
    }
  }
}

/** Removes images of the file's services that are on the machine, each once. */
export function removeImages(
  draft: Draft,
  { model, observed }: DataInput,
  which: DownFlags['images'],
  after: readonly number[],
): void {
  if (which === 'kept') return;
  const own = Object.entries(model.services).filter(
    ([, { build }]) => which === 'all' || build !== undefined,
  );
  const images = new Set(own.map(([name, service]) => imageOf(model, name, service)));
  for (const image of images) {
    if ((observed.images[image] ?? null) === null) continue;
    addStep(draft, { service: null, because, after, action: { do: 'remove image', image } });
  }
}
