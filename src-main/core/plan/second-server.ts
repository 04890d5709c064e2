import type { ServiceName } from '../../contract/names.ts';
import type { Problem } from '../../contract/problem.ts';
import { containersOf, imageFor } from './decide.ts';
import { orphansOf } from './orphans.ts';
import { holdsProcess } from './stop-services.ts';
import { asTheFileSays } from './up-flags.ts';
import { currentPhysical, type UpInput } from './up-input.ts';

/**
 * A database service that was given another name would be started beside its old container, on the same data, and neither server
 * could see the other: the data would be spoiled. What is of another image is taken for no server. Problem: in-use.
 */
export function secondServers(input: UpInput, services: readonly ServiceName[]): readonly Problem[] {
  const { generations, flags = asTheFileSays } = input;
  const live = generations === null ? null : currentPhysical(generations);
  if (generations === null || live === null || flags.removeOrphans || !flags.starts) return [];
  const started = services.filter(
    (name) =>
      input.model.services[name]?.volumes?.some(({ source }) => source === generations.volume) === true &&
      !containersOf(input, name).some(holdsProcess),
  );
  return otherServersOn(input, started, live);
}

/** The same of any generation that these services are about to be started on. Problem: in-use. */
export function otherServersOn(
  input: UpInput,
  services: readonly ServiceName[],
  physical: string,
): readonly Problem[] {
  const images = new Set(services.map((name) => imageFor(input, name)?.id));
  const held = orphansOf(input).filter(
    (container) =>
      holdsProcess(container) &&
      images.has(container.imageId) &&
      container.mounts.some(({ source, readOnly }) => source === physical && !readOnly),
  );
  const names = held.map(({ name }) => name).join(', ');
  const detail = `${names}, of a service that the Compose file no longer has, runs on it, and two servers spoil each other's data. \`berth up --remove-orphans\` removes it first.`;
  return held.length === 0 ? [] : [{ kind: 'in-use', thing: `The volume ${physical}`, detail }];
}
