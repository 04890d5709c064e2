import { imageFor } from '../plan/decide.ts';
import { addStep, type Draft } from '../plan/draft.ts';
import type { Database, GenerationInput } from '../plan/generation-input.ts';
import { type Generation, generationLabels, physicalName } from '../plan/generations.ts';
import { imageOf } from '../plan/names.ts';
import { copyRequest } from './copy-request.ts';

export type AddCopyWish = {
  readonly draft: Draft;
  readonly input: GenerationInput;
  readonly database: Database;
  /** The engine's name of a volume at rest. */
  readonly from: string;
  /** What it is: the key of a golden, or `snapshot:<name>`. */
  readonly source: string;
  readonly to: Generation;
  readonly after: readonly number[];
  /** False: begun and left to the engine, and the run ends well also without it. */
  readonly waits: boolean;
};

/** Makes the volume of a generation and copies into it. Returns the step after which it is whole, or is under way. */
export function addCopy(wish: AddCopyWish): number {
  const { draft, input, database, from, to, source, waits } = wish;
  const { volume } = database.generations;
  const because = waits ? `generation ${to.number} of the database` : 'the next reset finds it ready';
  const optional = waits ? {} : ({ optional: true } as const);
  const declared = input.model.volumes[volume];
  const made = addStep(draft, {
    service: null,
    because,
    after: wish.after,
    action: {
      do: 'create volume',
      request: {
        Name: to.physical,
        ...(declared?.driver === undefined ? {} : { Driver: declared.driver }),
        ...(declared?.driver_opts === undefined ? {} : { DriverOpts: declared.driver_opts }),
        Labels: generationLabels(input.model.name, volume, to.number),
      },
    },
    ...optional,
  });
  const request = requestOf(wish);
  const action = {
    do: 'copy data',
    request,
    volume,
    number: to.number,
    from,
    to: to.physical,
    source,
    waits,
  } as const;
  return addStep(draft, { service: null, because, after: [made], action, ...optional });
}

function requestOf({ input, database, from, to, source, waits }: AddCopyWish) {
  const { model } = input;
  const name = database.rule.service;
  const service = model.services[name] ?? { command: null, entrypoint: null };
  return copyRequest({
    project: model.name,
    volume: database.generations.volume,
    from,
    to: to.physical,
    source,
    image: imageOf(model.name, name, service),
    imageVolumes: imageFor(input, name)?.volumes ?? [],
    quiet: !waits,
  });
}

/** `ahead` beyond the highest number that the ledger or the engine knows: a number is never used twice. */
export function nextGeneration(input: GenerationInput, { generations }: Database, ahead = 1): Generation {
  const composeVolume = input.model.volumes[generations.volume]?.name ?? generations.volume;
  const existing = input.observed.volumes
    .filter((volume) => volume.name.startsWith(`${composeVolume}.g`))
    .map((volume) => Number(volume.name.slice(composeVolume.length + 2)))
    .filter((number) => Number.isInteger(number));
  const number = Math.max(generations.highest, ...existing) + ahead;
  return { number, physical: physicalName(composeVolume, number), createdAt: null };
}
