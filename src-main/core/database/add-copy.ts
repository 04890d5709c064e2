import { imageFor } from '../plan/decide.ts';
import { addStep, type Draft } from '../plan/draft.ts';
import type { Database, GenerationInput } from '../plan/generation-input.ts';
import { type Generation, generationLabels, physicalName } from '../plan/generations.ts';
import { imageOf } from '../plan/names.ts';
import type { ContainerRequest } from '../plan/requests.ts';
import { copyRequest } from './copy-request.ts';

export type CopyParts = {
  readonly draft: Draft;
  readonly input: GenerationInput;
  readonly database: Database;
  /** The engine's name of a volume at rest. */
  readonly from: string;
  /** What it is: the key of a golden, or `snapshot:<name>`; `imported:<name>` where that came in a bundle. */
  readonly source: string;
  readonly to: Generation;
};

/** Makes the volume of a generation and copies into it. Returns the step after which it is whole. */
export function addCopy(parts: CopyParts & { readonly after: readonly number[] }): number {
  const { draft, database, from, source, to } = parts;
  const because = `generation ${to.number} of the database`;
  const made = addVolume(parts, { because, after: parts.after });
  const { volume } = database.generations;
  const request = requestOf(parts, false);
  const action = { do: 'copy data', request, volume, from, to: to.physical, source } as const;
  return addStep(draft, { service: null, because, after: [made], action });
}

/**
 * Begins a copy that nobody waits for: all is made ready beside what else happens, and started after `started`. Who comes next
 * finds the copier by its labels and its exit code. The run reaches its goal without it.
 */
export function addQuietCopy(
  parts: CopyParts & { readonly made: readonly number[]; readonly started: readonly number[] },
): void {
  const { draft } = parts;
  const shared = { service: null, because: 'the next reset finds a copy ready', optional: true } as const;
  const volume = addVolume(parts, { ...shared, after: parts.made });
  const request = requestOf(parts, true);
  const create = { do: 'create container', request } as const;
  const created = addStep(draft, { ...shared, after: [volume], action: create });
  const action = { do: 'start container', container: request.name } as const;
  addStep(draft, { ...shared, after: [created, ...parts.started], action });
}

function addVolume(
  { draft, input, database, to }: CopyParts,
  step: { readonly because: string; readonly after: readonly number[]; readonly optional?: true },
): number {
  const { volume } = database.generations;
  const declared = input.model.volumes[volume];
  const request = {
    Name: to.physical,
    ...(declared?.driver === undefined ? {} : { Driver: declared.driver }),
    ...(declared?.driver_opts === undefined ? {} : { DriverOpts: declared.driver_opts }),
    Labels: generationLabels(input.model.name, volume, to.number),
  };
  return addStep(draft, { service: null, ...step, action: { do: 'create volume', request } });
}

function requestOf({ input, database, from, to, source }: CopyParts, quiet: boolean): ContainerRequest {
  const { model } = input;
  const name = database.rule.service;
  const service = model.services[name] ?? { command: null, entrypoint: null };
  return copyRequest({
    project: model.name,
    volume: database.generations.volume,
    from,
    to: to.physical,
    source,
    image: imageOf(model, name, service),
    imageVolumes: imageFor(input, name)?.volumes ?? [],
    quiet,
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
