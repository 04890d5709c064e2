import type { Problem } from '../../contract/problem.ts';
import { addStep, type Draft } from '../plan/draft.ts';
import type { Database, GenerationInput } from '../plan/generation-input.ts';
import type { ObservedContainer } from '../plan/observed.ts';
import { holdsProcess } from '../plan/stop-services.ts';

/**
 * What has to stop before the data of a volume is at rest: the database, and whatever else of the project writes there. One-off
 * containers are none of it: see `heldBy`.
 */
export const writersOf = (
  { observed }: GenerationInput,
  { rule }: Database,
  physical: string,
): readonly ObservedContainer[] =>
  observed.containers.filter(
    (container) =>
      !container.oneOff &&
      holdsProcess(container) &&
      (container.service === rule.service || writesTo(physical)(container)),
  );

/** Somebody is at work in a one-off container, which cannot be started again: it is let come to its end. Problem: in-use. */
export function heldBy({ observed }: GenerationInput, physical: string): readonly Problem[] {
  const held = observed.containers.filter(
    (container) => container.oneOff && holdsProcess(container) && writesTo(physical)(container),
  );
  const names = held.map(({ name }) => name).join(', ');
  const detail = `The data has to be at rest, and ${names} may write to it: try again when that has ended.`;
  return held.length === 0 ? [] : [{ kind: 'in-use', thing: `The volume ${physical}`, detail }];
}

const writesTo =
  (physical: string) =>
  ({ mounts }: ObservedContainer): boolean =>
    mounts.some(({ source, readOnly }) => source === physical && !readOnly);

/** Stops what writes to the data. Returns the stops. */
export const addStops = (
  draft: Draft,
  writers: readonly ObservedContainer[],
  because: string,
  after: readonly number[],
): readonly number[] =>
  writers.map(({ name: container, service }) =>
    addStep(draft, {
      service,
      because,
      after,
      action: { do: 'stop container', container, graceSeconds: null },
    }),
  );
